namespace LongWriter;

/// <summary>How a <see cref="GenerationEngine"/> works.</summary>
public sealed class GenerationEngineOptions
{
    /// <summary>The greatest number of answers that are computed at once; further requests wait in order.</summary>
    /// <value>Default 8. From 1 to 1,024.</value>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>The context in tokens, prompt and answer together, that a request may use.</summary>
    /// <value>Default <see langword="null"/>: the model's own. At most that.</value>
    public int? ContextLength { get; set; }

    /// <summary>
    /// Memory in bytes for keys and values up to which finished texts are kept for requests that begin alike; the text used longest ago
    /// goes first. Running answers count first and are never dropped: they take at most <see cref="MaxConcurrency"/> contexts.
    /// </summary>
    /// <value>Default <see langword="null"/>: a quarter of the memory that the process may use. 0 keeps none.</value>
    public long? CacheBytes { get; set; }

    /// <summary>How many prompt tokens, of all requests together, go into one step beside the running answers.</summary>
    /// <value>Default <see langword="null"/>: 16 to 512, adapted so that a step takes about <see cref="StepTime"/>. Above 0.</value>
    public int? ChunkTokens { get; set; }

    /// <summary>What a step with a long prompt should take: the pause that running answers see, and the time until a cancellation frees its row.</summary>
    /// <value>Default 150 ms.</value>
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>What the seeds of requests without one are derived from, in the order of the requests.</summary>
    /// <value>Default <see langword="null"/>: drawn once from the system.</value>
    public long? Seed { get; set; }

    internal GenerationEngineOptions Checked(ModelConfig model)
    {
        SamplingOptions.Require(MaxConcurrency is >= 1 and <= 1024, nameof(MaxConcurrency), MaxConcurrency, "from 1 to 1,024");
        SamplingOptions.Require(ContextLength is null || (ContextLength >= 2 && ContextLength <= model.ContextLength), nameof(ContextLength), ContextLength, $"from 2 to the model's {model.ContextLength}");
        SamplingOptions.Require(CacheBytes is null or >= 0, nameof(CacheBytes), CacheBytes, "at least 0");
        SamplingOptions.Require(ChunkTokens is null or > 0, nameof(ChunkTokens), ChunkTokens, "above 0, or null");
        SamplingOptions.Require(StepTime > TimeSpan.Zero, nameof(StepTime), StepTime, "above zero");
        return (GenerationEngineOptions)MemberwiseClone();
    }
}
