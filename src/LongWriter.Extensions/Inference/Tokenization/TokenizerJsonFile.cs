using System.Text.Json;

namespace LongWriter;

/// <summary>Reads <c>tokenizer.json</c> of Hugging Face's tokenizers: byte-pair encoding, byte-level or in SentencePiece's manner.</summary>
internal static class TokenizerJsonFile
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="file">The file.</param>
    /// <param name="settings">What stands beside it.</param>
    public static BytePairTokenizer Read(string file, TokenizerSettings settings)
    {
        using var document = JsonField.Open(file, out var root);
        var model = root["model"];
        if ((model["type"].TextOrNull() ?? "BPE") is var type and not "BPE")
            throw model["type"].Unsupported(type);

        RefuseUnknown(model);
        var vocabulary = ReadVocabulary(model["vocab"]);
        var added = settings.Merge(ReadAdded(root["added_tokens"], vocabulary));
        var byteLevel = PieceStepReader.IsByteLevel(root["pre_tokenizer"]);
        var pairs = ReadMerges(model["merges"], vocabulary);
        var unknown = model["unk_token"].TextOrNull();
        var fallback = model["byte_fallback"].Flag();
        var whole = model["ignore_merges"].Flag();
        var end = new BytePairModel(vocabulary, pairs, new()
        {
            ByteLevel = byteLevel,
            ByteFallback = fallback,
            WholeWords = whole,
            Unknown = unknown is null ? null : vocabulary.TryFind(unknown, out var id) ? id : throw model["unk_token"].Fault($"names '{unknown}', which the vocabulary does not have"),
            FuseUnknown = model["fuse_unk"].Flag(),
            SpacesBegin = byteLevel || whole || (!fallback && unknown is not null) || !BeginsWithSpaces(vocabulary) ? null : SentencePieceNormalizer.Space,
        }, file);

        var words = PieceStepReader.Read(root["pre_tokenizer"], end);
        var decoder = DecoderSettings.Read(root["decoder"], byteLevel);
        return new(new()
        {
            Vocabulary = vocabulary,
            Words = words,
            Normalizer = TextNormalizer.Read(root["normalizer"]),
            Added = added,
            BytesOf = decoder.BytesOf,
            StripsFirstSpace = decoder.StripsFirstSpace,
            Bos = Bos(root["post_processor"], settings, added, vocabulary),
            Eos = settings.IdOf(settings.Eos, "eos_token", added, vocabulary),
            ChatTemplateText = settings.ChatTemplateText,
        });
    }

    /// <summary>Whether no token has the space symbol after another character, so that no merge crosses the beginning of a word.</summary>
    public static bool BeginsWithSpaces(TokenVocabulary vocabulary)
    {
        for (var id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary[id] is { } token && token.AsSpan().TrimStart(SentencePieceNormalizer.Space).Contains(SentencePieceNormalizer.Space))
                return false;
        }

        return true;
    }

    private static void RefuseUnknown(JsonField model)
    {
        foreach (var name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model[name].TextOrNull() is { Length: > 0 } value)
                throw model[name].Unsupported(value);
        }

        if (!model["dropout"].IsNull && !(model["dropout"].Element.TryGetDouble(out var dropout) && dropout == 0))
            throw model["dropout"].Unsupported(model["dropout"].Element.GetRawText());
    }

    private static TokenVocabulary ReadVocabulary(JsonField field)
    {
        if (field.IsNull)
            throw field.Fault("is missing");

        var vocabulary = new TokenVocabulary();
        foreach (var (name, value) in field.Members())
        {
            if (!vocabulary.Add(name, value.TokenId()))
                throw field.Fault($"gives id {value.TokenId()} to '{name}', which collides with '{vocabulary[value.TokenId()] ?? name}'");
        }

        return vocabulary;
    }

    private static PairTable ReadMerges(JsonField field, TokenVocabulary vocabulary)
    {
        if (field.IsNull)
            throw field.Fault("is missing");

        var pairs = new PairTable(field.Element.ValueKind == JsonValueKind.Array ? field.Element.GetArrayLength() : 0);
        var rank = 0;
        foreach (var entry in field.Entries())
        {
            var parts = entry.Element.ValueKind == JsonValueKind.Array
                ? [.. entry.Entries().Select(part => part.Text())]
                : entry.Text().Split(' ');
            if (parts.Length != 2)
                throw entry.Fault("is no pair of tokens");

            if (!vocabulary.TryFind(parts[0], out var left) || !vocabulary.TryFind(parts[1], out var right) || !vocabulary.TryFind(parts[0] + parts[1], out var merged))
                throw entry.Fault($"merges '{parts[0]}' and '{parts[1]}', which are not all in the vocabulary");

            pairs.Set(left, right, rank++, merged);
        }

        return pairs;
    }

    private static List<AddedToken> ReadAdded(JsonField field, TokenVocabulary vocabulary)
    {
        var added = new Dictionary<int, AddedToken>();
        var contents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in field.Entries())
        {
            var token = AddedToken.Read(entry, entry["id"].TokenId());
            if (vocabulary[token.Id] is { } other && other != token.Content)
                throw entry["id"].Fault($"gives id {token.Id} to '{token.Content}', which the vocabulary gives to '{other}'");

            if (!added.TryAdd(token.Id, token) || !contents.Add(token.Content))
                throw entry.Fault($"repeats the token {token.Id} '{token.Content}'");
        }

        return [.. added.Values];
    }

    private static int? Bos(JsonField processor, TokenizerSettings settings, IReadOnlyList<AddedToken> added, TokenVocabulary vocabulary)
    {
        if (settings.AddsBos == false)
            return null;

        if (settings.AddsBos == true && settings.Bos is not null)
            return settings.IdOf(settings.Bos, "bos_token", added, vocabulary);

        var template = processor["type"].TextOrNull() == "Sequence"
            ? processor["processors"].Entries().FirstOrDefault(entry => entry["type"].TextOrNull() == "TemplateProcessing")
            : processor;
        if (template["type"].TextOrNull() != "TemplateProcessing")
            return null;

        var first = template["single"].Entries().FirstOrDefault()["SpecialToken"];
        return first["id"].TextOrNull() is { } name
            ? template["special_tokens"][name]["ids"].Entries().Select(id => (int?)id.TokenId()).FirstOrDefault()
            : null;
    }
}
