namespace LongWriter.Cli.Models;

/// <summary>A model in memory, to be run through the generation engine with tokens that mean nothing.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly ModelWeights _weights;

    /// <param name="source">The model.</param>
    /// <param name="tokens">Tokens of all texts together that have to fit beside the weights.</param>
    public LoadedModel(LocalModelSource source, int tokens)
    {
        _weights = File.Exists(source.Path) ? GgufCheckpoint.Open(source.Path) : HuggingFaceCheckpoint.Open(source.Path);
        try
        {
            new ModelInfo(_weights.Config).EnsureFits(source.Weights ?? WeightFormat.BFloat16, Math.Min(tokens, _weights.Config.ContextLength));
            Decoder = source.Load(_weights);
        }
        catch
        {
            _weights.Dispose();
            throw;
        }
    }

    public IDecoder Decoder { get; }

    /// <summary>Token ids from a seed.</summary>
    public int[] Ids(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Decoder.Config.VocabularySize))];
    }

    /// <summary>Goes on from a prompt for just so many tokens, whatever they are.</summary>
    public static async Task<int[]> WriteAsync(GenerationEngine engine, int[] prompt, int tokens, CancellationToken cancellationToken)
    {
        var generation = engine.Start(
            new(prompt) { Sampling = new() { Seed = prompt.Length }, MinTokens = tokens, MaxTokens = tokens, Loop = null }, cancellationToken);
        var ids = new List<int>(tokens);
        await foreach (var token in generation.WithCancellation(cancellationToken))
            ids.Add(token.Id);

        return [.. ids];
    }

    public void Dispose()
    {
        Decoder.Dispose();
        _weights.Dispose();
    }
}
