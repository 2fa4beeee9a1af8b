namespace LongWriter;

/// <summary>The shape of a model by the metadata and tensors of a GGUF file.</summary>
internal static class GgufConfigReader
{
    // What other programs note down without that it changes a result, and what is checked below.
    private static readonly HashSet<string> KnownKeys =
    [
        "vocab_size", "context_length", "embedding_length", "block_count", "feed_forward_length", "tensor_data_layout", "pooling_type", "hidden_activation",
        "expert_count", "expert_used_count", "attention.head_count", "attention.head_count_kv", "attention.key_length", "attention.value_length",
        "attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon", "attention.causal", "attention.sliding_window", "rope.dimension_count",
        "rope.freq_base", "rope.scale_linear", "rope.scaling.type", "rope.scaling.factor", "rope.scaling.attn_factor", "rope.scaling.original_context_length",
        "rope.scaling.finetuned",
    ];

    public static GgufFamily Family(GgufFile file)
    {
        GgufSplit.Refuse(file);
        var name = file.Metadata.Text("general.architecture") ?? throw GgufFault.Of(file.Path, "has no general.architecture. The file is incomplete.");
        return GgufFamily.All.FirstOrDefault(f => f.Name == name) ?? throw GgufFault.Of(file.Path, $"is of architecture {name}; supported are {GgufFamily.Names}.");
    }

    public static ModelConfig Read(GgufFile file, GgufFamily family)
    {
        var metadata = file.Metadata;
        CheckKeys(file, family);
        var hidden = Required("embedding_length", ConfigLimits.Width);
        var heads = Required("attention.head_count", ConfigLimits.Heads);
        var keyValueHeads = Optional("attention.head_count_kv", ConfigLimits.Heads) ?? heads;
        if (heads % keyValueHeads != 0)
            throw GgufFault.Of(file.Path, $"{Key("attention.head_count_kv")} is {keyValueHeads}, which does not divide {heads} heads.");

        var head = Optional("attention.key_length", ConfigLimits.HeadDimension) ?? (hidden % heads == 0 ? hidden / heads : throw GgufFault.Of(file.Path, $"has no {Key("attention.key_length")}, and {heads} heads do not divide {hidden}."));
        if ((Optional("attention.value_length", ConfigLimits.HeadDimension) ?? head) != head)
            throw GgufFault.Of(file.Path, $"{Key("attention.value_length")} is not {Key("attention.key_length")} ({head}); such models are not supported.");
        if ((long)heads * head > ConfigLimits.Projection)
            throw GgufFault.Of(file.Path, $"{heads} heads of width {head} are more than {ConfigLimits.Projection:N0}.");

        var rotary = Optional("rope.dimension_count", ConfigLimits.HeadDimension) ?? head;
        if (rotary % 2 != 0 || rotary > head || (rotary != head && !family.PartialRotary))
            throw GgufFault.Of(file.Path, $"{Key("rope.dimension_count")} is {rotary} of {head}; {(family.PartialRotary ? "an even number up to that" : "the whole head")} is possible for {family.Name}.");

        var embedding = file.Tensors.GetValueOrDefault(GgufNames.Embedding) ?? throw GgufFault.Of(file.Path, $"has no tensor {GgufNames.Embedding}. The file holds no model, or is incomplete.");
        var vocabulary = embedding.Dimensions.Count == 2 && embedding.Dimensions[1] <= ConfigLimits.Vocabulary
            ? (int)embedding.Dimensions[1]
            : throw GgufFault.Of(file.Path, $"tensor {GgufNames.Embedding} is {embedding.Shape}; it has to be {hidden} by at most {ConfigLimits.Vocabulary:N0} tokens.");
        var epsilon = metadata.Number(Key("attention.layer_norm_rms_epsilon")) ?? throw Missing("attention.layer_norm_rms_epsilon");
        if (epsilon is < 0 or > 1)
            throw GgufFault.Of(file.Path, $"{Key("attention.layer_norm_rms_epsilon")} is {epsilon}; 0 to 1 is possible.");

        var context = Required("context_length", ConfigLimits.Context);
        var window = Optional("attention.sliding_window", int.MaxValue);
        return new ModelConfig
        {
            Architecture = family.Architecture,
            VocabularySize = vocabulary,
            HiddenSize = hidden,
            IntermediateSize = Required("feed_forward_length", ConfigLimits.Inner),
            LayerCount = Required("block_count", ConfigLimits.Layers),
            HeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadDimension = head,
            ContextLength = context,
            NormEpsilon = (float)epsilon,
            RopeTheta = GgufRope.Theta(file, family),
            RopeScaling = GgufRope.Scaling(file, family, rotary),
            RotaryDimension = rotary,
            RotaryInterleaved = family.RotaryInterleaved,
            AttentionBias = family.AttentionBias ?? (Has("attn_q.bias") || Has("attn_qkv.bias")),
            AttentionOutputBias = family.OtherBiases && Has("attn_output.bias"),
            FeedForwardBias = family.OtherBiases && Has("ffn_up.bias"),
            QueryKeyNorm = family.QueryKeyNorm,
            TiedEmbeddings = !file.Tensors.ContainsKey(GgufNames.Head),
            SlidingWindow = window < context ? window : null,
            BosTokenId = Token("bos"),
            StopTokenIds = [.. new[] { Token("eos"), Token("eot"), Token("eom") }.OfType<int>().Distinct()],
        };

        string Key(string name) => $"{family.Name}.{name}";
        bool Has(string name) => file.Tensors.ContainsKey($"blk.0.{name}");
        int? Optional(string name, int most) => (int?)metadata.Integer(Key(name), 1, most);
        int Required(string name, int most) => Optional(name, most) ?? throw Missing(name);
        int? Token(string name) => (int?)metadata.Integer($"tokenizer.ggml.{name}_token_id", 0, vocabulary - 1);
        LongWriterException Missing(string name) => GgufFault.Of(file.Path, $"has no {Key(name)}. The file is incomplete.");
    }

    private static void CheckKeys(GgufFile file, GgufFamily family)
    {
        var prefix = family.Name + ".";
        foreach (var key in file.Metadata.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
            if (!KnownKeys.Contains(key[prefix.Length..]))
                throw GgufFault.Of(file.Path, $"{key} is set, which this library does not know; the model would be computed wrongly without it. Take another file of this model, or its Hugging Face checkpoint.");

        if (file.Metadata.Integer(prefix + "expert_count", 0, int.MaxValue) > 0)
            throw GgufFault.Of(file.Path, $"{prefix}expert_count is set: a mixture of experts, which is not supported.");
        if (file.Metadata.Flag(prefix + "attention.causal") == false)
            throw GgufFault.Of(file.Path, $"{prefix}attention.causal is false: a model that does not write text.");
    }
}
