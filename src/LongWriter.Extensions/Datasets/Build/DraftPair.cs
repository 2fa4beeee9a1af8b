namespace LongWriter;

/// <summary>A pair of drafts of one section: what was kept, and what was rejected for its length or because it went round in circles.</summary>
internal sealed record DraftPair(string Id, IReadOnlyList<PairMessage> Prompt, IReadOnlyList<PairMessage> Chosen, IReadOnlyList<PairMessage> Rejected)
{
    /// <summary><c>length</c> or <c>repetition</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The section, from 1.</summary>
    public int Section { get; init; }

    /// <summary>The words that were meant for the section.</summary>
    public int Required { get; init; }

    public int ChosenWords { get; init; }

    public int RejectedWords { get; init; }

    public double ChosenScore { get; init; }

    public double RejectedScore { get; init; }

    public required string Counter { get; init; }

    /// <summary>What the kept draft was told beyond the prompt that stands here, where it was asked for again.</summary>
    public string? Note { get; init; }
}
