namespace LongWriter;

/// <summary>Scores and token ids in one sortable number each, and selections among them that do not sort. No two keys are equal, so every result is unique.</summary>
internal sealed class CandidateKeys(int capacity)
{
    private readonly ulong[] _keys = new ulong[capacity];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(float score, int id) => _keys[Count++] = Key(score, id);

    public void Rescore(int index, float score) => _keys[index] = Key(score, Id(index));

    public int Id(int index) => (int)~(uint)_keys[index];

    public float Score(int index) => ScoreOf(_keys[index]);

    public float LeastScore()
    {
        var least = ulong.MaxValue;
        foreach (var key in _keys.AsSpan(0, Count))
            least = Math.Min(least, key);

        return ScoreOf(least);
    }

    /// <summary>Orders by descending score, then ascending id.</summary>
    public void Sort()
    {
        var keys = _keys.AsSpan(0, Count);
        keys.Sort();
        keys.Reverse();
    }

    /// <summary>Keeps the k greatest.</summary>
    public void Top(int k)
    {
        var (low, high, pivots) = (0, Count, 0UL);
        Count = Math.Min(Count, k);
        while (low < k && k < high)
        {
            var middle = Partition(low, high, ref pivots);
            if (middle < k)
                low = middle + 1;
            else
                high = middle;
        }
    }

    /// <summary>Keeps the fewest of the greatest whose weights exp(score − shift) sum up to at least what is needed; one at least.</summary>
    public void Mass(double needed, float shift)
    {
        var (low, high, pivots) = (0, Count, 0UL);
        while (low < high)
        {
            var middle = Partition(low, high, ref pivots);
            var above = 0.0;
            for (var i = low; i < middle; i++)
                above += Exponential.Of(Score(i) - shift);

            if (above >= needed)
            {
                high = middle;
                continue;
            }

            needed -= above + Exponential.Of(Score(middle) - shift);
            low = middle + 1;
            if (needed <= 0)
                break;
        }

        Count = low;
    }

    /// <summary>Keeps those with at least this score.</summary>
    public void AtLeast(float score)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (Score(i) >= score)
                _keys[kept++] = _keys[i];
        }

        Count = kept;
    }

    // Greater keys first. The pivot is drawn, so no order of logits makes it slow; from the same start for each selection, so the order left behind hangs on the scores alone.
    private int Partition(int low, int high, ref ulong pivots)
    {
        var at = low + (int)(SamplingRandom.Split(ref pivots) % (uint)(high - low));
        var pivot = _keys[at];
        (_keys[at], _keys[high - 1]) = (_keys[high - 1], _keys[at]);
        var border = low;
        for (var i = low; i < high - 1; i++)
        {
            if (_keys[i] <= pivot)
                continue;

            (_keys[i], _keys[border]) = (_keys[border], _keys[i]);
            border++;
        }

        (_keys[border], _keys[high - 1]) = (_keys[high - 1], _keys[border]);
        return border;
    }

    private static float ScoreOf(ulong key)
    {
        var bits = (uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle((bits & 0x8000_0000) != 0 ? bits ^ 0x8000_0000 : ~bits);
    }

    private static ulong Key(float score, int id)
    {
        // -0 and 0 are one score.
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return ((ulong)((bits & 0x8000_0000) != 0 ? ~bits : bits ^ 0x8000_0000) << 32) | ~(uint)id;
    }
}
