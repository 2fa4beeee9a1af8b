namespace LongWriter.Tests;

internal static class EngineRuns
{
    public static readonly SamplingOptions Greedy = new() { Temperature = 0 };

    public static int[] Prompt(int seed, int count, int vocabulary = 32)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(vocabulary))];
    }

    public static GenerationRequest Request(int[] prompt, int most, SamplingOptions? sampling = null) =>
        new(prompt) { MaxTokens = most, Sampling = sampling ?? Greedy, Loop = null };

    public static async Task<int[]> ReadAsync(Generation generation, CancellationToken cancellationToken = default)
    {
        var ids = new List<int>();
        await foreach (var token in generation.WithCancellation(cancellationToken))
            ids.Add(token.Id);
        return [.. ids];
    }

    /// <summary>What greedy decoding gives by definition, without an engine, a cache or a batch.</summary>
    public static int[] GreedyTokens(PretendDecoder decoder, int[] prompt, int count)
    {
        List<int> text = [.. prompt];
        for (var i = 0; i < count; i++)
        {
            var logits = decoder.LogitsOf(text);
            text.Add(Array.IndexOf(logits, logits.Max()));
        }

        return [.. text.Skip(prompt.Length)];
    }

    /// <summary>The same requests, each alone on an engine that reuses nothing.</summary>
    public static async Task<int[][]> AloneAsync(IEnumerable<GenerationRequest> requests)
    {
        var results = new List<int[]>();
        foreach (var request in requests)
        {
            await using var engine = new GenerationEngine(new PretendDecoder(), new() { MaxConcurrency = 1, CacheBytes = 0 });
            results.Add(await ReadAsync(engine.Start(request)));
        }

        return [.. results];
    }
}
