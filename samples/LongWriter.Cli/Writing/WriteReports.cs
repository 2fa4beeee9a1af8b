using System.Text.Json;

namespace LongWriter.Cli.Writing;

/// <summary>Makes the report of a run that ended, and of one that did not.</summary>
internal static class WriteReports
{
    public static WriteReport Of(WritingDocument document, string? output, string? plan, string? resume)
    {
        var whole = document.Status == WritingStatus.Completed;
        return new WriteReport(document.RunId, Name(document.Status))
        {
            RequiredLength = document.RequiredLength.Words,
            Length = document.Words,
            LengthScore = whole ? Math.Round(document.LengthScore, 2) : null,
            Outcome = whole ? Name(document.Outcome) : null,
            Counter = document.Counter,
            Sections = SectionReport.Of(document.Sections),
            Usage = UsageReport.Of(document.Usage),
            ElapsedSeconds = Math.Round(document.Elapsed.TotalSeconds, 3),
            Output = output,
            Plan = plan,
            Resume = resume,
        };
    }

    /// <param name="runId">The run's id.</param>
    /// <param name="run">What its journal holds; null where it has none.</param>
    /// <param name="error">What went wrong; null where the run was stopped.</param>
    /// <param name="resume">The command that goes on.</param>
    public static WriteReport Of(string runId, WritingRun? run, ErrorReport? error, string? resume) => new(runId, error is null ? "interrupted" : "failed")
    {
        RequiredLength = run?.Length?.Words,
        Length = run?.Words ?? 0,
        Counter = run?.Counter,
        Sections = SectionReport.Of(run?.Sections ?? []),
        Usage = UsageReport.Of(run?.Usage ?? new()),
        ElapsedSeconds = Math.Round(run?.Elapsed.TotalSeconds ?? 0, 3),
        Error = error,
        Resume = resume,
    };

    public static string ToJson(WriteReport report) => JsonSerializer.Serialize(report, CliJson.Line.WriteReport);

    /// <summary>The name of an enum value as JSON has it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
