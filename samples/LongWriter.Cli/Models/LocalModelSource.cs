using Microsoft.Extensions.Logging;

namespace LongWriter.Cli.Models;

/// <summary>A model on disk, and how the command line wants it run.</summary>
internal sealed record LocalModelSource(string Path, WeightFormat? Weights, string Decoder, int? Threads)
{
    /// <summary>A PEFT folder on top.</summary>
    public string? Adapter { get; init; }

    public string? WeightsCache { get; init; }

    public string? Libtorch { get; init; }

    /// <summary>Told of what is slower than it could be.</summary>
    public required ILogger Log { get; init; }

    public LocalModelOptions Options(string? template = null, long? seed = null) => new()
    {
        Weights = Weights ?? WeightFormat.BFloat16,
        Threads = Threads,
        Template = template,
        Seed = seed,
        Adapter = Adapter,
        QuantizedCache = WeightsCache,
    };

    /// <summary>Loads what computes.</summary>
    public IDecoder Load(ModelWeights weights) => Load(weights, Options());

    public IDecoder Load(ModelWeights weights, LocalModelOptions options) => Decoder == LocalModelArguments.TorchSharp
        ? new TorchDecoder(weights, new() { Weights = options.Weights, Threads = options.Threads, Runtime = new() { NativeFolder = Libtorch } }, Log)
        : ManagedDecoder.Load(weights, new() { Weights = options.Weights, Threads = options.Threads ?? Environment.ProcessorCount, QuantizedCache = options.QuantizedCache }, Log);
}
