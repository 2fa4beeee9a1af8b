namespace LongWriter;

/// <summary>A row of the pairs file.</summary>
internal sealed record PreferencePairRow(string Id, IReadOnlyList<PairMessage> Prompt, IReadOnlyList<PairMessage> Chosen, IReadOnlyList<PairMessage> Rejected)
{
    public double ChosenScore { get; init; }

    public double RejectedScore { get; init; }

    public int ChosenSample { get; init; }

    public int RejectedSample { get; init; }

    public required PairScores Scores { get; init; }

    /// <summary>The scorer's name.</summary>
    public string? Judge { get; init; }

    /// <summary>What the scorer counted: 0 without one, 1 where no length was required.</summary>
    public double JudgeWeight { get; init; }

    public int? Required { get; init; }

    public required string Counter { get; init; }

    public string? Model { get; init; }
}

/// <summary>A message of a pair.</summary>
internal sealed record PairMessage(string Role, string Content);

/// <summary>What all samples of a row are worth, by number; null where a sample has no such score.</summary>
internal sealed record PairScores
{
    /// <summary>S_l.</summary>
    public IReadOnlyList<double?>? Length { get; init; }

    public IReadOnlyList<double?>? Judge { get; init; }

    public required IReadOnlyList<double?> Total { get; init; }

    public required IReadOnlyList<int> Words { get; init; }

    public required IReadOnlyList<SampleFate> Fates { get; init; }
}
