using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval ruler</c>.</summary>
internal sealed class EvalRulerCommand : Command
{
    private readonly Option<string> _in = EvalFiles.In("Predictions of LongWrite-Ruler, or any others.");
    private readonly Option<string?> _out = new("--out") { Description = "A .json file for the result.", HelpName = "FILE" };
    private readonly Option<bool> _json = EvalFiles.Json();

    public EvalRulerCommand(CliEnvironment environment)
        : base("ruler", "Written against required length, refusals counted apart.")
    {
        Add(_in);
        Add(_out);
        Add(_json);
        SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(_in), EvalFiles.Prepare(parsed.GetValue(_out), ".json"), parsed.GetValue(_json), environment));
    }

    private static async Task<int> RunAsync(string input, string? output, bool json, CliEnvironment environment)
    {
        var rows = EvalFiles.ReadPredictions(input, environment);
        var report = new EvalRulerReport(input, RulerEvaluation.Of(rows), rows.Broken) { FaultyRows = rows.Faulty };
        if (output is not null)
            EvalFiles.Write(output, writer => writer.Write(JsonSerializer.Serialize(report, CliJson.File.EvalRulerReport)));
        await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.EvalRulerReport) : report.ToText());
        return ExitCode.Done;
    }
}

/// <summary>What <c>eval ruler</c> prints.</summary>
internal sealed record EvalRulerReport(string Input, [property: JsonIgnore] RulerEvaluation Ruler, IReadOnlyList<BrokenRow> BrokenRows)
{
    public IReadOnlyList<RulerPoint> Points => Ruler.Points;

    public RowCounts Rows => Ruler.Rows;

    public IReadOnlyList<BrokenRow> FaultyRows { get; init; } = [];

    public string ToText() => string.Join('\n',
    [
        $"{"required",9} {"answers",8} {"texts",6} {"median",8} {"mean",8} {"most",8} {"refused",8} {"failed",7} {"empty",6}",
        .. Points.Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.Required,9:N0} {p.N,8} {p.Written,6} {p.Median,8:N0} {p.Mean,8:N0} {p.Most,8:N0} {p.Refused,8} {p.Failed,7} {p.Empty,6}")),
        .. EvalRows.Lines(Rows),
    ]);
}
