namespace LongWriter;

/// <summary>As which architecture of GGUF files a model is written, and whether its readers compute all that it is.</summary>
internal static class GgufExportFamily
{
    public static GgufFamily Of(ModelConfig config)
    {
        var family = GgufFamily.All.FirstOrDefault(f => f.Exported.Contains(config.Architecture))
            ?? throw Fault(config, $"; {string.Join(", ", GgufFamily.All.SelectMany(static f => f.Exported))} have");
        if (config.RotaryInterleaved != family.RotaryInterleaved)
            throw Fault(config, $" with {(config.RotaryInterleaved ? "interleaved" : "half-split")} rotary pairs");
        if (config.RotaryDimension != config.HeadDimension && !family.PartialRotary)
            throw Fault(config, $" that rotates {config.RotaryDimension} of {config.HeadDimension} dimensions");
        if (config.QueryKeyNorm != family.QueryKeyNorm)
            throw Fault(config, $" {(config.QueryKeyNorm ? "with" : "without")} norms of query and key");
        if (family.AttentionBias is { } bias && bias != config.AttentionBias)
            throw Fault(config, $" {(config.AttentionBias ? "with" : "without")} attention biases");
        if ((config.AttentionOutputBias || config.FeedForwardBias) && !family.OtherBiases)
            throw Fault(config, " with biases of the output or feed-forward projections");
        if (family.SquareAttention && config.QuerySize != config.HiddenSize)
            throw Fault(config, $" whose heads ({config.HeadCount} of {config.HeadDimension}) are not as wide together as the model ({config.HiddenSize})");
        if (GgufRope.FactorsOf(config) is { } factors && (!family.FrequencyFactors || factors.Length != config.RotaryDimension / 2))
            throw Fault(config, $" with {factors.Length} frequency factors");

        return family;
    }

    private static LongWriterException Fault(ModelConfig config, string what) =>
        new(LongWriterError.InvalidModel, $"GGUF has no place for a {config.Architecture}{what}. Export another model, or use the Hugging Face checkpoint as it is.");
}
