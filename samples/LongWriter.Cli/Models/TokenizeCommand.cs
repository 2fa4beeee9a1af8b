using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter tokenize</c>.</summary>
internal sealed class TokenizeCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Option<string> _model = LocalModelArguments.ModelOption();
    private readonly Option<bool> _decode = new("--decode") { Description = "The other way: a JSON array of token ids becomes text." };
    private readonly Option<bool> _special = new("--special") { Description = "Lets the texts of special tokens be those tokens, both ways. By default they are text like any other, and left out of what is decoded." };

    public TokenizeCommand(CliEnvironment environment)
        : base("tokenize", "Turns the text on standard input into a JSON array of a model's token ids, or ids into text.")
    {
        _environment = environment;
        foreach (var option in new Option[] { _model, _decode, _special })
            Add(option);

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var tokenizer = ModelTokenizers.Load(parsed.GetValue(_model)!);
        var input = await _environment.Input.ReadToEndAsync(cancellationToken);
        if (parsed.GetValue(_decode))
            await _environment.Output.WriteAsync(tokenizer.Decode(TokenIds.Parse(input, "Standard input", tokenizer.VocabularySize), !parsed.GetValue(_special)));
        else
            await _environment.Output.WriteLineAsync(JsonSerializer.Serialize([.. tokenizer.Encode(input, parsed.GetValue(_special))], CliJson.Line.Int32Array));

        return ExitCode.Done;
    }
}
