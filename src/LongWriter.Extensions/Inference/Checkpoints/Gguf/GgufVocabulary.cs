namespace LongWriter;

/// <summary>The tokenizer of a GGUF file, as the file has it.</summary>
internal sealed record GgufVocabulary
{
    /// <summary><c>gpt2</c> for byte-level BPE, <c>llama</c> for SentencePiece-style BPE.</summary>
    public required string Model { get; init; }

    /// <summary>The name of the regular expression that cuts a text before the merges, for example <c>llama-bpe</c> or <c>qwen2</c>; only with <c>gpt2</c>.</summary>
    public string? PreTokenizer { get; init; }

    /// <summary>The text of each id; of <c>gpt2</c> in the alphabet of byte-level BPE, special tokens in plain text.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The kind of each id; none: all are normal.</summary>
    public IReadOnlyList<GgufTokenType>? TokenTypes { get; init; }

    /// <summary>Merges in their order, each two tokens with a space between them; only with <c>gpt2</c>.</summary>
    public IReadOnlyList<string>? Merges { get; init; }

    /// <summary>The score of each id: the higher, the earlier it is merged; only with <c>llama</c>.</summary>
    public IReadOnlyList<float>? Scores { get; init; }

    public int? BosTokenId { get; init; }
    public int? EosTokenId { get; init; }

    /// <summary>Further tokens that end an answer.</summary>
    public int? EotTokenId { get; init; }
    public int? EomTokenId { get; init; }

    /// <summary>Tokens that a file names and that nothing here depends on; written, not read.</summary>
    public int? UnknownTokenId { get; init; }
    public int? PaddingTokenId { get; init; }

    /// <summary>Whether <see cref="BosTokenId"/> is put before a text; none: as the kind of tokenizer has it.</summary>
    public bool? AddBos { get; init; }
    public bool? AddEos { get; init; }

    /// <summary>Whether a space is put before a text; none: with <c>llama</c> yes.</summary>
    public bool? AddSpacePrefix { get; init; }

    /// <summary>The Jinja template of conversations.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The tokenizer of a file; <see langword="null"/> where it has none.</summary>
    /// <exception cref="LongWriterException">It is damaged (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static GgufVocabulary? Read(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Text("tokenizer.ggml.model") is not { } model || metadata.Texts("tokenizer.ggml.tokens") is not { } tokens)
            return null;

        var types = metadata.Integers("tokenizer.ggml.token_type");
        var scores = metadata.Numbers("tokenizer.ggml.scores");
        if (tokens.Count == 0 || (types is not null && types.Count != tokens.Count) || (scores is not null && scores.Count != tokens.Count))
            throw GgufFault.Of(file.Path, $"tokenizer.ggml.tokens has {tokens.Count} entries, tokenizer.ggml.token_type {types?.Count}, tokenizer.ggml.scores {scores?.Count}; they have to be as many. The file is damaged.");

        return new()
        {
            Model = model,
            PreTokenizer = metadata.Text("tokenizer.ggml.pre"),
            Tokens = tokens,
            TokenTypes = types?.Select(static type => (GgufTokenType)type).ToArray(),
            Merges = metadata.Texts("tokenizer.ggml.merges"),
            Scores = scores,
            BosTokenId = Id("bos"),
            EosTokenId = Id("eos"),
            EotTokenId = Id("eot"),
            EomTokenId = Id("eom"),
            AddBos = metadata.Flag("tokenizer.ggml.add_bos_token"),
            AddEos = metadata.Flag("tokenizer.ggml.add_eos_token"),
            AddSpacePrefix = metadata.Flag("tokenizer.ggml.add_space_prefix"),
            ChatTemplate = metadata.Text("tokenizer.chat_template"),
        };

        int? Id(string name) => (int?)metadata.Integer($"tokenizer.ggml.{name}_token_id", 0, tokens.Count - 1);
    }
}

/// <summary>The kinds of tokens; the numbers are the file's.</summary>
internal enum GgufTokenType
{
    Undefined,
    Normal,
    Unknown,
    Control,
    UserDefined,
    Unused,
    Byte,
}
