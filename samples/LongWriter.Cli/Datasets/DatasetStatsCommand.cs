using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset stats</c>.</summary>
internal sealed class DatasetStatsCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Argument<string> _file = new("FILE") { Description = "JSON Lines in any of the known forms." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public DatasetStatsCommand(CliEnvironment environment)
        : base("stats", "Counts a data set: rows, words, lengths, S_l, languages. One pass, in a few megabytes whatever the file's size.")
    {
        _environment = environment;
        Add(_file);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(_file);
        DatasetRows.CheckLines("FILE", file);
        var statistics = DatasetStatistics.Read(file, DatasetRows.Options(_environment), cancellationToken);
        await _environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(statistics, CliJson.Line.DatasetStatistics) : DatasetText.Of(file, statistics));
        return ExitCode.Done;
    }
}
