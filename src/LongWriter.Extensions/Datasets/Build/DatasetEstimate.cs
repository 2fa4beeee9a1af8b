namespace LongWriter;

/// <summary>What a build is expected to take, if every instruction that passes the rules needs a long text. Rows that are written already take nothing.</summary>
/// <param name="Instructions">Instructions given.</param>
/// <param name="Rows">Rows that would be written.</param>
/// <param name="Calls">Model calls.</param>
/// <param name="InputTokens">Prompt tokens.</param>
/// <param name="OutputTokens">Completion tokens.</param>
public sealed record DatasetEstimate(int Instructions, int Rows, EstimateRange Calls, EstimateRange InputTokens, EstimateRange OutputTokens)
{
    /// <summary>Instructions that the rules leave out, by filter.</summary>
    public IReadOnlyDictionary<string, int> Rejected { get; init; } = new SortedDictionary<string, int>();

    /// <summary>Words that would be written.</summary>
    public long Words { get; init; }

    /// <summary>Cost in the currency of the configured prices; <see langword="null"/> where a price is unknown.</summary>
    public (decimal Minimum, decimal Maximum)? Cost { get; init; }

    /// <summary>Time, from the tokens a second of one call and the calls under way.</summary>
    public (TimeSpan Minimum, TimeSpan Maximum) Time { get; init; }
}
