using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Journal;

/// <summary>What <c>runs list --json</c> prints.</summary>
internal sealed record RunListReport(IReadOnlyList<RunLine> Runs);

/// <summary>A run in a list. Where its journal cannot be read, <see cref="Error"/> says why and little else is known.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Status">started, writing, completed or unreadable.</param>
internal sealed record RunLine(string RunId, string Status)
{
    public DateTimeOffset? StartedAt { get; init; }

    public string? Instruction { get; init; }

    public int? RequiredLength { get; init; }

    public int Length { get; init; }

    public int SectionsWritten { get; init; }

    public int? SectionsPlanned { get; init; }

    public string? Error { get; init; }

    public static RunLine Of(WritingRun run) => new(run.Id, WriteReports.Name(run.Progress))
    {
        StartedAt = run.StartedAt,
        Instruction = run.Request.Instruction,
        RequiredLength = run.Length?.Words ?? run.Request.Length?.Words,
        Length = run.Words,
        SectionsWritten = run.Sections.Count,
        SectionsPlanned = run.Plan?.Steps.Count,
    };
}

/// <summary>What <c>runs show --json</c> prints.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Status">started, writing or completed.</param>
internal sealed record RunReport(string RunId, string Status)
{
    public DateTimeOffset StartedAt { get; init; }

    public required string Instruction { get; init; }

    public string? Title { get; init; }

    public required string Language { get; init; }

    public int? RequiredLength { get; init; }

    public int Length { get; init; }

    /// <summary>S_l, 0 to 100; null while the document is not whole.</summary>
    public double? LengthScore { get; init; }

    public required string Counter { get; init; }

    /// <summary>The plan's steps; null before it is made.</summary>
    public IReadOnlyList<StepReport>? Plan { get; init; }

    public required IReadOnlyList<SectionReport> Sections { get; init; }

    public required UsageReport Usage { get; init; }

    public double ElapsedSeconds { get; init; }

    /// <summary>The settings of the command line that started it.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The text so far, with --text.</summary>
    public string? Text { get; init; }

    /// <summary>The command that goes on with it; null where it is whole.</summary>
    public string? Resume { get; init; }
}

/// <summary>A step of a plan.</summary>
internal sealed record StepReport(string Id, string MainPoint, int Words)
{
    public static IReadOnlyList<StepReport> Of(WritingPlan plan) => [.. plan.Steps.Select(static s => new StepReport(s.Id, s.MainPoint, s.Words))];
}

/// <summary>What <c>runs delete --json</c> prints.</summary>
internal sealed record DeletedReport(IReadOnlyList<string> Deleted);
