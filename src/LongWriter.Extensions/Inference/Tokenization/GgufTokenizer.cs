namespace LongWriter;

/// <summary>Makes a tokenizer of what a GGUF file holds of one.</summary>
internal static class GgufTokenizer
{
    /// <summary>Makes it.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="LongWriterException">The file has no tokenizer, or one of a kind that is not supported (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static ModelTokenizer Create(GgufFile file)
    {
        var vocabulary = GgufVocabulary.Read(file) ?? throw JsonField.Invalid(file.Path, "has no tokenizer: field 'tokenizer.ggml.model' is missing. Load the checkpoint's own folder instead.");
        return vocabulary.Model switch
        {
            "gpt2" => ByteLevel(vocabulary, file.Path),
            "llama" => SentencePiece(vocabulary, file.Path),
            var other => throw JsonField.Invalid(file.Path, $"is not usable: field 'tokenizer.ggml.model' is '{other}'; supported are gpt2 (byte-level) and llama (SentencePiece)."),
        };
    }

    private static BytePairTokenizer ByteLevel(GgufVocabulary vocabulary, string file)
    {
        var (pattern, whole) = GgufPreTokenizers.PatternOf(vocabulary.PreTokenizer)
            ?? throw JsonField.Invalid(file, $"is not usable: field 'tokenizer.ggml.pre' is '{vocabulary.PreTokenizer}', a way of cutting texts that is not known here. Load the checkpoint's own folder instead.");
        var words = new TokenVocabulary(vocabulary.Tokens.Count);
        var added = new List<AddedToken>();
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            if (AddedOf(vocabulary, id) is { } token)
                added.Add(token);
            else if (TypeOf(vocabulary, id) != GgufTokenType.Unused && !words.Add(vocabulary.Tokens[id], id))
                throw JsonField.Invalid(file, $"is not usable: token {id} of 'tokenizer.ggml.tokens' stands there twice: '{vocabulary.Tokens[id]}'.");
        }

        var model = new BytePairModel(words, Pairs(vocabulary, words, file), new() { ByteLevel = true, WholeWords = whole }, file);
        return new(new()
        {
            Vocabulary = words,
            Words = new SplitStep(new(pattern, file), SplitBehavior.Isolated, false, model),
            BytesOf = ByteLevelAlphabet.Read,
            Added = added,
            // The name llama-bpe alone says that texts begin with the token, where the file says nothing.
            Bos = vocabulary.AddBos ?? vocabulary.PreTokenizer is "llama-bpe" or "llama3" or "llama-v3" ? vocabulary.BosTokenId : null,
            Eos = vocabulary.EosTokenId,
            ChatTemplateText = vocabulary.ChatTemplate,
        });
    }

    private static BytePairTokenizer SentencePiece(GgufVocabulary vocabulary, string file)
    {
        if (vocabulary.Scores is not { } scores || vocabulary.TokenTypes is null)
            throw JsonField.Invalid(file, "is not usable: 'tokenizer.ggml.scores' or 'tokenizer.ggml.token_type' is missing, without which a SentencePiece vocabulary cannot be merged.");

        var pieces = vocabulary.Tokens.Select((text, id) => new SentencePiece(text, scores[id], (PieceKind)TypeOf(vocabulary, id))).ToArray();
        var settings = new TokenizerSettings(file)
        {
            AddsBos = vocabulary.AddBos,
            Eos = vocabulary.EosTokenId is { } end ? vocabulary.Tokens[end] : null,
            ChatTemplateText = vocabulary.ChatTemplate,
        };
        return SentencePieceFile.Make(
            pieces, pieces.Any(static p => p.Kind == PieceKind.Byte), vocabulary.BosTokenId ?? -1, vocabulary.UnknownTokenId ?? 0,
            new SentencePieceNormalizer(vocabulary.AddSpacePrefix ?? true, false), file, settings);
    }

    private static PairTable Pairs(GgufVocabulary vocabulary, TokenVocabulary words, string file)
    {
        var merges = vocabulary.Merges ?? [];
        var pairs = new PairTable(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var parts = merges[rank].Split(' ');
            if (parts.Length != 2 || !words.TryFind(parts[0], out var left) || !words.TryFind(parts[1], out var right) || !words.TryFind(parts[0] + parts[1], out var merged))
                throw JsonField.Invalid(file, $"is not usable: merge {rank} of 'tokenizer.ggml.merges' is '{merges[rank]}', which is no pair of its tokens.");

            pairs.Set(left, right, rank, merged);
        }

        return pairs;
    }

    private static AddedToken? AddedOf(GgufVocabulary vocabulary, int id) => TypeOf(vocabulary, id) switch
    {
        GgufTokenType.Control or GgufTokenType.Unknown => new(id, vocabulary.Tokens[id]) { Special = true },
        GgufTokenType.UserDefined => new(id, vocabulary.Tokens[id]),
        _ => null,
    };

    private static GgufTokenType TypeOf(GgufVocabulary vocabulary, int id) => vocabulary.TokenTypes is { } types ? types[id] : GgufTokenType.Normal;
}
