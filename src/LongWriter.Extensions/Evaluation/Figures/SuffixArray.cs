namespace LongWriter;

/// <summary>
/// The suffixes of a sequence in order, by doubling with a radix sort (Manber and Myers, SIAM J. Comput. 22, 1993), and the common prefixes of neighbours
/// (Kasai and others, CPM 2001). O(n log n) time in the worst case, O(n) memory.
/// </summary>
internal sealed class SuffixArray
{
    private readonly int[] _order;
    private readonly int[] _common;

    public SuffixArray(ReadOnlySpan<int> ids)
    {
        _order = Sort(ids);
        _common = CommonPrefixes(ids, _order);
    }

    /// <summary>The length of the longest run that begins at two places; the two may overlap.</summary>
    public int LongestRepeat()
    {
        var longest = 0;
        foreach (var length in _common)
            longest = Math.Max(longest, length);
        return longest;
    }

    /// <summary>The length of the longest run that stands at two places without overlap.</summary>
    public int LongestSeparateRepeat()
    {
        // a shorter repeat is inside every longer one, so the lengths that occur are those up to the longest
        int low = 0, high = LongestRepeat();
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (RepeatsApart(middle))
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private bool RepeatsApart(int length)
    {
        int least = int.MaxValue, most = -1;
        for (var i = 0; i < _order.Length; i++)
        {
            if (i == 0 || _common[i] < length)
                (least, most) = (int.MaxValue, -1);
            least = Math.Min(least, _order[i]);
            most = Math.Max(most, _order[i]);
            if (most - least >= length)
                return true;
        }

        return false;
    }

    private static int[] Sort(ReadOnlySpan<int> ids)
    {
        var n = ids.Length;
        var order = new int[n];
        if (n == 0)
            return order;

        var rank = new int[n];
        var next = new int[n];
        var second = new int[n];
        var counts = new int[Math.Max(n, Max(ids) + 1) + 1];
        ids.CopyTo(rank);
        for (var i = 0; i < n; i++)
            second[i] = i;

        SortByRank(rank, second, order, counts, Max(ids) + 1);
        for (var width = 1; ; width *= 2)
        {
            // ranks by the first `width` tokens
            next[order[0]] = 0;
            for (var i = 1; i < n; i++)
                next[order[i]] = next[order[i - 1]] + (Differ(rank, order[i], order[i - 1], width / 2) ? 1 : 0);
            (rank, next) = (next, rank);
            if (rank[order[^1]] == n - 1)
                return order;

            // by the second half, which is an order that is there already; those without one come first
            var filled = 0;
            for (var i = Math.Max(0, n - width); i < n; i++)
                second[filled++] = i;

            for (var i = 0; i < n; i++)
            {
                if (order[i] >= width)
                    second[filled++] = order[i] - width;
            }

            SortByRank(rank, second, order, counts, rank[order[^1]] + 1);
        }
    }

    private static bool Differ(int[] rank, int a, int b, int half)
    {
        if (rank[a] != rank[b])
            return true;
        if (half == 0)
            return false;

        var (left, right) = (a + half < rank.Length ? rank[a + half] : -1, b + half < rank.Length ? rank[b + half] : -1);
        return left != right;
    }

    /// <summary>A stable counting sort of places, in the order given, by their ranks.</summary>
    private static void SortByRank(int[] rank, int[] places, int[] sorted, int[] counts, int ranks)
    {
        Array.Clear(counts, 0, ranks + 1);
        foreach (var place in places)
            counts[rank[place] + 1]++;
        for (var i = 1; i <= ranks; i++)
            counts[i] += counts[i - 1];
        foreach (var place in places)
            sorted[counts[rank[place]]++] = place;
    }

    private static int[] CommonPrefixes(ReadOnlySpan<int> ids, int[] order)
    {
        var n = ids.Length;
        var place = new int[n];
        for (var i = 0; i < n; i++)
            place[order[i]] = i;

        var common = new int[n];
        var length = 0;
        for (var i = 0; i < n; i++)
        {
            if (place[i] == 0)
            {
                length = 0;
                continue;
            }

            var other = order[place[i] - 1];
            while (i + length < n && other + length < n && ids[i + length] == ids[other + length])
                length++;
            common[place[i]] = length;
            length = Math.Max(0, length - 1);
        }

        return common;
    }

    private static int Max(ReadOnlySpan<int> ids)
    {
        var max = 0;
        foreach (var id in ids)
            max = Math.Max(max, id);
        return max;
    }
}
