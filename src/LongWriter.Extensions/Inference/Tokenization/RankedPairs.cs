namespace LongWriter;

/// <summary>Merges of vocabularies that list no merges: two neighbours merge where their concatenation is a token, the better one first.</summary>
internal static class RankedPairs
{
    /// <summary>Every way to put a token together from two others.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="rankOf">A token's rank by id, lower first; <see langword="null"/> for one that nothing merges to.</param>
    public static PairTable Of(TokenVocabulary vocabulary, Func<int, int?> rankOf)
    {
        var found = new List<(int Left, int Right, int Rank, int Merged)>(vocabulary.Count * 4);
        for (var id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary[id] is not { Length: > 1 } token || rankOf(id) is not { } rank)
                continue;

            for (var cut = 1; cut < token.Length; cut++)
            {
                if (vocabulary.Spans.TryGetValue(token.AsSpan(0, cut), out var left) && vocabulary.Spans.TryGetValue(token.AsSpan(cut), out var right))
                    found.Add((left, right, rank, id));
            }
        }

        var pairs = new PairTable(found.Count);
        foreach (var (left, right, rank, merged) in found)
            pairs.Set(left, right, rank, merged);
        return pairs;
    }
}
