namespace LongWriter;

/// <summary>What a judge says of two answers to one prompt, asked twice with their order swapped.</summary>
/// <param name="Id">The prompt's name in the first run.</param>
/// <param name="Outcome">Which won.</param>
public sealed record PairJudgement(string Id, PairOutcome Outcome)
{
    /// <summary>The judge's model, as it calls itself or was called; empty where it was not asked.</summary>
    public string Judge { get; init; } = "";

    /// <summary>The settings that the judge was asked with, in one line; <see langword="null"/> where nobody says.</summary>
    public string? Settings { get; init; }

    /// <summary>What was wrong with answers that could not be used.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>A hash of the prompt and the two answers; a file knows them again by it.</summary>
    internal string Pair { get; init; } = "";
}

/// <summary>Which of two answers won.</summary>
public enum PairOutcome
{
    /// <summary>The first run's, in both orders.</summary>
    First,

    /// <summary>The second run's, in both orders.</summary>
    Second,

    /// <summary>Neither: the judge said so in at least one order, and nothing to the contrary in the other; or in each order another one won.</summary>
    Tie,

    /// <summary>Nobody knows: the judge gave no usable answer in at least one order.</summary>
    Failed,
}
