using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>
/// Self-BLEU (Zhu and others, arXiv 1802.01886) of the sections of one document: the mean, over the sections, of BLEU-4 of a section against all
/// others. A precision without any match counts as 0.1 matches (method 1 of Chen and Cherry, WMT 2014). Linear in the text.
/// </summary>
internal static class SelfBleu
{
    private const int MaxN = 4;
    private const double NoMatch = 0.1;

    /// <summary>Self-BLEU, 0 to 1; null where fewer than two sections have four tokens.</summary>
    public static double? Compute(IReadOnlyList<TokenText> sections)
    {
        var texts = sections.Where(static s => s.Count >= MaxN).ToList();
        if (texts.Count < 2)
            return null;

        var logs = new double[texts.Count];
        for (var n = 1; n <= MaxN; n++)
            AddPrecisions(texts, n, logs);

        var lengths = texts.Select(static t => t.Count).Order().ToArray();
        return texts.Select((text, i) => Math.Exp(logs[i] / MaxN + BrevityPenalty(text.Count, lengths))).Average();
    }

    private static void AddPrecisions(List<TokenText> texts, int n, double[] logs)
    {
        var counts = texts.Select(text => Count(text.NGrams(n))).ToArray();
        // the most counts of an n-gram in any section, and the most in any other one than that
        var most = new Dictionary<ulong, (int Count, int Section, int Second)>();
        for (var i = 0; i < counts.Length; i++)
        {
            foreach (var (gram, count) in counts[i])
            {
                ref var best = ref CollectionsMarshal.GetValueRefOrAddDefault(most, gram, out _);
                best = count > best.Count ? (count, i, best.Count) : (best.Count, best.Section, Math.Max(best.Second, count));
            }
        }

        for (var i = 0; i < counts.Length; i++)
        {
            var matched = 0;
            foreach (var (gram, count) in counts[i])
            {
                var best = most[gram];
                matched += Math.Min(count, best.Section == i ? best.Second : best.Count);
            }

            logs[i] += Math.Log((matched == 0 ? NoMatch : matched) / (texts[i].Count - n + 1));
        }
    }

    private static Dictionary<ulong, int> Count(ulong[] grams)
    {
        var counts = new Dictionary<ulong, int>(grams.Length);
        foreach (var gram in grams)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, gram, out _)++;
        return counts;
    }

    /// <summary>The logarithm of the brevity penalty against the length nearest to the section's own, the shorter one of two that are as near.</summary>
    private static double BrevityPenalty(int length, int[] lengths)
    {
        // its own length stands there once and is no reference
        var at = Array.BinarySearch(lengths, length);
        while (at > 0 && lengths[at - 1] == length)
            at--;

        var isShared = at + 1 < lengths.Length && lengths[at + 1] == length;
        if (isShared)
            return 0;

        var below = at > 0 ? lengths[at - 1] : int.MinValue;
        var above = at + 1 < lengths.Length ? lengths[at + 1] : int.MaxValue;
        var nearest = below != int.MinValue && (above == int.MaxValue || length - below <= above - length) ? below : above;
        return length >= nearest ? 0 : 1 - nearest / (double)length;
    }
}
