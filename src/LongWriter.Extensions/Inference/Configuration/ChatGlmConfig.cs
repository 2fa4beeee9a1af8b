namespace LongWriter;

/// <summary>The fields of GLM-4 as published with its own code (<c>model_type</c> chatglm).</summary>
internal static class ChatGlmConfig
{
    private const double ThetaBase = 10_000;

    public static ModelConfig Read(ConfigFields fields)
    {
        Require(fields, "rmsnorm", true);
        Require(fields, "post_layer_norm", true);
        Require(fields, "original_rope", true);
        Require(fields, "apply_residual_connection_post_layernorm", false);
        var layers = fields.Int("num_layers", 1, ConfigLimits.Layers);
        if (fields.OptionalInt("num_hidden_layers", 1, ConfigLimits.Layers) is { } second && layers > 0 && second != layers)
            fields.Fault("num_hidden_layers", $"is {second}, but num_layers is {layers}");
        var heads = fields.Int("num_attention_heads", 1, ConfigLimits.Heads);
        var groups = fields.OptionalInt("multi_query_group_num", 1, ConfigLimits.Heads);
        var grouped = fields.Flag("multi_query_attention", false);
        var headDimension = fields.Int("kv_channels", 1, ConfigLimits.HeadDimension);
        var bias = fields.Flag("add_bias_linear", false);
        var config = new ModelConfig
        {
            Architecture = ConfigFamily.ChatGlm.Architecture,
            VocabularySize = fields.Int("padded_vocab_size", 1, ConfigLimits.Vocabulary),
            HiddenSize = fields.Int("hidden_size", 2, ConfigLimits.Width),
            IntermediateSize = fields.Int("ffn_hidden_size", 2, ConfigLimits.Inner),
            LayerCount = layers,
            HeadCount = heads,
            KeyValueHeadCount = grouped ? groups ?? 1 : heads,
            HeadDimension = headDimension,
            ContextLength = fields.Int("seq_length", 1, ConfigLimits.Context),
            NormEpsilon = (float)fields.Number("layernorm_epsilon", 0, 1),
            RopeTheta = ThetaBase * fields.Number("rope_ratio", 0, ConfigLimits.Theta / ThetaBase, 1),
            RotaryDimension = headDimension / 2,
            RotaryInterleaved = true,
            AttentionBias = fields.Flag("add_qkv_bias", false) || bias,
            AttentionOutputBias = bias,
            FeedForwardBias = bias,
            TiedEmbeddings = fields.Flag("tie_word_embeddings", false),
            BosTokenId = fields.OptionalInt("bos_token_id", 0, int.MaxValue),
            StopTokenIds = fields.TokenIds("eos_token_id"),
        };
        ConfigProportions.Check(fields, config, "num_attention_heads", "multi_query_group_num", "padded_vocab_size");
        return config;
    }

    private static void Require(ConfigFields fields, string name, bool value)
    {
        if (fields.Flag(name, value) != value)
            fields.Fault(name, $"is {(value ? "false" : "true")}; supported is {(value ? "true" : "false")}");
    }
}
