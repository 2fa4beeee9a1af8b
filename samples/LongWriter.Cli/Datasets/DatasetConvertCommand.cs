using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset convert</c>.</summary>
internal sealed class DatasetConvertCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Argument<string> _file = new("FILE") { Description = "JSON Lines in any of the known forms, or Parquet." };
    private readonly Option<string> _out = new("--out") { Description = "The file to write.", HelpName = "FILE", Required = true };
    private readonly Option<string> _to = new("--to") { Description = "The form to write.", Required = true };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public DatasetConvertCommand(CliEnvironment environment)
        : base("convert", $"Writes a data set in another form. Rows that it has no place for, such as conversations of several questions, are told and left out; the exit code is {ExitCode.Incomplete} then.")
    {
        _environment = environment;
        Add(_file);
        Add(_out);
        Add(_to);
        Add(_json);
        _to.AcceptOnlyFromAmong([.. RowSinks.Names, "parquet"]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, output, form) = (parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_out), parsed.GetRequiredValue(_to));
        var faults = 0L;
        var rows = DatasetRows.Read("FILE", file, _environment, cancellationToken, _ => faults++);
        if (Path.GetFullPath(file) == Path.GetFullPath(output))
            throw new UsageException("--out names the file that is read. Name another one.");

        var sink = form == "parquet" ? ParquetRows.Open(output) : RowSinks.Open(form, output);
        await using var closing = sink;
        var report = await DatasetFiles.ConvertAsync(rows, sink, DatasetRows.LeftOut(_environment), cancellationToken) with { Faults = faults };
        await _environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(report, CliJson.Line.DatasetFileReport) : DatasetText.Of(output, report));
        var missing = report.Rows - report.Kept + report.Faults;
        if (missing == 0)
            return ExitCode.Done;

        await _environment.Error.WriteLineAsync($"{Figures.Count(missing, "row")} of {file} left out of {output}.");
        return ExitCode.Incomplete;
    }
}
