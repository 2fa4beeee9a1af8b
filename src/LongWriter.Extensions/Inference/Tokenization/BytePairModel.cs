using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace LongWriter;

/// <summary>Byte-pair encoding of one word. Two kinds: over the 256 byte tokens (byte-level), or over characters with bytes for those that have no token (SentencePiece).</summary>
/// <remarks>
/// Own code on purpose. Microsoft.ML.Tokenizers 2.0.1 has neither <c>ignore_merges</c> nor byte fallback in its <c>BpeTokenizer</c>, does not give a token's bytes,
/// finds special tokens in every text, and matches words by UTF-16 units: with Llama 3.1's vocabulary 987 of 20,000 fuzzed strings got other ids than
/// Hugging Face's, at a tenth of this speed and quadratic time in long words (docs/verification.md). Its <c>SentencePieceTokenizer</c> merges equal scores from the
/// right, SentencePiece from the left.
/// </remarks>
internal sealed class BytePairModel : PieceStep
{
    private readonly TokenVocabulary _vocabulary;
    private readonly PairTable _pairs;
    private readonly BytePairOptions _options;
    private readonly int[]? _bytes;
    private readonly WordCache _cache = new();

    /// <summary>Makes a model.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="pairs">What merges.</param>
    /// <param name="options">How words become the smallest tokens.</param>
    /// <param name="where">The file, for errors.</param>
    /// <exception cref="LongWriterException">A byte has no token.</exception>
    public BytePairModel(TokenVocabulary vocabulary, PairTable pairs, BytePairOptions options, string where)
    {
        (_vocabulary, _pairs, _options) = (vocabulary, pairs, options);
        if (!options.ByteLevel && !options.ByteFallback)
            return;

        _bytes = new int[256];
        for (var value = 0; value < 256; value++)
        {
            var token = options.ByteLevel ? ByteLevelAlphabet.CharacterOf((byte)value).ToString() : $"<0x{value:X2}>";
            if (!vocabulary.TryFind(token, out _bytes[value]))
                throw JsonField.Invalid(where, $"is not usable: its vocabulary has no token '{token}' for byte {value}, so some texts could not be written.");
        }
    }

    public override void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids)
    {
        if (_options.SpacesBegin is { } space)
        {
            // No token has this symbol after another character, so nothing merges across.
            for (var from = 1; from < text.Length; from++)
            {
                if (text[from] != space || text[from - 1] == space)
                    continue;

                Word(text[..from], ids);
                text = text[from..];
                from = 0;
            }
        }

        Word(text, ids);
    }

    private void Word(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.Length > WordCache.LongestWord)
        {
            Encode(word, ids);
            return;
        }

        if (_cache.Find(word) is { } known)
        {
            ids.AddRange(known.AsSpan());
            return;
        }

        var before = ids.Count;
        Encode(word, ids);
        _cache.Keep(word, CollectionsMarshal.AsSpan(ids)[before..]);
    }

    private void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        var symbols = ArrayPool<int>.Shared.Rent(word.Length * 4);
        var count = _options.ByteLevel ? Bytes(word, symbols) : Characters(word, symbols);
        if (count >= 0)
            ids.AddRange(symbols.AsSpan(0, PairMerger.Merge(symbols.AsSpan(0, count), _pairs)));
        else
            ids.Add(~count);
        ArrayPool<int>.Shared.Return(symbols);
    }

    // Writes the symbols and gives their number, or the complement of the one token that the word is.
    private int Bytes(ReadOnlySpan<char> word, Span<int> symbols)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(word.Length * 3);
        var length = Encoding.UTF8.GetBytes(word, bytes);
        var result = length;
        if (_options.WholeWords && length <= BytePairOptions.LongestWholeWord)
        {
            Span<char> token = stackalloc char[BytePairOptions.LongestWholeWord];
            ByteLevelAlphabet.Write(bytes.AsSpan(0, length), token);
            if (_vocabulary.Spans.TryGetValue(token[..length], out var id))
                result = ~id;
        }

        for (var i = 0; i < result; i++)
            symbols[i] = _bytes![bytes[i]];
        ArrayPool<byte>.Shared.Return(bytes);
        return result;
    }

    private int Characters(ReadOnlySpan<char> word, Span<int> symbols)
    {
        if (_options.WholeWords && _vocabulary.Spans.TryGetValue(word, out var whole))
            return ~whole;

        var count = 0;
        var unknown = false;
        Span<byte> bytes = stackalloc byte[4];
        for (var at = 0; at < word.Length;)
        {
            Rune.DecodeFromUtf16(word[at..], out var rune, out var length);
            if (_vocabulary.Spans.TryGetValue(word.Slice(at, length), out var id))
            {
                symbols[count++] = id;
                unknown = false;
            }
            else if (_bytes is not null)
            {
                foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
                    symbols[count++] = _bytes[value];
            }
            else if (_options.Unknown is { } token)
            {
                if (!unknown || !_options.FuseUnknown)
                    symbols[count++] = token;
                unknown = true;
            }

            at += length;
        }

        return count;
    }
}

/// <summary>How a word becomes the smallest tokens.</summary>
internal sealed record BytePairOptions
{
    /// <summary>No token of a byte-level vocabulary that is looked up whole is longer, in bytes.</summary>
    public const int LongestWholeWord = 1024;

    /// <summary>Whether the smallest tokens are the 256 bytes.</summary>
    public bool ByteLevel { get; init; }

    /// <summary>Whether a character without a token is written as the tokens of its bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is a token is that token, whatever the merges say (<c>ignore_merges</c>).</summary>
    public bool WholeWords { get; init; }

    /// <summary>The token of a character that has none; <see langword="null"/>: it is left out.</summary>
    public int? Unknown { get; init; }

    /// <summary>Whether such characters in a row are one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>The space symbol, where no token has it after another character; text is cut before it then.</summary>
    public char? SpacesBegin { get; init; }
}
