using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset filter</c>.</summary>
internal sealed class DatasetFilterCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Argument<string> _file = new("FILE") { Description = "JSON Lines in any of the known forms." };
    private readonly Option<string> _out = new("--out") { Description = "The file for the rows that are kept, byte for byte as they stand.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _rejects = new("--rejects") { Description = "A file for the others, each with its reason.", HelpName = "FILE" };
    private readonly Option<string?> _config = new("--config") { Description = "A configuration as of 'dataset build'; its filters count.", HelpName = "FILE" };
    private readonly Option<double?> _score = new("--min-score") { Description = "The least S_l where a length is required. Default: 80.", HelpName = "X" };
    private readonly Option<int?> _words = new("--min-words") { Description = "The least words of a text. Default: 0.", HelpName = "N" };
    private readonly Option<string[]> _without = new("--without") { Description = "Filters that are switched off.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public DatasetFilterCommand(CliEnvironment environment)
        : base("filter", "Keeps the rows in which no filter finds a fault: toxic or scraping instructions, length, refusals, placeholders, unfinished endings, repetition, duplicate sections, drift.")
    {
        _environment = environment;
        Add(_file);
        foreach (var option in new Option[] { _out, _rejects, _config, _score, _words, _without, _json })
            Add(option);

        OptionChecks.Range(_score, static v => v is >= 0 and <= 100, "from 0 to 100");
        OptionChecks.Range(_words, static v => v >= 0, "0 or more");
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, output) = (parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_out));
        DatasetRows.CheckLines("FILE", file);
        var filters = DatasetRows.Configuration(parsed.GetValue(_config)).Filters;
        filters = filters with
        {
            MinLengthScore = parsed.GetValue(_score) ?? filters.MinLengthScore,
            MinWords = parsed.GetValue(_words) ?? filters.MinWords,
            Without = [.. filters.Without, .. parsed.GetValue(_without) ?? []],
        };
        var report = DatasetFiles.Filter(
            file, output, [.. RowFilters.ForInstructions(filters), .. RowFilters.ForTexts(filters)], parsed.GetValue(_rejects), DatasetRows.Options(_environment), cancellationToken);
        await _environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(report, CliJson.Line.DatasetFileReport) : DatasetText.Of(output, report));
        return ExitCode.Done;
    }
}
