namespace LongWriter;

/// <summary>Figures of n-grams. Linear in the text.</summary>
internal static class NGramFigures
{
    public const int MaxN = 4;

    /// <summary>The number of different n-grams.</summary>
    public static int Different(TokenText text, int n) => new HashSet<ulong>(text.NGrams(n)).Count;

    /// <summary>The share of n-grams that stand in the text before; null where there are none, or nothing stands before.</summary>
    /// <param name="grams">The n-grams.</param>
    /// <param name="before">Those of the text before.</param>
    public static double? Overlap(IReadOnlyCollection<ulong> grams, HashSet<ulong> before) =>
        grams.Count == 0 || before.Count == 0 ? null : grams.Count(before.Contains) / (double)grams.Count;

    /// <summary>The mean, over all sections but the first, of the share of a section's n-grams that stand in the sections before it.</summary>
    public static double? SectionOverlap(IReadOnlyList<TokenText> sections, int n)
    {
        var before = new HashSet<ulong>();
        var shares = new List<double>();
        foreach (var section in sections)
        {
            var grams = section.NGrams(n);
            if (Overlap(grams, before) is { } share)
                shares.Add(share);
            before.UnionWith(grams);
        }

        return shares.Count == 0 ? null : shares.Average();
    }

    /// <summary>The mean ratio of different tokens to tokens over every window of a size (MATTR); null where the text is shorter.</summary>
    public static double? MovingTypeTokenRatio(TokenText text, int size)
    {
        if (text.Count < size)
            return null;

        var ids = text.Ids();
        var counts = new int[ids.Length];
        var different = 0;
        var sum = 0.0;
        for (var i = 0; i < ids.Length; i++)
        {
            different += counts[ids[i]]++ == 0 ? 1 : 0;
            if (i >= size)
                different -= --counts[ids[i - size]] == 0 ? 1 : 0;
            if (i >= size - 1)
                sum += different / (double)size;
        }

        return sum / (ids.Length - size + 1);
    }
}
