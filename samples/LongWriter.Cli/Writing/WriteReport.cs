namespace LongWriter.Cli.Writing;

/// <summary>What <c>write --json</c> prints.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Status">completed, planned, interrupted, budgetExhausted or failed.</param>
internal sealed record WriteReport(string RunId, string Status)
{
    /// <summary>The required length in words; null where the run never came to a plan.</summary>
    public int? RequiredLength { get; init; }

    /// <summary>The words written, counted with <see cref="Counter"/>.</summary>
    public int Length { get; init; }

    /// <summary>S_l of the length, 0 to 100; null where nothing was to be written, or the document is not whole.</summary>
    public double? LengthScore { get; init; }

    /// <summary>met, under, over or truncated; null as for <see cref="LengthScore"/>.</summary>
    public string? Outcome { get; init; }

    public string? Counter { get; init; }

    public IReadOnlyList<SectionReport> Sections { get; init; } = [];

    public UsageReport Usage { get; init; } = new();

    public double ElapsedSeconds { get; init; }

    /// <summary>The file that was written, as named on the command line.</summary>
    public string? Output { get; init; }

    /// <summary>The plan's text form, with --plan-only.</summary>
    public string? Plan { get; init; }

    public ErrorReport? Error { get; init; }

    /// <summary>The command that goes on with the run, where there is something left to do.</summary>
    public string? Resume { get; init; }
}

/// <summary>A section's figures.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Asked">The words that the writer was asked for.</param>
/// <param name="Written">The words that it wrote.</param>
internal sealed record SectionReport(int Index, int Asked, int Written)
{
    public static IReadOnlyList<SectionReport> Of(IReadOnlyList<WrittenSection> sections) =>
        [.. sections.Select(static s => new SectionReport(s.Index, s.Asked, s.Written))];
}

/// <summary>Calls and tokens.</summary>
internal sealed record UsageReport(int Calls = 0, long InputTokens = 0, long CachedInputTokens = 0, long OutputTokens = 0, long TotalTokens = 0)
{
    public static UsageReport Of(RunUsage usage) => new(usage.Calls, usage.InputTokens, usage.CachedInputTokens, usage.OutputTokens, usage.TotalTokens);
}

/// <summary>An error's kind, as the library names it, and its message.</summary>
internal sealed record ErrorReport(string Kind, string Message);
