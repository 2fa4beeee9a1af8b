using System.Text.Json;

namespace LongWriter;

/// <summary>Reads the tokenizer of a checkpoint's folder as a GGUF file wants it.</summary>
internal static class GgufTokenizerFolder
{
    private const string Space = "\u2581";

    public static GgufVocabulary Read(string folder, ModelConfig config, string? preTokenizer, List<string> notes)
    {
        using var settings = GgufTokenizerFile.Parse(Path.Combine(folder, "tokenizer_config.json"));
        try
        {
            using var tokenizer = GgufTokenizerFile.Read(folder, settings?.RootElement ?? default);
            var vocabulary = IsByteLevel(tokenizer) ? ByteLevel(tokenizer, config, preTokenizer, notes) : SentencePiece(tokenizer, config, notes);
            var special = new GgufSpecialTokens(tokenizer, settings?.RootElement ?? default, vocabulary.Tokens, config, notes);
            return special.AddTo(vocabulary) with { ChatTemplate = ChatTemplate(folder, settings?.RootElement ?? default, notes) };
        }
        catch (InvalidOperationException e)
        {
            // What System.Text.Json says of texts that are not Unicode.
            throw GgufFault.Of(folder, $"has a tokenizer that is damaged: {e.Message}", e);
        }
    }

    private static bool IsByteLevel(GgufTokenizerFile tokenizer) => tokenizer.IsTiktoken || tokenizer.PreTokenizers.Concat(tokenizer.Decoders).Any(static s => GgufTokenizerFile.Type(s) == "ByteLevel");

    private static GgufVocabulary ByteLevel(GgufTokenizerFile tokenizer, ModelConfig config, string? preTokenizer, List<string> notes)
    {
        var normalizers = tokenizer.Normalizers.Select(GgufTokenizerFile.Type).ToArray();
        if (normalizers.FirstOrDefault(static type => type != "NFC") is { } other)
            throw tokenizer.Fault($"has the normalizer {other}, which GGUF files with byte-level BPE cannot say");
        if (normalizers.Length > 0)
            notes.Add("The tokenizer composes characters first (NFC), readers of the file do not: texts with decomposed characters get other tokens there.");

        var (tokens, types) = List(tokenizer, config, static (_, _) => GgufTokenType.Normal, static text => text);
        return new()
        {
            Model = "gpt2",
            PreTokenizer = preTokenizer ?? GgufPreTokenizers.Of(tokenizer, GgufExportFamily.Of(config)),
            Tokens = tokens,
            TokenTypes = types,
            Merges = [.. tokenizer.Merges.Select(static m => $"{m.Left} {m.Right}")],
            UnknownTokenId = tokenizer.UnknownToken is { } unknown && tokenizer.Vocabulary.TryGetValue(unknown, out var id) ? id : null,
        };
    }

    private static GgufVocabulary SentencePiece(GgufTokenizerFile tokenizer, ModelConfig config, List<string> notes)
    {
        if (!tokenizer.ByteFallback || Enumerable.Range(0, 256).Any(b => !tokenizer.Vocabulary.ContainsKey(ByteToken(b))))
            throw tokenizer.Fault("is neither byte-level BPE nor SentencePiece-style BPE with a token for each byte; GGUF files of these models hold one of the two");
        if (tokenizer.Normalizers.FirstOrDefault(static s => GgufTokenizerFile.Type(s) is not ("Prepend" or "Replace")) is { ValueKind: JsonValueKind.Object } normalizer)
            throw tokenizer.Fault($"has the normalizer {GgufTokenizerFile.Type(normalizer)}, which GGUF files with SentencePiece-style BPE cannot say");
        if (tokenizer.PreTokenizers.FirstOrDefault(static s => GgufTokenizerFile.Type(s) != "Metaspace") is { ValueKind: JsonValueKind.Object } step)
            throw tokenizer.Fault($"has the pre-tokenizer {GgufTokenizerFile.Type(step)}, which GGUF files with SentencePiece-style BPE cannot say");

        var (tokens, types) = List(tokenizer, config, Kind, static text => text.Replace(Space, " ", StringComparison.Ordinal));
        return new()
        {
            Model = "llama",
            Tokens = tokens,
            TokenTypes = types,
            Scores = Scores(tokenizer, tokens, types, notes),
            UnknownTokenId = tokenizer.UnknownToken is { } unknown && tokenizer.Vocabulary.TryGetValue(unknown, out var id) ? id : null,
            AddSpacePrefix = tokenizer.Normalizers.Any(static s => GgufTokenizerFile.Type(s) == "Prepend")
                || tokenizer.PreTokenizers.Any(static s => GgufTokenizerFile.Text(s, "prepend_scheme") is { } scheme ? scheme != "never" : GgufTokenizerFile.Flag(s, "add_prefix_space") ?? true),
        };

        static GgufTokenType Kind(GgufTokenizerFile tokenizer, string text) =>
            text == tokenizer.UnknownToken ? GgufTokenType.Unknown : text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && text[5] == '>' ? GgufTokenType.Byte : GgufTokenType.Normal;
    }

    /// <summary>The text and kind of each id of the model. Ids without a token get names of their own.</summary>
    private static (string[] Tokens, GgufTokenType[] Types) List(GgufTokenizerFile tokenizer, ModelConfig config, Func<GgufTokenizerFile, string, GgufTokenType> kind, Func<string, string> plain)
    {
        var (tokens, types) = (new string?[config.VocabularySize], new GgufTokenType[config.VocabularySize]);
        foreach (var (text, id) in tokenizer.Vocabulary)
        {
            Check(id, text);
            if (tokens[id] is { } other)
                throw tokenizer.Fault($"gives tokens {other} and {text} the same id {id}");

            (tokens[id], types[id]) = (text, kind(tokenizer, text));
        }

        foreach (var token in tokenizer.Added)
        {
            Check(token.Id, token.Text);
            // Names of this form act as control tokens everywhere, whether or not a file marks them so.
            var control = token.IsSpecial || (token.Text.StartsWith("<|", StringComparison.Ordinal) && token.Text.EndsWith("|>", StringComparison.Ordinal));
            if (types[token.Id] == GgufTokenType.Unknown)
                continue;

            (tokens[token.Id], types[token.Id]) = control ? (token.Text, GgufTokenType.Control) : (plain(token.Text), GgufTokenType.UserDefined);
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in tokens)
            if (text is not null && !taken.Add(text))
                throw tokenizer.Fault($"gives token {text} two ids");

        for (var id = 0; id < tokens.Length; id++)
        {
            if (tokens[id] is not null)
                continue;

            var name = $"[PAD{id}]";
            while (!taken.Add(name))
                name = $"[{name}]";

            (tokens[id], types[id]) = (name, GgufTokenType.Unused);
        }

        return ([.. tokens.Select(static text => text!)], types);

        void Check(int id, string text)
        {
            if (id >= config.VocabularySize)
                throw tokenizer.Fault($"gives token {text} the id {id}; the model has {config.VocabularySize} tokens. This is another model's tokenizer");
        }
    }

    /// <summary>Readers merge what has the highest score first; a tokenizer.json merges in the order of its list.</summary>
    private static float[] Scores(GgufTokenizerFile tokenizer, string[] tokens, GgufTokenType[] types, List<string> notes)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        var last = -1;
        var ordered = true;
        foreach (var (left, right) in tokenizer.Merges)
        {
            if (ranks.TryAdd(left + right, ranks.Count))
                last = ranks.Count - 1;
            else
                ordered &= ranks[left + right] == last;
        }

        if (!ordered)
            notes.Add("The tokenizer reaches some tokens by merges of different rank, which scores cannot say: some texts may get other tokens.");

        return [.. tokens.Select((text, id) => types[id] != GgufTokenType.Normal ? 0f : -(ranks.TryGetValue(text, out var rank) ? rank : ranks.Count + id))];
    }

    private static string? ChatTemplate(string folder, JsonElement settings, List<string> notes)
    {
        var file = Path.Combine(folder, "chat_template.jinja");
        try
        {
            if (File.Exists(file))
                return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw GgufFault.Of(file, $"cannot be read: {e.Message}", e);
        }

        if (GgufTokenizerFile.Text(settings, "chat_template") is { } template)
            return template;
        if (GgufTokenizerFile.Member(settings, "chat_template") is { ValueKind: JsonValueKind.Array } named)
            foreach (var entry in named.EnumerateArray())
                if (GgufTokenizerFile.Text(entry, "name") == "default" && GgufTokenizerFile.Text(entry, "template") is { } text)
                    return text;

        notes.Add("There is no chat template; readers of the file take one of their own.");
        return null;
    }

    private static string ByteToken(int value) => $"<0x{value:X2}>";
}
