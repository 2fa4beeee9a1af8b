namespace LongWriter;

/// <summary>The set of a text's runs of n words, as sorted hashes.</summary>
internal static class Shingles
{
    [ThreadStatic]
    private static List<TextToken>? _tokens;

    /// <summary>The shingles of a text; a text of fewer words is one shingle.</summary>
    public static ulong[] Of(ReadOnlySpan<char> text, int words)
    {
        var tokens = _tokens ??= [];
        tokens.Clear();
        TextToken.Read(text, tokens);
        if (tokens.Count == 0)
            return [];

        var size = Math.Min(words, tokens.Count);
        var shingles = new ulong[tokens.Count - size + 1];
        for (var i = 0; i < shingles.Length; i++)
        {
            var hash = 0UL;
            for (var j = i; j < i + size; j++)
                hash = Mix(hash ^ tokens[j].Hash);
            shingles[i] = hash;
        }

        Array.Sort(shingles);
        var distinct = 0;
        for (var i = 0; i < shingles.Length; i++)
        {
            if (i == 0 || shingles[i] != shingles[i - 1])
                shingles[distinct++] = shingles[i];
        }

        return distinct == shingles.Length ? shingles : shingles[..distinct];
    }

    /// <summary>The Jaccard similarity of two sets: common shingles by all shingles; 0 where both are empty.</summary>
    public static double Jaccard(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int i = 0, j = 0, common = 0;
        while (i < left.Length && j < right.Length)
        {
            if (left[i] == right[j])
                (common, i, j) = (common + 1, i + 1, j + 1);
            else if (left[i] < right[j])
                i++;
            else
                j++;
        }

        var all = left.Length + right.Length - common;
        return all == 0 ? 0 : (double)common / all;
    }

    // The finisher of SplitMix64.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
