using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval compare</c>.</summary>
internal sealed class EvalCompareCommand : Command
{
    private readonly Option<string[]> _in = EvalFiles.InMany("Two or more files of predictions over the same prompts; the others are held against the first.");
    private readonly Option<string[]> _names = new("--name") { Description = "Names of the runs, one a file. Default: the files' names.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _out = new("--out") { Description = "A .json file for the result.", HelpName = "FILE" };
    private readonly Option<bool> _pairwise = new("--judge") { Description = "Also asks a judge (--provider, --model) which of two answers is better, in both orders." };
    private readonly Option<string?> _judgements = new("--judgements") { Description = "With --judge: a JSON Lines file that keeps each verdict as soon as it is there.", HelpName = "FILE" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with the verdicts that are there; pairs without a usable one are judged again." };
    private readonly JudgeArguments _judge = new();
    private readonly Option<bool> _json = EvalFiles.Json();

    public EvalCompareCommand(CliEnvironment environment)
        : base("compare", "Holds runs against each other, prompt by prompt, and says what can be told from chance.")
    {
        foreach (var option in new Option[] { _in, _names, _out, _pairwise, _judgements, _resume, _json })
            Add(option);

        _judge.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, environment, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var files = parsed.GetRequiredValue(_in);
        var output = EvalFiles.Prepare(parsed.GetValue(_out), ".json");
        if (files.Length < 2)
            throw new UsageException("--in needs two files or more to compare.");

        if (!parsed.GetValue(_pairwise))
            _judge.RefuseWithoutJudge(parsed);
        var judgements = Judgements(parsed);
        var names = EvalFiles.Names(files, parsed.GetValue(_names) ?? []);
        var runs = files.Select((file, i) => EvaluationRun.Evaluate(names[i], EvalFiles.ReadPredictions(file, environment), cancellationToken: cancellationToken)).ToList();
        var options = _judge.Read(parsed);
        var watch = new EvalWatch(environment);
        var settings = parsed.GetValue(_pairwise) ? await Providers.ResolveAsync(_judge.Provider(parsed), environment, cancellationToken) : null;
        await using var provider = settings is null ? null : JudgeArguments.Serve(settings, watch, environment);
        var judge = provider is null ? null : new PairwiseJudge(
            JudgeArguments.ClientOf(provider),
            // The comparisons of one command share the file, so that all but the first find verdicts in it.
            options with { OnNotice = notice => watch.Say(notice.Message), JudgeSettings = JudgeArguments.Describe(settings!), Resume = true },
            environment.TimeProvider);
        if (judgements is null)
            return await CompareAsync();
        return await watch.RunAsync(CompareAsync);

        async Task<int> CompareAsync()
        {
            var comparisons = new List<RunComparison>();
            foreach (var run in runs.Skip(1))
            {
                var verdicts = judge is null ? null
                    : judgements is null ? await judge.CompareAsync(Predictions(runs[0]), Predictions(run), cancellationToken)
                    : await judge.CompareAsync(Predictions(runs[0]), Predictions(run), judgements, cancellationToken);
                comparisons.Add(RunComparison.Of(runs[0], run, verdicts, options.Seed));
            }

            var report = new EvalCompareReport(comparisons) { Runs = [.. runs.Select(EvalRows.Of)] };
            if (output is not null)
                EvalFiles.Write(output, writer => writer.Write(JsonSerializer.Serialize(report, CliJson.File.EvalCompareReport)));
            await environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(report, CliJson.Line.EvalCompareReport) : report.ToText());
            return ExitCode.Done;
        }
    }

    private string? Judgements(ParseResult parsed)
    {
        var path = parsed.GetValue(_judgements);
        if (path is null && parsed.GetValue(_resume))
            throw new UsageException("--resume goes on with the file of --judgements; name it.");
        if (path is null)
            return null;
        if (!parsed.GetValue(_pairwise))
            throw new UsageException("--judgements keeps what a judge says; ask one with --judge.");
        if (string.IsNullOrWhiteSpace(path) || Directory.Exists(path))
            throw new UsageException("--judgements names no file.");
        if (!parsed.GetValue(_resume) && File.Exists(path) && new FileInfo(path).Length > 0)
            throw new UsageException($"{path} holds the verdicts of an earlier comparison. --resume goes on with them; or name another --judgements.");
        return path;
    }

    private static IReadOnlyList<Prediction> Predictions(EvaluationRun run) => [.. run.Answers.Select(static a => a.Prediction)];
}

/// <summary>What <c>eval compare</c> prints.</summary>
internal sealed record EvalCompareReport(IReadOnlyList<RunComparison> Comparisons)
{
    private const int MostFaults = 5;

    public IReadOnlyList<EvalRows> Runs { get; init; } = [];

    public string ToText() => string.Join("\n\n", Comparisons.Select(Words).Append(string.Join('\n', Runs.Select(static r => r.ToText()))));

    private static string Words(RunComparison c) => string.Join('\n',
    [
        Printable.Line($"{c.Second} against {c.First}"),
        .. c.Differences.Select(static d => string.Create(CultureInfo.InvariantCulture, $"  {Printable.Line(d.Words)}{(d.N == 0 ? "" : d.HigherIsBetter is null ? $" {d.Wins} more, {d.Losses} less, {d.Ties} equal." : $" {d.Wins} wins, {d.Losses} losses, {d.Ties} ties.")}")),
        .. c.Pairwise is { } p ? new[] { $"  Side by side, both orders: {Printable.Line(p.Words)}" } : [],
        .. c.Pairwise?.Judges.Select(static j => $"  Judge: {Printable.Short(j, 200)}") ?? [],
        .. c.Pairwise?.Faults.Take(MostFaults).Select(static f => $"  No verdict: {Printable.Line(f)}") ?? [],
        .. c.OnlyFirst + c.OnlySecond > 0 ? new[] { $"  Left out: {c.OnlyFirst} prompts that only the first run answered, {c.OnlySecond} that only the second did." } : [],
    ]);
}
