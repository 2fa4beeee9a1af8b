using System.Text.Json;
using LongWriter.Cli.Journal;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Exports;

/// <summary>The document with everything that is known about it.</summary>
internal static class JsonExport
{
    public static string Render(WritingDocument document) => JsonSerializer.Serialize(
        new ExportedDocument(document.RunId)
        {
            Title = document.Request.Title,
            Instruction = document.Request.Instruction,
            Language = document.Request.Language,
            RequiredLength = document.RequiredLength.Words,
            Length = document.Words,
            LengthScore = Math.Round(document.LengthScore, 2),
            Outcome = WriteReports.Name(document.Outcome),
            Counter = document.Counter,
            Usage = UsageReport.Of(document.Usage),
            ElapsedSeconds = Math.Round(document.Elapsed.TotalSeconds, 3),
            Plan = StepReport.Of(document.Plan),
            Sections = [.. document.Sections.Select(static s => new ExportedSection(s.Index, s.StepId, s.Asked, s.Written, s.Text))],
            Text = document.Text,
        },
        CliJson.File.ExportedDocument) + "\n";
}

/// <summary>A document as a .json file.</summary>
internal sealed record ExportedDocument(string RunId)
{
    public string? Title { get; init; }

    public required string Instruction { get; init; }

    public string? Language { get; init; }

    public int RequiredLength { get; init; }

    public int Length { get; init; }

    public double LengthScore { get; init; }

    public required string Outcome { get; init; }

    public required string Counter { get; init; }

    public required UsageReport Usage { get; init; }

    public double ElapsedSeconds { get; init; }

    public required IReadOnlyList<StepReport> Plan { get; init; }

    public required IReadOnlyList<ExportedSection> Sections { get; init; }

    /// <summary>The document's text: the sections, separated by blank lines.</summary>
    public required string Text { get; init; }
}

/// <summary>A section of a .json file.</summary>
internal sealed record ExportedSection(int Index, string StepId, int Asked, int Written, string Text);
