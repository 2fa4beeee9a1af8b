namespace LongWriter.Cli.Models;

/// <summary>A model on disk, and how the command line wants it run.</summary>
internal sealed record LocalModelSource(string Path, WeightFormat? Weights, string Decoder, int? Threads)
{
    public LocalModelOptions Options(string? template = null, long? seed = null) => new()
    {
        Weights = Weights ?? WeightFormat.BFloat16,
        Threads = Threads,
        Template = template,
        Seed = seed,
    };

    /// <summary>Loads what computes.</summary>
    public IDecoder Load(ModelWeights weights) => Load(weights, Options());

    public IDecoder Load(ModelWeights weights, LocalModelOptions options) => Decoder == LocalModelArguments.TorchSharp
        ? new TorchDecoder(weights, new() { Weights = options.Weights, Threads = options.Threads })
        : ManagedDecoder.Load(weights, new() { Weights = options.Weights, Threads = options.Threads ?? Environment.ProcessorCount });
}
