using System.CommandLine;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset pairs</c>.</summary>
internal sealed class DatasetPairsCommand : Command
{
    private readonly Option<string> _data = new("--data") { Description = "JSON Lines with 'prompt', or 'instruction' and 'input'; and 'length' in words where the prompt states none.", HelpName = "FILE", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "The JSON Lines file for the pairs. Samples are kept beside it, in FILE.samples.jsonl.", HelpName = "FILE", Required = true };
    private readonly Option<int> _samples = new("--samples") { Description = "Answers drawn for an instruction. Default: 4.", HelpName = "N", DefaultValueFactory = static _ => 4 };
    private readonly Option<int> _inFlight = new("--in-flight") { Description = "Answers drawn at a time. Default: 4.", HelpName = "N", DefaultValueFactory = static _ => 4 };
    private readonly Option<float> _temperature = new("--temperature") { Description = "The temperature. Default: 0.8.", HelpName = "X", DefaultValueFactory = static _ => 0.8f };
    private readonly Option<float?> _topP = new("--top-p") { Description = "The share of probability that tokens are drawn from. Default: the provider's.", HelpName = "X" };
    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "The output cap; an answer that reaches it is never chosen. Default: 32768.", HelpName = "N", DefaultValueFactory = static _ => 32_768 };
    private readonly Option<double> _margin = new("--min-margin") { Description = "How far the rejected answer's score has to be below the chosen one's, 0 to 100. Default: 0; equal ones are no pair.", HelpName = "X" };
    private readonly Option<long> _seed = new("--seed") { Description = "Begins the samples' seeds and picks the rejected answers. Default: 0.", HelpName = "N" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with the samples that are there." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object at the end." };
    private readonly Option[] _provider = [.. ProviderArguments.Make(), .. ProviderArguments.MakeSimulated()];

    public DatasetPairsCommand(CliEnvironment environment)
        : base("pairs", "Lets a model answer each instruction several times, and makes pairs of a better and a worse answer by their length.")
    {
        foreach (var option in new Option[] { _data, _out, _samples, _inFlight, _temperature, _topP, _maxTokens, _margin, _seed, _resume, _json })
            Add(option);
        foreach (var option in _provider)
            Add(option);

        OptionChecks.Range(_samples, static v => v is >= 2 and <= 1_000, "from 2 to 1000");
        OptionChecks.Range(_inFlight, static v => v is >= 1 and <= 1_000, "from 1 to 1000");
        OptionChecks.Range(_temperature, static v => v is >= 0 and <= 10, "from 0 to 10");
        OptionChecks.Range(_topP, static v => v is > 0 and <= 1, "more than 0 and at most 1");
        OptionChecks.Range(_maxTokens, static v => v >= 1, "1 or more");
        OptionChecks.Range(_margin, static v => v is >= 0 and <= 100, "from 0 to 100");
        SetAction((parsed, cancellationToken) => new DatasetPairsAction(environment).RunAsync(
            parsed.GetRequiredValue(_data), parsed.GetRequiredValue(_out), Read(parsed), ProviderArguments.Read(_provider, parsed), parsed.GetValue(_json), cancellationToken));
    }

    private PreferencePairOptions Read(ParseResult parsed) => new()
    {
        Samples = parsed.GetValue(_samples),
        SamplesInFlight = parsed.GetValue(_inFlight),
        Temperature = parsed.GetValue(_temperature),
        TopP = parsed.GetValue(_topP),
        MaxOutputTokens = parsed.GetValue(_maxTokens),
        MinMargin = parsed.GetValue(_margin),
        Seed = parsed.GetValue(_seed),
        Resume = parsed.GetValue(_resume),
    };
}
