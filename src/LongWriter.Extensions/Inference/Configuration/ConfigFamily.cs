namespace LongWriter;

/// <summary>What tells a published family from the others, as data; the fields that all of them share are read by one function.</summary>
/// <param name="Architecture">The name in <c>architectures</c>.</param>
/// <param name="ModelType">The name in <c>model_type</c>.</param>
internal sealed record ConfigFamily(string Architecture, string ModelType)
{
    /// <summary>Whether query, key and value have a bias whatever the file says.</summary>
    public bool AlwaysQueryKeyValueBias { get; init; }

    /// <summary>Whether <c>attention_bias</c> is a field of the family, and whether it means the output projection too.</summary>
    public bool HasAttentionBias { get; init; }
    public bool AttentionBiasCoversOutput { get; init; }
    public bool AttentionBiasDefault { get; init; }

    /// <summary>Whether <c>mlp_bias</c> is a field of the family.</summary>
    public bool HasFeedForwardBias { get; init; }

    public bool QueryKeyNorm { get; init; }

    /// <summary>Width of a head where the file does not say; none: hidden size over heads.</summary>
    public int? HeadDimensionDefault { get; init; }

    /// <summary>Key and value heads where the file does not say; none: as many as heads.</summary>
    public int? KeyValueHeadsDefault { get; init; }

    public double RotaryFactorDefault { get; init; } = 1;

    /// <summary>Whether part of a head may stay unrotated.</summary>
    public bool PartialRotary { get; init; }
    public bool RotaryInterleaved { get; init; }
    public SlidingWindowRule SlidingWindow { get; init; }

    /// <summary>Fields that change nothing in this family, beyond those that never do.</summary>
    public IReadOnlyList<string> HarmlessFields { get; init; } = [];

    /// <summary>GLM-4 as published with its own code; its fields have names of their own.</summary>
    public static ConfigFamily ChatGlm { get; } = new("ChatGLMModel", "chatglm")
    {
        // The scaling of queries and keys by layer cancels out; the rest concerns training, precision and a second naming of fields.
        HarmlessFields = ["apply_query_key_layer_scaling", "attention_softmax_in_fp32", "bias_dropout_fusion", "fp32_residual_connection", "prefix_projection", "vocab_size", "max_position_embeddings"],
    };

    // Defaults are those of the published configuration classes, which leave a field out of a file where it has them.
    public static IReadOnlyList<ConfigFamily> All { get; } =
    [
        new("LlamaForCausalLM", "llama") { HasAttentionBias = true, AttentionBiasCoversOutput = true, HasFeedForwardBias = true },
        new("Qwen2ForCausalLM", "qwen2") { AlwaysQueryKeyValueBias = true, KeyValueHeadsDefault = 32, SlidingWindow = SlidingWindowRule.UpperLayers, HarmlessFields = ["attention_bias"] },
        new("Qwen3ForCausalLM", "qwen3") { HasAttentionBias = true, AttentionBiasCoversOutput = true, QueryKeyNorm = true, HeadDimensionDefault = 128, KeyValueHeadsDefault = 32, SlidingWindow = SlidingWindowRule.UpperLayers },
        new("MistralForCausalLM", "mistral") { KeyValueHeadsDefault = 8, SlidingWindow = SlidingWindowRule.AllLayers },
        new("GlmForCausalLM", "glm") { HasAttentionBias = true, AttentionBiasDefault = true, HeadDimensionDefault = 128, KeyValueHeadsDefault = 2, RotaryFactorDefault = 0.5, PartialRotary = true, RotaryInterleaved = true },
        ChatGlm,
    ];
}

/// <summary>Which layers of a family have a sliding window.</summary>
internal enum SlidingWindowRule
{
    None,

    /// <summary>All, where <c>sliding_window</c> is not null; 4,096 where it is missing (Mistral).</summary>
    AllLayers,

    /// <summary>Those from <c>max_window_layers</c> on, where <c>use_sliding_window</c> says so (Qwen).</summary>
    UpperLayers,
}
