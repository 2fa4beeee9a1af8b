using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter generate</c>.</summary>
internal sealed class GenerateCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly LocalModelArguments _arguments = new();
    private readonly Option<string?> _prompt = new("--prompt") { Description = "The prompt: a user's message, or with --raw the beginning of a text; '-' reads it from standard input.", HelpName = "TEXT" };
    private readonly Option<string?> _promptIds = new("--prompt-ids") { Description = "The prompt as token ids, taken as they are.", HelpName = "1,2,3" };
    private readonly Option<bool> _raw = new("--raw") { Description = "Goes on with the prompt as plain text, without the model's chat form." };
    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "The most tokens to write. Default: 256.", HelpName = "N", DefaultValueFactory = static _ => 256 };
    private readonly Option<double?> _temperature = new("--temperature") { Description = "0 takes the likeliest token always. Default: the model's own.", HelpName = "X" };
    private readonly Option<long?> _seed = new("--seed") { Description = "The seed of what is drawn. Default: 0.", HelpName = "S" };
    private readonly Option<string?> _template = new("--template") { Description = "The chat form. Default: the model's own.", HelpName = "NAME" };
    private readonly Option<string?> _tokensOut = new("--tokens-out") { Description = "Writes the generated token ids as a JSON array.", HelpName = "FILE" };
    private readonly Option<string?> _logitsOut = new("--logits-out") { Description = "Writes the logits of every prompt position: safetensors, tensor 'logits' [T, V], fp32.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object with text, tokens, finish reason and usage instead of the text." };

    public GenerateCommand(CliEnvironment environment)
        : base("generate", "Lets a model in this process write on from a prompt, without a plan.")
    {
        _environment = environment;
        _arguments.AddTo(this);
        foreach (var option in new Option[] { _prompt, _promptIds, _raw, _maxTokens, _temperature, _seed, _template, _tokensOut, _logitsOut, _json })
            Add(option);

        OptionChecks.Range(_maxTokens, static v => v >= 0, "zero or more");
        OptionChecks.Range(_temperature, static v => v is >= 0 and <= 100, "from 0 to 100");
        Validators.Add(result =>
        {
            if (result.GetResult(_prompt) is null == result.GetResult(_promptIds) is null)
                result.AddError("Give the prompt either with --prompt or with --prompt-ids.");
        });
        SetAction(async (parsed, cancellationToken) => await new GenerateAction(Read(parsed), _environment).RunAsync(cancellationToken));
    }

    private GenerateArguments Read(ParseResult parsed) => new(_arguments.Read(parsed, _environment))
    {
        Prompt = parsed.GetValue(_prompt),
        PromptIds = parsed.GetValue(_promptIds),
        Raw = parsed.GetValue(_raw),
        MaxTokens = parsed.GetValue(_maxTokens),
        Temperature = parsed.GetValue(_temperature),
        Seed = parsed.GetValue(_seed),
        Template = parsed.GetValue(_template),
        TokensOut = parsed.GetValue(_tokensOut),
        LogitsOut = parsed.GetValue(_logitsOut),
        Json = parsed.GetValue(_json),
    };
}

/// <summary>The command line of <c>generate</c>, read.</summary>
internal sealed record GenerateArguments(LocalModelSource Model)
{
    public string? Prompt { get; init; }

    public string? PromptIds { get; init; }

    public bool Raw { get; init; }

    public int MaxTokens { get; init; }

    public double? Temperature { get; init; }

    public long? Seed { get; init; }

    public string? Template { get; init; }

    public string? TokensOut { get; init; }

    public string? LogitsOut { get; init; }

    public bool Json { get; init; }
}
