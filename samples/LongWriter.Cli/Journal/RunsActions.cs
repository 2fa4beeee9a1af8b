using System.Globalization;
using System.Text.Json;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Journal;

/// <summary>What the commands on a folder of runs do.</summary>
internal sealed class RunsActions(CliEnvironment environment, string folder, bool json)
{
    private const int InstructionWidth = 60;

    private readonly FileJournalStore _store = string.IsNullOrWhiteSpace(folder) ? throw new UsageException("--journal names no folder.") : new(folder);

    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        var lines = new List<RunLine>();
        await foreach (var id in _store.ListAsync(cancellationToken))
            lines.Add(await ReadLineAsync(id, cancellationToken));

        if (json)
        {
            await environment.Output.WriteLineAsync(JsonSerializer.Serialize(new RunListReport(lines), CliJson.Line.RunListReport));
            return ExitCode.Done;
        }

        if (lines.Count == 0)
            await environment.Error.WriteLineAsync($"There are no runs in {folder}.");

        var width = lines.Select(static l => l.RunId.Length).DefaultIfEmpty(0).Max();
        foreach (var line in lines)
            await environment.Output.WriteLineAsync(Text(line, width));

        return ExitCode.Done;
    }

    public async Task<int> ShowAsync(string runId, bool withText, CancellationToken cancellationToken)
    {
        var run = await _store.ReadRunAsync(runId, cancellationToken);
        var output = environment.Output;
        if (json)
            await output.WriteLineAsync(JsonSerializer.Serialize(Report(run, withText), CliJson.Line.RunReport));
        else if (withText)
            await output.WriteLineAsync(run.Text);
        else
            await output.WriteLineAsync(RunCard.Render(run, ResumeOf(run)));

        return ExitCode.Done;
    }

    public async Task<int> DeleteAsync(string[] runIds, CancellationToken cancellationToken)
    {
        var deleted = new List<string>();
        var missing = new List<string>();
        foreach (var id in runIds.Distinct(StringComparer.Ordinal))
            (await _store.DeleteAsync(id, cancellationToken) ? deleted : missing).Add(id);

        if (json)
            await environment.Output.WriteLineAsync(JsonSerializer.Serialize(new DeletedReport(deleted), CliJson.Line.DeletedReport));
        else
            deleted.ForEach(id => environment.Output.WriteLine($"Deleted {id}."));

        missing.ForEach(id => environment.Error.WriteLine($"error: There is no run '{id}' in {folder}."));
        return missing.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<RunLine> ReadLineAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return RunLine.Of(await _store.ReadRunAsync(id, cancellationToken));
        }
        catch (LongWriterException exception) when (exception.Error is LongWriterError.JournalDamaged or LongWriterError.RunNotFound or LongWriterError.JournalUnavailable)
        {
            return new RunLine(id, "unreadable") { Error = exception.Message };
        }
    }

    private static string Text(RunLine line, int width)
    {
        var id = line.RunId.PadRight(width);
        if (line.Error is { } error)
            return $"{id}  unreadable  {Printable.Short(error, 2 * InstructionWidth)}";

        var sections = line.SectionsPlanned is { } planned ? $"{line.SectionsWritten}/{planned} sections" : "no plan";
        var words = line.RequiredLength is { } required ? $"{Figures.Number(line.Length)}/{Figures.Number(required)} words" : "";
        var started = line.StartedAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{id}  {line.Status,-9}  {started}  {sections,-14}  {words,-20}  {Printable.Short(line.Instruction!, InstructionWidth)}";
    }

    private RunReport Report(WritingRun run, bool withText) => new(run.Id, WriteReports.Name(run.Progress))
    {
        StartedAt = run.StartedAt,
        Instruction = run.Request.Instruction,
        Title = run.Request.Title,
        Language = run.Language,
        RequiredLength = run.Length?.Words ?? run.Request.Length?.Words,
        Length = run.Words,
        LengthScore = RunCard.ScoreOf(run) is { } score ? Math.Round(score, 2) : null,
        Counter = run.Counter,
        Plan = run.Plan is { } plan ? StepReport.Of(plan) : null,
        Sections = SectionReport.Of(run.Sections),
        Usage = UsageReport.Of(run.Usage),
        ElapsedSeconds = Math.Round(run.Elapsed.TotalSeconds, 3),
        Settings = CliSettings.FromMetadata(run.Request.Metadata).Values,
        Text = withText ? run.Text : null,
        Resume = ResumeOf(run),
    };

    private string? ResumeOf(WritingRun run) => run.Progress == RunProgress.Completed ? null : ResumeCommand.For(run.Id, folder);
}
