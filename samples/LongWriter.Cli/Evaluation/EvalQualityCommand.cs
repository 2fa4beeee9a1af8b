using System.CommandLine;
using System.Text.Json;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval quality</c>.</summary>
internal sealed class EvalQualityCommand : Command
{
    private readonly Option<string> _in = EvalFiles.In("Predictions.");
    private readonly Option<string> _out = new("--out") { Description = "The JSON Lines file for the judged answers.", HelpName = "FILE", Required = true };
    private readonly JudgeArguments _judge = new();
    private readonly Option<int> _votes = new("--votes") { Description = "Votes for an answer. Default: 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with the votes that are there; answers without a usable one are judged again." };
    private readonly Option<bool> _json = EvalFiles.Json();

    public EvalQualityCommand(CliEnvironment environment)
        : base("quality", "Asks a model, the judge, how good answers are: six dimensions, S_q. --provider and --model name the judge.")
    {
        foreach (var option in new Option[] { _in, _out, _votes, _resume, _json })
            Add(option);

        _judge.AddTo(this);
        OptionChecks.Range(_votes, static v => v is >= 1 and <= 100, "from 1 to 100");
        SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(_in),
            parsed.GetRequiredValue(_out),
            _judge.Read(parsed) with { Votes = parsed.GetValue(_votes), Resume = parsed.GetValue(_resume) },
            _judge.Provider(parsed),
            parsed.GetValue(_json),
            environment,
            cancellationToken));
    }

    private static async Task<int> RunAsync(string input, string output, QualityJudgeOptions options, CliSettings given, bool json, CliEnvironment environment, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(output) || Directory.Exists(output))
            throw new UsageException("--out names no file.");
        if (!options.Resume && File.Exists(output) && new FileInfo(output).Length > 0)
            throw new UsageException($"{output} holds the votes of an earlier run. --resume goes on with them; or name another --out.");

        var rows = EvalFiles.ReadPredictions(input, environment);
        var watch = new EvalWatch(environment);
        var settings = await Providers.ResolveAsync(given, environment, cancellationToken);
        await using var provider = JudgeArguments.Serve(settings, watch, environment);
        var judge = new QualityJudge(
            JudgeArguments.ClientOf(provider),
            options with { OnNotice = notice => watch.Say(notice.Message), JudgeSettings = JudgeArguments.Describe(settings) },
            environment.TimeProvider);
        return await watch.RunAsync(async () =>
        {
            var judged = await judge.JudgeAsync(rows, output, watch, cancellationToken);
            var report = EvalQualityReport.Of(output, QualityEvaluation.Of(rows with { Rows = judged }), rows);
            await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.EvalQualityReport) : report.ToText());
        });
    }
}

/// <summary>What <c>eval quality</c> prints.</summary>
internal sealed record EvalQualityReport(string Output, double? Mean, int N)
{
    public double? Overall { get; init; }

    public int OverallN { get; init; }

    public double? OverallLength { get; init; }

    public double? OverallQuality { get; init; }

    public IReadOnlyDictionary<string, double> ByDimension { get; init; } = new Dictionary<string, double>();

    public int Votes { get; init; }

    public int FailedVotes { get; init; }

    public int Unjudged { get; init; }

    public double? VoteDeviation { get; init; }

    public IReadOnlyList<string> Judges { get; init; } = [];

    public IReadOnlyList<BrokenRow> BrokenRows { get; init; } = [];

    public IReadOnlyList<BrokenRow> FaultyRows { get; init; } = [];

    public RowCounts? Rows { get; init; }

    public static EvalQualityReport Of(string output, QualityEvaluation? quality, EvaluationRows<Prediction> rows) => new(output, EvalNumbers.Round(quality?.Mean), quality?.N ?? 0)
    {
        Overall = EvalNumbers.Round(quality?.Overall),
        OverallN = quality?.OverallN ?? 0,
        OverallLength = EvalNumbers.Round(quality?.OverallLength),
        OverallQuality = EvalNumbers.Round(quality?.OverallQuality),
        ByDimension = quality is null ? new Dictionary<string, double>() : EvalNumbers.Round(quality.ByDimension),
        Votes = quality?.Votes ?? 0,
        FailedVotes = quality?.FailedVotes ?? 0,
        Unjudged = quality?.Unjudged ?? 0,
        VoteDeviation = EvalNumbers.Round(quality?.VoteDeviation),
        Judges = quality?.Judges ?? [],
        Rows = quality?.Rows,
        BrokenRows = rows.Broken,
        FaultyRows = rows.Faulty,
    };

    public string ToText() => string.Join('\n', new[]
    {
        $"File    {Output}",
        $"S_q     {EvalNumbers.Show(Mean)} over {Figures.Count(N, "answer")}",
        OverallN == 0 ? "" : $"S-bar   {EvalNumbers.Show(Overall)} over the {Figures.Count(OverallN, "answer")} with both: S_l {EvalNumbers.Show(OverallLength)}, S_q {EvalNumbers.Show(OverallQuality)}",
        $"Votes   {Figures.Number(Votes)} used, {Figures.Number(FailedVotes)} not usable; {Figures.Count(Unjudged, "answer")} without any{(VoteDeviation is { } d ? $"; they differ by {Figures.Score(d)} points" : "")}",
        Rows is null ? "" : string.Join('\n', EvalRows.Lines(Rows)),
        EvalNumbers.Lines("By dimension, 0 to 100", ByDimension).TrimEnd(),
        string.Join('\n', Judges.Select(static j => $"Judge   {Printable.Short(j, 200)}")),
    }.Where(static line => line.Length > 0));
}
