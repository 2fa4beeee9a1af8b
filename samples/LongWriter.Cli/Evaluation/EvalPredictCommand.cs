using System.CommandLine;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Evaluation;

/// <summary><c>longwriter eval predict</c>.</summary>
internal sealed class EvalPredictCommand : Command
{
    private readonly Option<string?> _in = new("--in") { Description = "Prompts: JSON Lines with 'prompt', 'type', 'length'. Default: 24 prompts that come with the tool.", HelpName = "FILE" };
    private readonly Option<string> _out = new("--out") { Description = "The JSON Lines file for the answers.", HelpName = "FILE", Required = true };
    private readonly Option<bool> _pipeline = new("--pipeline") { Description = "Plans and writes each answer section by section, instead of one call." };
    private readonly Option<string?> _journal = new("--journal") { Description = "Pipeline: a folder for the journal, with which documents that were interrupted go on too. Default: none.", HelpName = "DIR" };
    private readonly Option<int> _samples = new("--samples") { Description = "Answers to each prompt. Default: 1.", HelpName = "N", DefaultValueFactory = static _ => 1 };
    private readonly Option<int> _inFlight = new("--in-flight") { Description = "Answers at a time. Default: 4.", HelpName = "N", DefaultValueFactory = static _ => 4 };
    private readonly Option<float> _temperature = new("--temperature") { Description = "Single calls: the temperature. Default: 0.5.", HelpName = "X", DefaultValueFactory = static _ => 0.5f };
    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "Single calls: the output cap. Default: 32768.", HelpName = "N", DefaultValueFactory = static _ => 32_768 };
    private readonly Option<long?> _seed = new("--" + CliSettings.Seed) { Description = "Begins the answers' seeds, a seed of its own for each prompt and sample. Default: 0; with --pipeline none. With --provider tiny and --pipeline one seed begins all calls in their order, so the same texts take --in-flight 1.", HelpName = "N" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with the answers that are there; failed ones are asked for again." };
    private readonly Option<bool> _json = EvalFiles.Json();
    private readonly Option[] _provider = [.. ProviderArguments.Make(), .. ProviderArguments.MakeSimulated()];

    public EvalPredictCommand(CliEnvironment environment)
        : base("predict", "Lets a model answer the prompts of a benchmark, with one call each or through the pipeline.")
    {
        foreach (var option in new Option[] { _in, _out, _pipeline, _journal, _samples, _inFlight, _temperature, _maxTokens, _seed, _resume, _json })
            Add(option);
        foreach (var option in _provider)
            Add(option);

        OptionChecks.Range(_samples, static v => v is >= 1 and <= 1_000, "from 1 to 1000");
        OptionChecks.Range(_inFlight, static v => v is >= 1 and <= 1_000, "from 1 to 1000");
        OptionChecks.Range(_temperature, static v => v is >= 0 and <= 10, "from 0 to 10");
        OptionChecks.Range(_maxTokens, static v => v >= 1, "1 or more");
        SetAction((parsed, cancellationToken) => RunAsync(parsed, environment, cancellationToken));
    }

    private Task<int> RunAsync(ParseResult parsed, CliEnvironment environment, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_pipeline))
            OptionChecks.Refuse(parsed, [_temperature, _maxTokens], "is for single calls: with --pipeline each call has its own.");

        return new EvalPredictAction(environment).RunAsync(
            new(parsed.GetValue(_in), parsed.GetRequiredValue(_out), parsed.GetValue(_pipeline), parsed.GetValue(_journal), parsed.GetValue(_json)),
            new()
            {
                Samples = parsed.GetValue(_samples),
                InFlight = parsed.GetValue(_inFlight),
                Temperature = parsed.GetValue(_temperature),
                MaxOutputTokens = parsed.GetValue(_maxTokens),
                Seed = parsed.GetValue(_seed),
                Resume = parsed.GetValue(_resume),
            },
            ProviderArguments.Read([.. _provider, _seed], parsed),
            cancellationToken);
    }
}

/// <summary>The command line of <c>eval predict</c>, read.</summary>
internal sealed record EvalPredictArguments(string? Input, string Output, bool Pipeline, string? Journal, bool Json);
