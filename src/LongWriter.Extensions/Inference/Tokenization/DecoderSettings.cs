using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>How tokens are written out (the <c>decoder</c> of a tokenizer.json).</summary>
internal sealed record DecoderSettings(bool ByteLevel, char Space, bool StripsFirstSpace)
{
    /// <summary>Reads it.</summary>
    /// <param name="field">The decoder.</param>
    /// <param name="byteLevel">Whether the words are made byte-level.</param>
    public static DecoderSettings Read(JsonField field, bool byteLevel)
    {
        var settings = new DecoderSettings(byteLevel, SentencePieceNormalizer.Space, false);
        foreach (var step in Steps(field))
        {
            var type = step["type"].Text();
            settings = type switch
            {
                "ByteLevel" when byteLevel => settings,
                "Replace" when step["pattern"]["String"].TextOrNull() is [var symbol] && step["content"].Text() == " " => settings with { Space = symbol },
                "Strip" when step["content"].Text() == " " && Count(step["start"]) <= 1 && Count(step["stop"]) == 0 => settings with { StripsFirstSpace = Count(step["start"]) == 1 },
                "Metaspace" when step["replacement"].Text() is [var symbol] => settings with { Space = symbol, StripsFirstSpace = PieceStepReader.Prefix(step) != PrefixScheme.Never },
                "ByteFallback" or "Fuse" => settings,
                _ => throw step["type"].Unsupported(type),
            };
        }

        return settings;
    }

    /// <summary>The bytes of a token.</summary>
    /// <param name="token">As the vocabulary writes it.</param>
    public byte[] BytesOf(string token) =>
        ByteLevel ? ByteLevelAlphabet.Read(token) : Piece(token, Space);

    /// <summary>The bytes of a SentencePiece token: one byte, or text with its space symbols as spaces.</summary>
    public static byte[] Piece(string token, char space) =>
        token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? [value]
            : Encoding.UTF8.GetBytes(token.Replace(space, ' '));

    private static int Count(JsonField field) => field.IsNull ? 0 : field.TokenId();

    private static IEnumerable<JsonField> Steps(JsonField field) =>
        field.IsNull ? [] : field["type"].Text() == "Sequence" ? field["decoders"].Entries().SelectMany(Steps) : [field];
}
