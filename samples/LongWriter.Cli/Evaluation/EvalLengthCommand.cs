using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval length</c>.</summary>
internal sealed class EvalLengthCommand : Command
{
    private readonly Option<string> _in = EvalFiles.In("Predictions: JSON Lines with 'prompt', 'type', 'length', 'response'.");
    private readonly Option<string?> _out = new("--out") { Description = "A .json file for the result, or a .csv file with a row an answer.", HelpName = "FILE" };
    private readonly Option<bool> _json = EvalFiles.Json();

    public EvalLengthCommand(CliEnvironment environment)
        : base("length", "The length score S_l: mean, by required length, by type and by language.")
    {
        Add(_in);
        Add(_out);
        Add(_json);
        SetAction((parsed, _) => RunAsync(EvalFiles.Check(parsed.GetRequiredValue(_in)), EvalFiles.Prepare(parsed.GetValue(_out), ".json", ".csv"), parsed.GetValue(_json), environment));
    }

    private static async Task<int> RunAsync(string input, string? output, bool json, CliEnvironment environment)
    {
        var (scores, broken, faulty) = LengthEvaluation.Read(input);
        EvalFiles.Tell(input, broken, faulty, environment);
        var report = new EvalLengthReport(input, scores, broken) { FaultyRows = faulty };
        if (output is not null && EvalFiles.IsCsv(output))
            EvalFiles.Write(output, writer => EvaluationCsv.Write([EvaluationRun.Evaluate(EvalFiles.Names([input], [])[0], Prediction.Read(input))], writer));
        else if (output is not null)
            EvalFiles.Write(output, writer => writer.Write(JsonSerializer.Serialize(report, CliJson.File.EvalLengthReport)));
        await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.EvalLengthReport) : report.ToText());
        return ExitCode.Done;
    }
}
