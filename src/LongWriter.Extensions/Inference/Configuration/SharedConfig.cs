namespace LongWriter;

/// <summary>The fields that Llama, Qwen, Mistral and the converted GLM-4 have in common.</summary>
internal static class SharedConfig
{
    public static ModelConfig Read(ConfigFields fields, ConfigFamily family)
    {
        if (fields.Text("hidden_act") is { } activation && activation is not ("silu" or "swish"))
            fields.Fault("hidden_act", $"is {activation}; supported is silu");
        var heads = fields.Int("num_attention_heads", 1, ConfigLimits.Heads);
        var hidden = fields.Int("hidden_size", 2, ConfigLimits.Width);
        var layers = fields.Int("num_hidden_layers", 1, ConfigLimits.Layers);
        var context = fields.Int("max_position_embeddings", 1, ConfigLimits.Context);
        var rope = RopeFields.Read(fields, family.RotaryFactorDefault);
        var headDimension = HeadDimension(fields, family, hidden, heads);
        var attentionBias = family.HasAttentionBias && fields.Flag("attention_bias", family.AttentionBiasDefault);
        var config = new ModelConfig
        {
            Architecture = family.Architecture,
            VocabularySize = fields.Int("vocab_size", 1, ConfigLimits.Vocabulary),
            HiddenSize = hidden,
            IntermediateSize = fields.Int("intermediate_size", 2, ConfigLimits.Inner),
            LayerCount = layers,
            HeadCount = heads,
            // Written as null, the field means as many as heads; the default holds where it is not written at all.
            KeyValueHeadCount = fields.Int("num_key_value_heads", 1, ConfigLimits.Heads, fields.IsWritten("num_key_value_heads") ? heads : family.KeyValueHeadsDefault ?? heads),
            HeadDimension = headDimension,
            ContextLength = context,
            NormEpsilon = (float)fields.Number("rms_norm_eps", 0, 1),
            RopeTheta = rope.Theta,
            RopeScaling = rope.Scaling,
            RotaryDimension = RotaryDimension(fields, family, headDimension, rope.Factor),
            RotaryInterleaved = family.RotaryInterleaved,
            AttentionBias = family.AlwaysQueryKeyValueBias || attentionBias,
            AttentionOutputBias = attentionBias && family.AttentionBiasCoversOutput,
            FeedForwardBias = family.HasFeedForwardBias && fields.Flag("mlp_bias", false),
            QueryKeyNorm = family.QueryKeyNorm,
            TiedEmbeddings = fields.Flag("tie_word_embeddings", false),
            SlidingWindow = SlidingWindowFields.Read(fields, family.SlidingWindow, layers, context),
            BosTokenId = fields.OptionalInt("bos_token_id", 0, int.MaxValue),
            StopTokenIds = fields.TokenIds("eos_token_id"),
        };
        ConfigProportions.Check(fields, config, "num_attention_heads", "num_key_value_heads", "vocab_size");
        return config;
    }

    private static int HeadDimension(ConfigFields fields, ConfigFamily family, int hidden, int heads)
    {
        if (fields.Has("head_dim") || family.HeadDimensionDefault is not null)
            return fields.Int("head_dim", 1, ConfigLimits.HeadDimension, family.HeadDimensionDefault);
        if (heads == 0 || hidden % heads == 0)
            return heads == 0 ? 0 : hidden / heads;
        fields.Fault("hidden_size", $"is {hidden}, not a multiple of num_attention_heads {heads}, and there is no head_dim");
        return 0;
    }

    private static int RotaryDimension(ConfigFields fields, ConfigFamily family, int headDimension, double factor)
    {
        if (!family.PartialRotary && factor < 1)
        {
            fields.Fault("partial_rotary_factor", $"is not 1, which {family.Architecture} does not have");
            return 0;
        }

        return double.IsNaN(factor) ? 0 : (int)(headDimension * factor);
    }
}
