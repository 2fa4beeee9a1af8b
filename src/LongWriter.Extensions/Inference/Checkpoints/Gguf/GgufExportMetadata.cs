namespace LongWriter;

/// <summary>The metadata that llama.cpp and Ollama read.</summary>
internal static class GgufExportMetadata
{
    public static void Write(GgufHeaderWriter header, ModelConfig config, GgufFamily family, GgufExportFormat format, string name, List<string> notes)
    {
        var prefix = family.Name + ".";
        header.Add("general.architecture", family.Name);
        header.Add("general.type", "model");
        header.Add("general.name", name);
        header.Add("general.file_type", FileType(format));
        header.Add("general.quantization_version", 2u);
        header.Add(prefix + "vocab_size", (uint)config.VocabularySize);
        header.Add(prefix + "context_length", (uint)ContextLength(config, notes));
        header.Add(prefix + "embedding_length", (uint)config.HiddenSize);
        header.Add(prefix + "block_count", (uint)config.LayerCount);
        header.Add(prefix + "feed_forward_length", (uint)config.IntermediateSize);
        header.Add(prefix + "attention.head_count", (uint)config.HeadCount);
        header.Add(prefix + "attention.head_count_kv", (uint)config.KeyValueHeadCount);
        if (config.QuerySize != config.HiddenSize)
        {
            header.Add(prefix + "attention.key_length", (uint)config.HeadDimension);
            header.Add(prefix + "attention.value_length", (uint)config.HeadDimension);
        }

        header.Add(prefix + "attention.layer_norm_rms_epsilon", config.NormEpsilon);
        header.Add(prefix + "rope.dimension_count", (uint)config.RotaryDimension);
        header.Add(prefix + "rope.freq_base", (float)config.RopeTheta);
        if (config.RopeScaling is LinearRopeScaling linear)
        {
            header.Add(prefix + "rope.scaling.type", "linear");
            header.Add(prefix + "rope.scaling.factor", (float)linear.Factor);
        }
    }

    public static void Write(GgufHeaderWriter header, GgufVocabulary vocabulary)
    {
        const string Prefix = "tokenizer.ggml.";
        header.Add(Prefix + "model", vocabulary.Model);
        header.Add(Prefix + "pre", vocabulary.PreTokenizer ?? "default");
        header.Add(Prefix + "tokens", vocabulary.Tokens);
        if (vocabulary.Scores is { } scores)
            header.Add(Prefix + "scores", scores);
        if (vocabulary.TokenTypes is { } types)
            header.Add(Prefix + "token_type", types);
        if (vocabulary.Merges is { } merges)
            header.Add(Prefix + "merges", merges);

        Id("bos", vocabulary.BosTokenId);
        Id("eos", vocabulary.EosTokenId);
        Id("eot", vocabulary.EotTokenId);
        Id("eom", vocabulary.EomTokenId);
        Id("unknown", vocabulary.UnknownTokenId);
        Id("padding", vocabulary.PaddingTokenId);
        header.Add(Prefix + "add_bos_token", vocabulary.AddBos ?? false);
        header.Add(Prefix + "add_eos_token", vocabulary.AddEos ?? false);
        if (vocabulary.AddSpacePrefix is { } space)
            header.Add(Prefix + "add_space_prefix", space);
        if (vocabulary.ChatTemplate is { } template)
            header.Add("tokenizer.chat_template", template);

        void Id(string name, int? id)
        {
            if (id is { } number)
                header.Add($"{Prefix}{name}_token_id", (uint)number);
        }
    }

    private static int ContextLength(ModelConfig config, List<string> notes)
    {
        if (config.SlidingWindow is not { } window || window >= config.ContextLength)
            return config.ContextLength;

        notes.Add($"The model attends to the last {window:N0} tokens only, which readers of the file do not know; its context was written as {window:N0} tokens instead of {config.ContextLength:N0}.");
        return window;
    }

    // The numbers by which tools show what most tensors of a file are.
    private static uint FileType(GgufExportFormat format) => format switch
    {
        GgufExportFormat.Float32 => 0,
        GgufExportFormat.Float16 => 1,
        GgufExportFormat.Int8 => 7,
        _ => 32,
    };
}
