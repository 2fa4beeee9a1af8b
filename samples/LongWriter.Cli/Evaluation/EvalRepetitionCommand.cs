using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval repetition</c>.</summary>
internal sealed class EvalRepetitionCommand : Command
{
    private readonly Option<string> _in = EvalFiles.In("Predictions.");
    private readonly Option<string?> _out = new("--out") { Description = "A .json file for the result, or a .csv file with a row an answer.", HelpName = "FILE" };
    private readonly Option<int> _window = new("--window") { Description = "Tokens of the windows over which figures compare. Default: 1000.", HelpName = "N", DefaultValueFactory = static _ => 1_000 };
    private readonly Option<bool> _gate = new("--gate") { Description = "Fails, with exit code 1, where an English answer is above a failing limit, or where there is no English text at all: for a build." };
    private readonly Option<bool> _json = EvalFiles.Json();

    public EvalRepetitionCommand(CliEnvironment environment)
        : base("repetition", "Figures without a judge: repetition, decay, form, plans. They find text collapse and tell models apart; they do not choose between drafts of one model.")
    {
        foreach (var option in new Option[] { _in, _out, _window, _gate, _json })
            Add(option);

        OptionChecks.Range(_window, static v => v >= 100, "100 or more");
        SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(_in),
            EvalFiles.Prepare(parsed.GetValue(_out), ".json", ".csv"),
            new() { WindowTokens = parsed.GetValue(_window) },
            parsed.GetValue(_gate),
            parsed.GetValue(_json),
            environment,
            cancellationToken));
    }

    private static async Task<int> RunAsync(string input, string? output, MeasureOptions options, bool gate, bool json, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var run = EvaluationRun.Evaluate(EvalFiles.Names([input], [])[0], EvalFiles.ReadPredictions(input, environment), options, cancellationToken);
        var report = EvalRepetitionReport.Of(input, run);
        if (output is not null && EvalFiles.IsCsv(output))
            EvalFiles.Write(output, writer => EvaluationCsv.Write([run], writer));
        else if (output is not null)
            EvalFiles.Write(output, writer => writer.Write(JsonSerializer.Serialize(report, CliJson.File.EvalRepetitionReport)));
        await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.EvalRepetitionReport) : report.ToText());
        if (gate && run.Repetition.GateN == 0)
            await environment.Error.WriteLineAsync(Printable.Line($"error: --gate: {input} has no English text, so that nothing could pass the gate."));
        return gate && (run.Repetition.GateFails > 0 || run.Repetition.GateN == 0) ? ExitCode.Failed : ExitCode.Done;
    }
}

/// <summary>What <c>eval repetition</c> prints.</summary>
internal sealed record EvalRepetitionReport(string Input, RepetitionEvaluation Figures, IReadOnlyList<GatedAnswer> Gated, IReadOnlyList<BrokenRow> BrokenRows)
{
    private const int Shown = 20;

    public IReadOnlyList<BrokenRow> FaultyRows { get; init; } = [];

    public static EvalRepetitionReport Of(string input, EvaluationRun run) => new(
        input,
        run.Repetition,
        [
            .. run.Answers.Where(static a => a.Figures.Gate.Outcome != GateOutcome.Pass)
                .OrderByDescending(static a => a.Figures.Gate.Outcome)
                .Select(static a => new GatedAnswer(a.Prediction.Id, a.Prediction.Sample, a.Figures.Gate.Outcome.ToString().ToLowerInvariant(), a.Figures.Gate.IsCalibrated, a.Figures.Gate.Reasons)),
        ],
        run.Broken)
    {
        FaultyRows = run.Faulty,
    };

    public string ToText()
    {
        var text = new StringBuilder();
        text.Append($"Texts   {Cli.Figures.Number(Figures.N)}; gate: {Cli.Figures.Number(Figures.GateFails)} fail, {Cli.Figures.Number(Figures.GateWarns)} warn, {Cli.Figures.Number(Figures.GateN)} in English; {Cli.Figures.Number(Figures.UncalibratedFails)} above uncalibrated limits; Gopher's gate rejects {Cli.Figures.Number(Figures.GopherRejects)}\n");
        text.AppendJoin('\n', EvalRows.Lines(Figures.Rows)).Append('\n');
        text.Append(EvalNumbers.Lines($"Over matched windows of {Cli.Figures.Number(Figures.WindowTokens)} tokens, of {Cli.Figures.Number(Figures.MatchedN)} of {Cli.Figures.Count(Figures.N, "text")}", Figures.Matched, "0.0000"));
        text.Append(EvalNumbers.Lines("Over whole texts; these grow with length", Figures.Whole, "0.0000"));
        text.Append(EvalNumbers.Lines("Plans", Figures.Plan, "0.0000"));
        text.Append(EvalNumbers.Lines("Numbered parts", Figures.Units, "0.0000"));
        if (Figures.UnitsByQuarter.Count > 0)
            text.Append($"Checks that hold, by quarter of the parts: {string.Join(", ", Figures.UnitsByQuarter.Select(static q => q is { } share ? share.ToString("0.0000", CultureInfo.InvariantCulture) : "none"))}\n");
        text.Append(EvalNumbers.Lines("Faults of form", Figures.Integrity.Where(static f => f.Value > 0).ToDictionary(static f => f.Key, static f => (double)f.Value), "0"));
        foreach (var answer in Gated.Take(Shown))
            text.Append($"{answer.Outcome}{(answer.IsCalibrated ? "" : " (uncalibrated)")}: {Printable.Short(answer.Id, 40)}, sample {answer.Sample}: {string.Join(", ", answer.Reasons)}\n");
        if (Gated.Count > Shown)
            text.Append($"and {Cli.Figures.Count(Gated.Count - Shown, "more answer")}\n");
        return text.ToString().TrimEnd();
    }
}

/// <summary>An answer above a limit.</summary>
internal sealed record GatedAnswer(string Id, int Sample, string Outcome, bool IsCalibrated, IReadOnlyList<string> Reasons);
