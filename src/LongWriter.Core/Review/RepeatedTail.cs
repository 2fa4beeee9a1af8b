namespace LongWriter;

/// <summary>Takes off a copy of the last sentences of the section before, with which a draft begins.</summary>
internal static class RepeatedTail
{
    // 8 words, or 15 Chinese characters
    private const int LeastUnits = 30;

    /// <summary>The draft without such a copy of whole sentences; linear in the two texts.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="previous">The section before.</param>
    public static string Remove(string draft, string previous)
    {
        var before = new ReviewedText(previous);
        if (before.Tokens.Count == 0 || before.Sentences[^1].Kind is not (TextLineKind.Text or TextLineKind.ListItem or TextLineKind.Quote))
            return draft;

        var tokens = TextToken.Read(draft.AsSpan(0, HeadLength(draft, before.Tokens.Count)));
        var starts = before.Sentences.Select(static s => s.First).ToHashSet();
        foreach (var length in Overlaps(tokens, before.Tokens))
        {
            if (!starts.Contains(before.Tokens.Count - length) || Units(tokens, length) < LeastUnits)
                continue;

            var lines = TextLine.Read(draft);
            foreach (var sentence in TextSegments.Sentences(draft, lines))
            {
                if (sentence.End < tokens[length - 1].End)
                    continue;

                // the sentence ends with the copy, or the draft says more than a copy
                var isWhole = length == tokens.Count ? sentence.End >= tokens[^1].End && !HasWord(draft.AsSpan(tokens[^1].End, sentence.End - tokens[^1].End)) : sentence.End <= tokens[length].Start;
                if (isWhole)
                    return draft[sentence.End..].TrimStart(' ', '\t', '\n');
                break;
            }
        }

        return draft;
    }

    /// <summary>A length that holds as many tokens as the section before, and more where they are long.</summary>
    private static int HeadLength(string draft, int tokens)
    {
        long length = Math.Max(1000L, tokens * 40L);
        return (int)Math.Min(draft.Length, length);
    }

    private static int Units(List<TextToken> tokens, int count)
    {
        var units = 0;
        for (var i = 0; i < count; i++)
            units += tokens[i].Units;
        return units;
    }

    private static bool HasWord(ReadOnlySpan<char> text) => TextToken.Read(text).Count > 0;

    /// <summary>The lengths, longest first, at which the draft's start is the end of the section before (Knuth, Morris and Pratt).</summary>
    private static List<int> Overlaps(List<TextToken> draft, List<TextToken> before)
    {
        var lengths = new List<int>();
        var count = Math.Min(draft.Count, before.Count);
        if (count == 0)
            return lengths;

        var border = new int[count];
        for (int i = 1, k = 0; i < count; i++)
        {
            while (k > 0 && draft[i].Hash != draft[k].Hash)
                k = border[k - 1];
            border[i] = k += draft[i].Hash == draft[k].Hash ? 1 : 0;
        }

        var length = 0;
        for (var i = 0; i < before.Count; i++)
        {
            while (length > 0 && (length == count || before[i].Hash != draft[length].Hash))
                length = border[length - 1];
            length += before[i].Hash == draft[length].Hash ? 1 : 0;
        }

        for (; length > 0; length = border[length - 1])
            lengths.Add(length);
        return lengths;
    }
}
