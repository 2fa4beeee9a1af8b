using System.Buffers;

namespace LongWriter;

/// <summary>Byte-pair merging: again and again the pair of lowest rank, the leftmost of several, until none is left.</summary>
/// <remarks>Short words are scanned, which is quickest; longer ones keep their pairs in a heap, O(n log n), so that a megabyte without a space is no trap.</remarks>
internal static class PairMerger
{
    private const int ScanLimit = 48;

    /// <summary>Merges in place.</summary>
    /// <param name="symbols">Token ids of the smallest parts; on return the result stands at the front.</param>
    /// <param name="pairs">What merges.</param>
    /// <returns>How many ids are left.</returns>
    public static int Merge(Span<int> symbols, PairTable pairs) =>
        symbols.Length < 2 ? symbols.Length : symbols.Length <= ScanLimit ? Scan(symbols, pairs) : Heap(symbols, pairs);

    private static int Scan(Span<int> symbols, PairTable pairs)
    {
        Span<int> ranks = stackalloc int[ScanLimit];
        Span<int> merged = stackalloc int[ScanLimit];
        var count = symbols.Length;
        for (var i = 0; i + 1 < count; i++)
            pairs.TryGet(symbols[i], symbols[i + 1], out ranks[i], out merged[i]);

        while (count > 1)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < count; i++)
            {
                if (ranks[i] < best)
                    (best, at) = (ranks[i], i);
            }

            if (at < 0)
                break;

            symbols[at] = merged[at];
            symbols[(at + 2)..count].CopyTo(symbols[(at + 1)..]);
            ranks[(at + 1)..(count - 1)].CopyTo(ranks[at..]);
            merged[(at + 1)..(count - 1)].CopyTo(merged[at..]);
            count--;
            if (at + 1 < count)
                pairs.TryGet(symbols[at], symbols[at + 1], out ranks[at], out merged[at]);
            if (at > 0)
                pairs.TryGet(symbols[at - 1], symbols[at], out ranks[at - 1], out merged[at - 1]);
        }

        return count;
    }

    private static int Heap(Span<int> symbols, PairTable pairs)
    {
        var length = symbols.Length;
        var before = ArrayPool<int>.Shared.Rent(length);
        var after = ArrayPool<int>.Shared.Rent(length);
        var found = new List<(Candidate, long)>(length);
        for (var i = 0; i < length; i++)
        {
            (before[i], after[i]) = (i - 1, i + 1);
            if (i + 1 < length && pairs.TryGet(symbols[i], symbols[i + 1], out var rank, out var merged))
                found.Add((new(i, symbols[i], symbols[i + 1], merged), Priority(rank, i)));
        }

        var queue = new PriorityQueue<Candidate, long>(found);
        while (queue.TryDequeue(out var candidate, out _))
        {
            var at = candidate.At;
            var next = symbols[at] == candidate.Left ? after[at] : length;
            if (next >= length || symbols[next] != candidate.Right)
                continue;

            symbols[at] = candidate.Merged;
            symbols[next] = -1;
            after[at] = after[next];
            if (after[at] < length)
            {
                before[after[at]] = at;
                Offer(at, after[at], symbols);
            }

            if (before[at] >= 0)
                Offer(before[at], at, symbols);
        }

        var count = 0;
        for (var i = 0; i < length; i = after[i])
            symbols[count++] = symbols[i];

        ArrayPool<int>.Shared.Return(before);
        ArrayPool<int>.Shared.Return(after);
        return count;

        void Offer(int left, int right, Span<int> symbols)
        {
            if (pairs.TryGet(symbols[left], symbols[right], out var rank, out var merged))
                queue.Enqueue(new(left, symbols[left], symbols[right], merged), Priority(rank, left));
        }
    }

    private static long Priority(int rank, int at) => ((long)rank << 32) | (uint)at;

    private readonly record struct Candidate(int At, int Left, int Right, int Merged);
}
