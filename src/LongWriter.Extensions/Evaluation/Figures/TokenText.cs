using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>
/// A text as its tokens: lower-cased words; single characters in scripts that put no spaces between words. Every figure of this folder is about these.
/// </summary>
internal sealed class TokenText
{
    private readonly RollingHash _hash;

    private TokenText(string text, List<TextToken> tokens)
    {
        (Text, Tokens) = (text, tokens);
        _hash = new(tokens);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its tokens; their places are those in <see cref="Text"/>.</summary>
    public List<TextToken> Tokens { get; }

    /// <summary>The number of tokens.</summary>
    public int Count => Tokens.Count;

    public static TokenText Read(string text) => new(text, TextToken.Read(text));

    /// <summary>The hash of the tokens from one up to, not including, another.</summary>
    public ulong Hash(int first, int end) => _hash.Of(first, end);

    /// <summary>A stretch of the text between two tokens, with what stands between them.</summary>
    public TokenText Part(int first, int end) => first >= end ? Read("") : Read(Text[Tokens[first].Start..Tokens[end - 1].End]);

    /// <summary>The hashes of all n-grams in order; none where the text is shorter.</summary>
    public ulong[] NGrams(int n)
    {
        var grams = new ulong[Math.Max(0, Count - n + 1)];
        for (var i = 0; i < grams.Length; i++)
            grams[i] = Hash(i, i + n);
        return grams;
    }

    /// <summary>The tokens as numbers, equal ones alike, from 0.</summary>
    public int[] Ids()
    {
        var numbers = new Dictionary<ulong, int>();
        var ids = new int[Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, Tokens[i].Hash, out var exists);
            if (!exists)
                id = numbers.Count - 1;
            ids[i] = id;
        }

        return ids;
    }

    /// <summary>Consecutive stretches of a size; what is left at the end is none.</summary>
    public IEnumerable<(int First, int End)> Windows(int size)
    {
        for (var first = 0; first + size <= Count; first += size)
            yield return (first, first + size);
    }
}
