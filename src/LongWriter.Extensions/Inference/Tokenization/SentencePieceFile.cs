using System.Text;

namespace LongWriter;

/// <summary>Reads <c>tokenizer.model</c> of SentencePiece: byte-pair encoding with scores, as Llama 2 and Mistral have it.</summary>
internal static class SentencePieceFile
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">Its bytes, a protobuf message <c>ModelProto</c>.</param>
    /// <param name="settings">What stands beside it.</param>
    public static BytePairTokenizer Read(string file, ReadOnlySpan<byte> content, TokenizerSettings settings)
    {
        var pieces = new List<SentencePiece>();
        var (type, fallback, bos, unknown) = (1, false, 1, 0);
        var (prefix, collapse, foreign) = (true, true, false);
        var message = new WireReader(file, content);
        while (message.Next(out var field, out var value, out var bytes))
        {
            switch (field)
            {
                case 1:
                    pieces.Add(SentencePiece.Read(new(file, bytes)));
                    break;
                case 2:
                    for (var trainer = new WireReader(file, bytes); trainer.Next(out var name, out var setting, out _);)
                    {
                        (type, fallback, unknown, bos) = name switch
                        {
                            3 => ((int)setting, fallback, unknown, bos),
                            35 => (type, setting != 0, unknown, bos),
                            40 => (type, fallback, (int)setting, bos),
                            41 => (type, fallback, unknown, (int)setting),
                            _ => (type, fallback, unknown, bos),
                        };
                    }

                    break;
                case 3:
                    for (var normalizer = new WireReader(file, bytes); normalizer.Next(out var name, out var setting, out var map);)
                    {
                        (prefix, collapse, foreign) = name switch
                        {
                            2 => (prefix, collapse, !map.IsEmpty),
                            3 => (setting != 0, collapse, foreign),
                            4 => (prefix, setting != 0, foreign),
                            5 => (prefix, collapse, foreign || setting == 0),
                            _ => (prefix, collapse, foreign),
                        };
                    }

                    break;
            }
        }

        if (type != 2)
            throw JsonField.Invalid(file, $"is not usable: field 'trainer_spec.model_type' is {type}; only 2, byte-pair encoding, is supported. Use the model's tokenizer.json if it has one.");

        if (foreign)
            throw JsonField.Invalid(file, "is not usable: field 'normalizer_spec' rewrites characters, which is not supported for this form. Use the model's tokenizer.json if it has one.");

        return Make(pieces, fallback, bos, unknown, new(prefix, collapse), file, settings);
    }

    /// <summary>Makes a tokenizer of pieces, scores and kinds.</summary>
    /// <param name="pieces">The pieces by id.</param>
    /// <param name="fallback">Whether there are byte tokens.</param>
    /// <param name="bos">The beginning token.</param>
    /// <param name="unknown">The unknown token.</param>
    /// <param name="normalizer">What happens to spaces.</param>
    /// <param name="file">The file, for errors.</param>
    /// <param name="settings">What stands beside it.</param>
    public static BytePairTokenizer Make(IReadOnlyList<SentencePiece> pieces, bool fallback, int bos, int unknown, SentencePieceNormalizer normalizer, string file, TokenizerSettings settings)
    {
        var vocabulary = new TokenVocabulary(pieces.Count);
        var words = new TokenVocabulary(pieces.Count);
        var added = new List<AddedToken>();
        if (pieces.Count > TokenVocabulary.Largest)
            throw JsonField.Invalid(file, $"is not usable: it has {pieces.Count} pieces, more than any vocabulary.");

        for (var id = 0; id < pieces.Count; id++)
        {
            var (text, _, kind) = pieces[id];
            if (text.Length is 0 or > AddedTokenMatcher.LongestToken || !vocabulary.Add(text, id))
                throw JsonField.Invalid(file, $"is not usable: piece {id} is empty, too long, or stands twice: '{text}'.");

            if (kind is PieceKind.Control or PieceKind.Unknown or PieceKind.UserDefined)
                added.Add(new(id, text) { Special = kind != PieceKind.UserDefined, Normalized = kind == PieceKind.UserDefined });
            else
                words.Add(text, id);
        }

        var ranks = pieces.Where(piece => piece.Kind == PieceKind.Normal).Select(piece => piece.Score).Distinct().OrderDescending().Select((score, rank) => (score, rank)).ToDictionary();
        var all = settings.Merge(added);
        var model = new BytePairModel(words, RankedPairs.Of(words, id => pieces[id].Kind == PieceKind.Normal ? ranks[pieces[id].Score] : null), new()
        {
            ByteFallback = fallback,
            Unknown = unknown >= 0 && unknown < pieces.Count ? unknown : null,
            FuseUnknown = true,
            SpacesBegin = fallback && TokenizerJsonFile.BeginsWithSpaces(words) ? SentencePieceNormalizer.Space : null,
        }, file);
        return new(new()
        {
            Vocabulary = vocabulary,
            Words = model,
            Normalizer = normalizer,
            BytesOf = token => DecoderSettings.Piece(token, SentencePieceNormalizer.Space),
            StripsFirstSpace = normalizer.AddsPrefix,
            Added = all,
            AddedAreNormalized = true,
            Bos = settings.AddsBos == false || bos < 0 || bos >= pieces.Count ? null : settings.IdOf(settings.Bos, "bos_token", all, vocabulary) ?? bos,
            Eos = settings.IdOf(settings.Eos, "eos_token", all, vocabulary),
            ChatTemplateText = settings.ChatTemplateText,
        });
    }
}

/// <summary>A piece of a SentencePiece model.</summary>
/// <param name="Text">As the file writes it, spaces as U+2581.</param>
/// <param name="Score">The higher, the earlier it is merged.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct SentencePiece(string Text, float Score, PieceKind Kind)
{
    /// <summary>Reads a message <c>SentencePiece</c>.</summary>
    public static SentencePiece Read(WireReader message)
    {
        var (text, score, kind) = ("", 0f, PieceKind.Normal);
        while (message.Next(out var field, out var value, out var bytes))
        {
            (text, score, kind) = field switch
            {
                1 => (Encoding.UTF8.GetString(bytes), score, kind),
                2 => (text, BitConverter.UInt32BitsToSingle((uint)value), kind),
                3 => (text, score, (PieceKind)value),
                _ => (text, score, kind),
            };
        }

        return new(text, score, kind);
    }
}

/// <summary>What a piece is.</summary>
internal enum PieceKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}
