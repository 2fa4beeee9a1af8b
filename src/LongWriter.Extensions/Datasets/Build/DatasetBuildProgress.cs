namespace LongWriter;

/// <summary>How far a build has come.</summary>
/// <param name="Rows">Rows that passed the rules for instructions.</param>
/// <param name="Finished">Of these, rows that need no further call: written, not taken, refused, or left pending by this call.</param>
public sealed record DatasetBuildProgress(int Rows, int Finished)
{
    /// <summary>Texts that are whole.</summary>
    public int Written { get; init; }

    /// <summary>Rows that were left out so far.</summary>
    public int Rejected { get; init; }

    /// <summary>Rows whose retries ran out.</summary>
    public int Pending { get; init; }

    /// <summary>Words of accepted sections that this call of the build has seen.</summary>
    public long Words { get; init; }

    /// <summary>Calls and tokens of this call of the build.</summary>
    public RunUsage Usage { get; init; } = new();

    /// <summary>What these cost; <see langword="null"/> where a price is unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Completion tokens a second since the build began.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>The calls that may be under way now.</summary>
    public int Concurrency { get; init; }

    /// <summary>The time left, by the rows that this call of the build has finished with calls of the model; <see langword="null"/> before the first.</summary>
    public TimeSpan? TimeLeft { get; init; }
}
