using System.CommandLine;
using LongWriter.Cli.Models;

namespace LongWriter.Cli.Writing;

/// <summary>The options that say who writes; the same for every command that asks a model.</summary>
internal static class ProviderArguments
{
    public static Option[] Make()
    {
        var endpoint = new Option<string?>("--" + CliSettings.Endpoint) { Description = "The server. Default: OPENAI_BASE_URL, else the provider's own.", HelpName = "URL" };
        OptionChecks.Check(endpoint, Providers.EndpointFault);
        return
        [
            Choice(CliSettings.Provider, "Who writes. Default: openai where OPENAI_API_KEY or OPENAI_BASE_URL is set, else ollama. tiny comes with the tool and needs nothing: simple English about an invented village.", Providers.Names),
            endpoint,
            new Option<string?>("--" + CliSettings.Model) { Description = "The model. Default: OPENAI_MODEL, else gpt-4.1-mini; with ollama the first one it has that writes texts; with local its folder.", HelpName = "M" },
            Choice(CliSettings.Decoder, "Local model: what computes. Default: managed.", LocalModelArguments.Managed, LocalModelArguments.TorchSharp),
            Choice(CliSettings.Weights, "Local model: how weights are held. Default: bf16.", LocalModelArguments.WeightNames),
            LocalModelArguments.CacheOption(),
            LocalModelArguments.LibtorchOption(),
        ];
    }

    /// <summary>The settings of the simulated writer.</summary>
    public static Option[] MakeSimulated() =>
    [
        Number<double>(CliSettings.SimBias, "Simulated writer: words written for a word asked. Default: 1.", static v => v is > 0 and <= 100, "more than 0 and at most 100"),
        Number<double>(CliSettings.SimNoise, "Simulated writer: standard deviation of the length, as a share. Default: 0.", static v => v is >= 0 and <= 10, "from 0 to 10"),
        Number<int>(CliSettings.SimLatency, "Simulated writer: milliseconds for every five words. Default: 0.", static v => v is >= 0 and <= 60_000, "from 0 to 60000"),
    ];

    /// <summary>Those of the options that were given.</summary>
    public static CliSettings Read(IEnumerable<Option> options, ParseResult parsed) => new(options
        .Where(option => parsed.GetResult(option) is { Implicit: false, Tokens.Count: > 0 })
        .ToDictionary(static option => option.Name[2..], option => parsed.GetResult(option)!.Tokens[0].Value));

    public static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>("--" + name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    public static Option<T?> Number<T>(string name, string description, Func<T, bool> allowed, string range)
        where T : struct, IParsable<T> => OptionChecks.Range(new Option<T?>("--" + name) { Description = description, HelpName = "X" }, allowed, range);
}
