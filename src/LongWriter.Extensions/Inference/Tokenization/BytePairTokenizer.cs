using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace LongWriter;

/// <summary>A tokenizer out of its parts; every supported file becomes one.</summary>
/// <remarks>Text goes: added tokens are cut out, each part between them is normalized, cut into words, and each word is merged.</remarks>
internal sealed class BytePairTokenizer : ModelTokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedTokenMatcher _raw;
    private readonly AddedTokenMatcher _normalized;
    private readonly byte[]?[] _bytes;
    private readonly bool[] _special;

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="parts">Its parts.</param>
    public BytePairTokenizer(TokenizerParts parts)
    {
        _parts = parts;
        VocabularySize = Math.Max(parts.Vocabulary.Count, parts.Added.Select(token => token.Id + 1).DefaultIfEmpty().Max());
        SpecialTokens = parts.Added.Where(token => token.Special).ToFrozenDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
        _raw = new(parts.Added.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _normalized = new(parts.Added.Where(token => token.Normalized)
            .Select(token => (parts.AddedAreNormalized ? token.Content : Normalize(token.Content, false), token))
            .Where(pair => pair.Item1.Length > 0));
        _special = new bool[VocabularySize];
        _bytes = new byte[]?[VocabularySize];
        for (var id = 0; id < parts.Vocabulary.Count; id++)
            _bytes[id] = parts.Vocabulary[id] is { } token ? parts.BytesOf(token) : null;

        foreach (var token in parts.Added)
        {
            _special[token.Id] = token.Special;
            _bytes[token.Id] = Encoding.UTF8.GetBytes(parts.AddedAreNormalized ? token.Content.Replace(SentencePieceNormalizer.Space, ' ') : token.Content);
        }
    }

    public override int VocabularySize { get; }

    public override IReadOnlyDictionary<string, int> SpecialTokens { get; }

    public override int? BosTokenId => _parts.Bos;

    public override int? EosTokenId => _parts.Eos;

    public override string? ChatTemplateText => _parts.ChatTemplateText;

    public override IReadOnlyList<int> Encode(string text, bool parseSpecial = false) => Encode(text, parseSpecial, TextPlace.Start);

    public override ReadOnlyMemory<byte> BytesOf(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    public override string Decode(IEnumerable<int> ids, bool skipSpecial = true)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var id in ids)
        {
            if (!skipSpecial || (uint)id >= (uint)_special.Length || !_special[id])
                bytes.Write(BytesOf(id).Span);
        }

        var text = bytes.WrittenSpan;
        return Encoding.UTF8.GetString(_parts.StripsFirstSpace && text is [(byte)' ', ..] ? text[1..] : text);
    }

    public override TokenTextStream CreateStream(bool skipSpecial = true) => new Utf8TextStream(this, skipSpecial ? _special : [], _parts.StripsFirstSpace);

    internal override IReadOnlyList<int> EncodePart(string text, TextPlace place) => Encode(text, false, place);

    private List<int> Encode(string text, bool parseSpecial, TextPlace place)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = WellFormed(text);
        var ids = new List<int>(text.Length / 4 + 8);
        foreach (var (start, end, token) in _raw.Split(text, parseSpecial))
        {
            if (token is null)
                EncodeSegment(text[start..end], parseSpecial, start == 0 ? place : TextPlace.Later, ids);
            else
                ids.Add(token.Id);
        }

        return ids;
    }

    private void EncodeSegment(string text, bool parseSpecial, TextPlace place, List<int> ids)
    {
        text = Normalize(text, place == TextPlace.Continued);
        foreach (var (start, end, token) in _normalized.Split(text, parseSpecial))
        {
            if (token is null)
                _parts.Words.Apply(text.AsSpan(start..end), start == 0 ? place : TextPlace.Later, ids);
            else
                ids.Add(token.Id);
        }
    }

    private string Normalize(string text, bool continues) => _parts.Normalizer?.Apply(text, continues) ?? text;

    internal static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;

        var whole = true;
        for (var i = 0; i < text.Length && whole; i++)
        {
            if (char.IsSurrogate(text[i]))
                whole = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]);
        }

        if (whole)
            return text;

        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            mended.Append(rune.ToString());
        return mended.ToString();
    }
}

/// <summary>What a tokenizer is made of, whatever file it came from.</summary>
internal sealed record TokenizerParts
{
    /// <summary>The tokens that merges make.</summary>
    public required TokenVocabulary Vocabulary { get; init; }

    /// <summary>Cuts a normalized text into words and makes ids of them.</summary>
    public required PieceStep Words { get; init; }

    /// <summary>What a token of the vocabulary stands for.</summary>
    public required Func<string, byte[]> BytesOf { get; init; }

    /// <summary>Rewrites text first.</summary>
    public TextNormalizer? Normalizer { get; init; }

    /// <summary>Tokens beside the merges.</summary>
    public IReadOnlyList<AddedToken> Added { get; init; } = [];

    /// <summary>Whether the added tokens that are looked for in normalized text are written in that form already.</summary>
    public bool AddedAreNormalized { get; init; }

    /// <summary>Whether decoding leaves out one space at the very beginning, which encoding has put there.</summary>
    public bool StripsFirstSpace { get; init; }

    /// <summary>The token put before a text.</summary>
    public int? Bos { get; init; }

    /// <summary>The token that ends a text.</summary>
    public int? Eos { get; init; }

    /// <summary>The checkpoint's own chat template, in Jinja.</summary>
    public string? ChatTemplateText { get; init; }
}
