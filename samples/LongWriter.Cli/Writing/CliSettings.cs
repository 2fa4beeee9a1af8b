using System.Globalization;
using LongWriter.Cli.Models;
using Microsoft.Extensions.AI;

namespace LongWriter.Cli.Writing;

/// <summary>
/// The options of <c>write</c> that are no part of the request but belong to the run, by option name. They are kept in the
/// request's metadata, so that a run's id is all it takes to resume it. Keys never are among them.
/// </summary>
internal sealed class CliSettings(IReadOnlyDictionary<string, string> values)
{
    public const string Provider = "provider";
    public const string Model = "model";
    public const string Endpoint = "endpoint";
    public const string Decoder = "decoder";
    public const string Weights = "weights";
    public const string WeightsCache = "weights-cache";
    public const string Libtorch = "libtorch";
    public const string Context = "context";
    public const string Mode = "mode";
    public const string LengthControl = "length-control";
    public const string Seed = "seed";
    public const string SimBias = "sim-bias";
    public const string SimNoise = "sim-noise";
    public const string SimLatency = "sim-latency-ms";

    private const string Prefix = "cli.";

    public static readonly string[] Names = [Provider, Model, Endpoint, Decoder, Weights, WeightsCache, Libtorch, Context, Mode, LengthControl, Seed, SimBias, SimNoise, SimLatency];

    public IReadOnlyDictionary<string, string> Values => values;

    public string? this[string name] => values.GetValueOrDefault(name);

    public static CliSettings FromMetadata(IReadOnlyDictionary<string, string> metadata) =>
        new(Names.Where(name => metadata.ContainsKey(Prefix + name)).ToDictionary(static name => name, name => metadata[Prefix + name]));

    public IReadOnlyDictionary<string, string> ToMetadata() => values.ToDictionary(static v => Prefix + v.Key, static v => v.Value);

    /// <summary>These settings, and for what they leave open the earlier ones.</summary>
    public CliSettings Over(CliSettings earlier)
    {
        var merged = earlier.Values.ToDictionary();
        // Another provider has other models and another endpoint.
        if (this[Provider] is { } provider && provider != earlier[Provider])
        {
            merged.Remove(Model);
            merged.Remove(Endpoint);
            merged.Remove(Decoder);
            merged.Remove(Weights);
            merged.Remove(WeightsCache);
            merged.Remove(Libtorch);
        }

        // Nothing else uses it.
        if (this[Weights] is not (null or "int8") || this[Decoder] == LocalModelArguments.TorchSharp)
            merged.Remove(WeightsCache);
        if (this[Decoder] == LocalModelArguments.Managed)
            merged.Remove(Libtorch);

        foreach (var (name, value) in values)
            merged[name] = value;

        return new(merged);
    }

    public CliSettings With(string name, string? value)
    {
        var changed = values.ToDictionary();
        if (value is not null)
            changed[name] = value;

        return new(changed);
    }

    /// <summary>The settings of the pipeline.</summary>
    public void Apply(LongWriterOptions options)
    {
        options.Context = this[Context] switch
        {
            "full" => ContextMode.Full,
            "window" => ContextMode.Window,
            "summary" => ContextMode.Summary,
            // What the model is set up with.
            _ => options.Context,
        };
        options.Mode = this[Mode] == "parallel" ? WritingMode.Parallel : WritingMode.Serial;
        // The tiny model's prompts say nothing of what was wrong before; with the same seed it would give the same plan again. It has a seed of its own.
        if (Long(Seed) is not { } seed || this[Provider] == Providers.Tiny)
            return;

        foreach (var role in new[] { WritingRoles.Planner, WritingRoles.Writer, WritingRoles.Shortener, WritingRoles.Summarizer })
            options.ChatOptions[role] = new ChatOptions { Seed = seed };
    }

    public long? Long(string name) => this[name] is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : null;

    public double Double(string name, double otherwise) =>
        this[name] is { } value ? double.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
