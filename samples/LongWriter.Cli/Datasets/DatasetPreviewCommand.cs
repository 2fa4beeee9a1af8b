using System.CommandLine;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset preview</c>.</summary>
internal sealed class DatasetPreviewCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly DatasetArguments _arguments = new();
    private readonly Option<int> _rows = new("--rows") { Description = "Rows to show of each file. Default: 3.", HelpName = "N", DefaultValueFactory = static _ => 3 };
    private readonly Option<string?> _colour = new("--color") { Description = "Whether learned tokens are green or between brackets. Default: green on a terminal." };

    public DatasetPreviewCommand(CliEnvironment environment)
        : base("preview", "Prints the first rows of data as a model sees them, with the learned tokens marked.")
    {
        _environment = environment;
        _arguments.AddTo(this);
        Add(_rows);
        Add(_colour);
        OptionChecks.Range(_rows, static v => v is > 0 and <= 10_000, "from 1 to 10000");
        _colour.AcceptOnlyFromAmong("always", "never");
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var source = _arguments.Read(parsed);
        source = source with { Options = source.Options with { MaxRows = parsed.GetValue(_rows) } };
        var data = source.Read(cancellationToken);
        var colour = parsed.GetValue(_colour) is { } wanted ? wanted == "always" : _environment.ColoursOutput;
        foreach (var sequence in data.Sequences)
            await _environment.Output.WriteLineAsync(LabelPreview.Format(sequence, source.Tokenizer, colour));

        await _environment.Error.WriteLineAsync(DatasetFigures.Rows(data.Report, source.TemplateName));
        return ExitCode.Done;
    }
}
