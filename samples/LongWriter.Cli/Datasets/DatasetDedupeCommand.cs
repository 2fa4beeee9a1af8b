using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset dedupe</c>.</summary>
internal sealed class DatasetDedupeCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Argument<string> _file = new("FILE") { Description = "JSON Lines in any of the known forms." };
    private readonly Option<string> _out = new("--out") { Description = "The file for the rows that are kept, byte for byte as they stand.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _rejects = new("--rejects") { Description = "A file for the others, each with the line that it repeats.", HelpName = "FILE" };
    private readonly Option<string> _by = new("--by") { Description = "What is compared. Default: prompt.", DefaultValueFactory = static _ => "prompt" };
    private readonly Option<double> _threshold = new("--threshold") { Description = "The Jaccard similarity of word triples from which on two are the same. Default: 0.775.", HelpName = "X", DefaultValueFactory = static _ => 0.775 };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public DatasetDedupeCommand(CliEnvironment environment)
        : base("dedupe", "Keeps the first of rows that are nearly the same.")
    {
        _environment = environment;
        Add(_file);
        foreach (var option in new Option[] { _out, _rejects, _by, _threshold, _json })
            Add(option);

        _by.AcceptOnlyFromAmong("prompt", "text");
        OptionChecks.Range(_threshold, static v => v is > 0 and <= 1, "more than 0 and at most 1");
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, output) = (parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_out));
        DatasetRows.CheckLines("FILE", file);
        var report = DatasetFiles.Deduplicate(
            file, output, parsed.GetValue(_by) == "text" ? DuplicateKey.Text : DuplicateKey.Prompt, new() { Threshold = parsed.GetValue(_threshold) },
            parsed.GetValue(_rejects), DatasetRows.Options(_environment), cancellationToken);
        await _environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(report, CliJson.Line.DatasetFileReport) : DatasetText.Of(output, report));
        return ExitCode.Done;
    }
}
