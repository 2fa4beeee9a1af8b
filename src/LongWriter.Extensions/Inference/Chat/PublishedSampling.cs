namespace LongWriter;

/// <summary>What a published <c>generation_config.json</c> means for the sampler.</summary>
internal static class PublishedSampling
{
    /// <summary>The options that the file asks for; <see langword="null"/> where it asks for nothing.</summary>
    public static SamplingOptions? Of(GenerationDefaults defaults)
    {
        if (defaults is { DoSample: null, Temperature: null, TopK: null, TopP: null, MinP: null, RepetitionPenalty: null })
            return null;

        return new()
        {
            // A file that does not draw says so, and its other values are without effect.
            Temperature = defaults.DoSample == false ? 0 : defaults.Temperature ?? 1,
            TopK = defaults.TopK is > 0 and var top ? top : null,
            TopP = defaults.TopP ?? 1,
            MinP = defaults.MinP ?? 0,
            RepetitionPenalty = defaults.RepetitionPenalty ?? 1,
        };
    }
}
