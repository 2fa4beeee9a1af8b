using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter tokenizer</c>.</summary>
internal sealed class TokenizerCommand : Command
{
    private readonly Option<string[]> _data = new("--data") { Description = "Files to learn from: .txt and .md as they are, others as JSON Lines of rows with 'text' or 'messages'.", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _field = new("--field") { Description = "The field of a row that holds its text. Default: 'text', else the contents of 'messages'.", HelpName = "NAME" };
    private readonly Option<int> _size = new("--vocab-size") { Description = "Tokens in all, special ones and the 256 bytes included.", HelpName = "N", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "The folder for tokenizer.json and tokenizer_config.json.", HelpName = "DIR", Required = true };
    private readonly Option<string[]> _special = new("--special") { Description = "A special token; may be given several times. Default: those of the template, else <|endoftext|>.", HelpName = "T" };
    private readonly Option<string?> _template = new("--template") { Description = "The chat template to write: chatml or llama-3. Its special tokens are added. Default: none.", HelpName = "NAME" };
    private readonly Option<bool> _digits = new("--single-digits") { Description = "Whether each digit is a token of its own. Default: true; else groups of up to three.", HelpName = "true|false", DefaultValueFactory = static _ => true };
    private readonly Option<int> _frequency = new("--min-frequency") { Description = "How often two neighbours stand together at least to become a token. Default: 2.", HelpName = "N", DefaultValueFactory = static _ => 2 };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public TokenizerCommand(CliEnvironment environment)
        : base("tokenizer", "Makes tokenizers for models that are trained from nothing.")
    {
        var train = new Command("train", "Learns a byte-level BPE tokenizer from texts and writes it in Hugging Face's form.");
        foreach (var option in new Option[] { _data, _field, _size, _out, _special, _template, _digits, _frequency, _json })
            train.Add(option);

        train.SetAction((parsed, cancellationToken) => new TokenizerTraining(environment).RunAsync(
            TrainerOptions(parsed), new(parsed.GetRequiredValue(_data), parsed.GetValue(_field)), parsed.GetRequiredValue(_out), parsed.GetValue(_json), cancellationToken));
        Add(train);
    }

    private ByteLevelTokenizerOptions TrainerOptions(ParseResult parsed) => new()
    {
        VocabularySize = parsed.GetValue(_size),
        SpecialTokens = parsed.GetValue(_special) is { Length: > 0 } special ? special : null,
        MinimumFrequency = parsed.GetValue(_frequency),
        SingleDigits = parsed.GetValue(_digits),
        Template = parsed.GetValue(_template),
    };
}
