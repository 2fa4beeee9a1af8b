using System.CommandLine;
using LongWriter.Cli.Models;

namespace LongWriter.Cli.Datasets;

/// <summary>The options of every command that reads data to be trained on.</summary>
internal sealed class DatasetArguments
{
    private readonly Option<string> _model = LocalModelArguments.ModelOption();
    private readonly Option<string[]> _data = new("--data") { Description = "JSON Lines files with conversations: 'messages', 'conversations', or 'instruction' and 'output'.", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<double[]> _weights = new("--weight") { Description = "How often an epoch has each row of a file, one number a file: 2 twice, 0.5 a half that the seed picks. Default: 1.", HelpName = "X", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _template = new("--template") { Description = "The chat template. Default: the one that the model's files are recognised by.", HelpName = "T" };
    private readonly Option<bool> _text = new("--text") { Description = "Rows have a 'text' each, all of which is learned; .txt and .md files are one text." };
    private readonly Option<string?> _overlong = new("--overlong") { Description = "What becomes of rows that are too long: drop, cut, or for texts split. Default: drop, for texts split." };
    private readonly Option<long> _seed = new("--seed") { Description = "Picks and orders rows. Default: 0.", HelpName = "N" };

    public DatasetArguments()
    {
        _template.AcceptOnlyFromAmong([.. ChatTemplates.Names]);
        _overlong.AcceptOnlyFromAmong("drop", "cut", "split");
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _model, _data, _weights, _template, _text, _overlong, _seed })
            command.Add(option);
    }

    /// <exception cref="UsageException">Options that do not go together, or a file that is not there.</exception>
    public DatasetSource Read(ParseResult parsed)
    {
        var files = parsed.GetRequiredValue(_data);
        var weights = parsed.GetValue(_weights) is { Length: > 0 } given ? given : [.. files.Select(static _ => 1.0)];
        if (weights.Length != files.Length)
            throw new UsageException($"--weight has {weights.Length} numbers for {files.Length} files of --data; give one for each.");
        if (files.FirstOrDefault(static file => !File.Exists(file)) is { } missing)
            throw new UsageException($"--data {missing} is no file.");
        if (parsed.GetValue(_text) && parsed.GetValue(_template) is not null)
            throw new UsageException("--text and --template do not go together: a text has no turns.");

        OverlongRows? overlong = parsed.GetValue(_overlong) switch { "cut" => OverlongRows.Cut, "split" => OverlongRows.Split, "drop" => OverlongRows.Drop, _ => null };
        return new(
            parsed.GetRequiredValue(_model),
            [.. files.Zip(weights, static (file, weight) => new TrainingDataFile(file, weight))],
            parsed.GetValue(_template),
            parsed.GetValue(_text),
            new() { Overlong = overlong, Seed = parsed.GetValue(_seed) });
    }
}
