using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter model quality</c>.</summary>
internal sealed class QualityCommand : Command
{
    private readonly LocalModelArguments _arguments = new();
    private readonly Option<string> _text = new("--text") { Description = "A UTF-8 text of the kind that the model is to write.", HelpName = "FILE", Required = true };
    private readonly Option<string> _formats = new("--weights") { Description = "The formats to hold against fp32. Default: int8,bf16.", HelpName = "W,W", DefaultValueFactory = static _ => "int8,bf16" };
    private readonly Option<int> _tokens = new("--tokens") { Description = "Tokens of the text to take; all where it has fewer. Default: 1024.", HelpName = "N", DefaultValueFactory = static _ => 1024 };
    private readonly Option<int> _window = new("--window") { Description = "The most tokens that are read in one piece. Default: 512, or the model's context where that is less.", HelpName = "N", DefaultValueFactory = static _ => 512 };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public QualityCommand(CliEnvironment environment)
        : base("quality", "Shows what smaller weights cost: logits, perplexity and likeliest tokens on a text, held against fp32.")
    {
        _arguments.AddTo(this, weights: false);
        foreach (var option in new Option[] { _text, _formats, _tokens, _window, _json })
            Add(option);

        OptionChecks.Range(_tokens, static v => v is >= 2 and <= 1_000_000, "from 2 to 1000000");
        OptionChecks.Range(_window, static v => v is >= 2 and <= 1_000_000, "from 2 to 1000000");
        SetAction(async (parsed, cancellationToken) => await new QualityAction(Read(parsed, environment), environment).RunAsync(cancellationToken));
    }

    private QualityArguments Read(ParseResult parsed, CliEnvironment environment)
    {
        WeightFormat[] formats = [.. parsed.GetValue(_formats)!.Split(',', StringSplitOptions.TrimEntries).Select(static name => LocalModelArguments.FormatOf(name)!.Value).Distinct()];
        var source = _arguments.Read(parsed, environment, formats.Contains(WeightFormat.Int8) ? WeightFormat.Int8 : null);
        return new(source, parsed.GetValue(_text)!, formats, parsed.GetValue(_tokens), parsed.GetValue(_window), parsed.GetValue(_json));
    }
}

/// <summary>The command line of <c>model quality</c>, read.</summary>
internal sealed record QualityArguments(LocalModelSource Model, string Text, IReadOnlyList<WeightFormat> Formats, int Tokens, int Window, bool Json);
