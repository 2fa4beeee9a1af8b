using System.CommandLine;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset convert</c>.</summary>
internal sealed class DatasetConvertCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Argument<string> _file = new("FILE") { Description = "JSON Lines in any of the known forms, or Parquet." };
    private readonly Option<string> _out = new("--out") { Description = "The file to write.", HelpName = "FILE", Required = true };
    private readonly Option<string> _to = new("--to") { Description = "The form to write.", Required = true };

    public DatasetConvertCommand(CliEnvironment environment)
        : base("convert", "Writes a data set in another form.")
    {
        _environment = environment;
        Add(_file);
        Add(_out);
        Add(_to);
        _to.AcceptOnlyFromAmong([.. RowSinks.Names, "parquet"]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, output, form) = (parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_out), parsed.GetRequiredValue(_to));
        var rows = DatasetRows.Read("FILE", file, _environment, cancellationToken);
        if (Path.GetFullPath(file) == Path.GetFullPath(output))
            throw new UsageException("--out names the file that is read. Name another one.");

        var sink = form == "parquet" ? ParquetRows.Open(output) : RowSinks.Open(form, output);
        await using var closing = sink;
        var count = await DatasetFiles.ConvertAsync(rows, sink, cancellationToken);
        await _environment.Output.WriteLineAsync($"File {output}\nRows {Figures.Number(count)}");
        return ExitCode.Done;
    }
}
