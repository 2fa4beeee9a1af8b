using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A rule of the repetition gate of Gopher, with what a text has.</summary>
/// <param name="Rule">What is measured, for example "characters in the most frequent 2-gram".</param>
/// <param name="Value">The text's share, 0 to 1.</param>
/// <param name="Limit">The share above which the rule rejects.</param>
internal sealed record GopherRule(string Rule, double Value, double Limit)
{
    /// <summary>Whether the rule rejects the text.</summary>
    public bool Rejects => Value > Limit;
}

/// <summary>
/// The repetition gate of Gopher (Rae 2021, arXiv 2112.11446, table A1), made for web pages; re-implemented from the table. Shares of characters are those of
/// the text's words. Linear in the text.
/// </summary>
internal static class GopherGate
{
    private static readonly (int N, double Limit)[] Top = [(2, 0.20), (3, 0.18), (4, 0.16)];
    private static readonly (int N, double Limit)[] Repeated = [(5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.10)];

    public static List<GopherRule> Check(TokenText text)
    {
        var lines = text.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var paragraphs = text.Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var rules = new List<GopherRule>
        {
            new("lines that stand there before", Again(lines, static _ => 1), 0.30),
            new("paragraphs that stand there before", Again(paragraphs, static _ => 1), 0.30),
            new("characters in such lines", Again(lines, static line => line.Length), 0.20),
            new("characters in such paragraphs", Again(paragraphs, static paragraph => paragraph.Length), 0.20),
        };
        var characters = text.Tokens.Sum(static t => (long)(t.End - t.Start));
        foreach (var (n, limit) in Top)
            rules.Add(new(FormattableString.Invariant($"characters in the most frequent {n}-gram"), TopShare(text, n, characters), limit));
        foreach (var (n, limit) in Repeated)
            rules.Add(new(FormattableString.Invariant($"characters in {n}-grams that stand there before"), RepeatedShare(text, n, characters), limit));
        return rules;
    }

    private static double Again(string[] items, Func<string, long> weight)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long all = 0, again = 0;
        foreach (var item in items)
        {
            all += weight(item);
            again += seen.Add(item) ? 0 : weight(item);
        }

        return all == 0 ? 0 : again / (double)all;
    }

    /// <summary>The share of the n-gram that takes the most characters among those that come most often; one that comes once is none.</summary>
    private static double TopShare(TokenText text, int n, long characters)
    {
        var counts = new Dictionary<ulong, (int Count, int First)>();
        (int Count, int First) top = (1, 0);
        var topLength = 0L;
        for (var i = 0; i + n <= text.Count; i++)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, text.Hash(i, i + n), out var exists);
            known = (known.Count + 1, exists ? known.First : i);
            if (known.Count < 2 || known.Count < top.Count)
                continue;

            var length = Length(text, known.First, n);
            if (known.Count > top.Count || length > topLength)
                (top, topLength) = (known, length);
        }

        return characters == 0 || top.Count < 2 ? 0 : Math.Min(1, top.Count * topLength / (double)characters);
    }

    private static double RepeatedShare(TokenText text, int n, long characters)
    {
        var seen = new HashSet<ulong>();
        var marked = 0;
        var repeated = 0L;
        for (var i = 0; i + n <= text.Count; i++)
        {
            if (seen.Add(text.Hash(i, i + n)))
                continue;

            for (marked = Math.Max(marked, i); marked < i + n; marked++)
                repeated += text.Tokens[marked].End - text.Tokens[marked].Start;
        }

        return characters == 0 ? 0 : repeated / (double)characters;
    }

    private static long Length(TokenText text, int first, int n)
    {
        var length = 0L;
        for (var i = first; i < first + n; i++)
            length += text.Tokens[i].End - text.Tokens[i].Start;
        return length;
    }
}
