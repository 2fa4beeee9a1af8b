using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval report</c>.</summary>
internal sealed class EvalReportCommand : Command
{
    private readonly Option<string[]> _in = EvalFiles.InMany("Files of predictions, judged or not; a run each.");
    private readonly Option<string[]> _names = new("--name") { Description = "Names of the runs, one a file. Default: the files' names.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _out = new("--out") { Description = "An .html file: one page that needs nothing else. Or .csv with a row an answer, or .json.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _png = new("--png") { Description = "A folder for the charts as PNG.", HelpName = "DIR" };
    private readonly Option<string> _title = new("--title") { Description = "The page's title. Default: Evaluation.", HelpName = "TEXT", DefaultValueFactory = static _ => "Evaluation" };
    private readonly Option<bool> _json = EvalFiles.Json();

    public EvalReportCommand(CliEnvironment environment)
        : base("report", "One page with figures, charts and all answers of one run or several; or the same as CSV or JSON.")
    {
        foreach (var option in new Option[] { _in, _names, _out, _png, _title, _json })
            Add(option);

        SetAction((parsed, cancellationToken) => RunAsync(parsed, environment, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var files = parsed.GetRequiredValue(_in);
        var output = EvalFiles.Prepare(parsed.GetRequiredValue(_out), ".html", ".csv", ".json")!;
        var names = EvalFiles.Names(files, parsed.GetValue(_names) ?? []);
        var runs = files.Select((file, i) => EvaluationRun.Evaluate(names[i], EvalFiles.ReadPredictions(file, environment), cancellationToken: cancellationToken)).ToList();
        var comparisons = runs.Skip(1).Where(run => RunComparison.CanCompare(runs[0], run)).Select(run => RunComparison.Of(runs[0], run)).ToList();
        var result = new EvalRunsReport([.. runs.Select(EvalRunReport.Of)], comparisons) { NotCompared = [.. runs.Skip(1).Where(run => !RunComparison.CanCompare(runs[0], run)).Select(static r => r.Name)] };
        EvalFiles.Write(output, writer =>
        {
            if (EvalFiles.IsCsv(output))
                EvaluationCsv.Write(runs, writer);
            else if (Path.GetExtension(output).Equals(".json", StringComparison.OrdinalIgnoreCase))
                writer.Write(JsonSerializer.Serialize(result, CliJson.File.EvalRunsReport));
            else
                HtmlReport.Write(runs, writer, comparisons, new() { Title = parsed.GetValue(_title)! });
        });
        IReadOnlyList<string> charts = parsed.GetValue(_png) is { } folder ? EvalCharts.Write(runs, folder) : [];
        var summary = new EvalReportSummary(output, new FileInfo(output).Length, charts, result);
        await environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(summary, CliJson.Line.EvalReportSummary) : summary.ToText());
        return ExitCode.Done;
    }
}

/// <summary>Runs and how they compare, without their texts.</summary>
internal sealed record EvalRunsReport(IReadOnlyList<EvalRunReport> Runs, IReadOnlyList<RunComparison> Comparisons)
{
    /// <summary>Runs that have no prompt in common with the first one.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];
}

/// <summary>A run without its texts.</summary>
internal sealed record EvalRunReport(string Name, int Answers, LengthEvaluation Length, QualityEvaluation? Quality, RulerEvaluation Ruler, RepetitionEvaluation Repetition, IReadOnlyList<BrokenRow> BrokenRows)
{
    public IReadOnlyList<BrokenRow> FaultyRows { get; init; } = [];

    public IReadOnlyList<BrokenRow> ReplacedRows { get; init; } = [];

    public static EvalRunReport Of(EvaluationRun run) => new(run.Name, run.Answers.Count, run.Length, run.Quality, run.Ruler, run.Repetition, run.Broken)
    {
        FaultyRows = run.Faulty,
        ReplacedRows = run.Replaced,
    };
}

/// <summary>What <c>eval report</c> prints.</summary>
internal sealed record EvalReportSummary(string Output, long Bytes, IReadOnlyList<string> Charts, EvalRunsReport Result)
{
    public string ToText() => string.Join('\n',
    [
        $"File    {Output} ({Figures.Number(Bytes)} bytes)",
        .. Result.Runs.SelectMany(static r => EvalRows.Lines(r.Length.Rows).Prepend($"Run     {Printable.Short(r.Name, 60)}: S_l {EvalNumbers.Show(r.Length.Mean)} over {Figures.Count(r.Length.N, "answer")}{(r.Quality is { } q ? $", S_q {EvalNumbers.Show(q.Mean)}" : "")}")),
        .. Result.NotCompared.Select(static n => $"Left    {Printable.Short(n, 60)} is not compared: it has no prompt in common with the first run"),
        .. Charts.Select(static c => $"Chart   {c}"),
    ]);
}
