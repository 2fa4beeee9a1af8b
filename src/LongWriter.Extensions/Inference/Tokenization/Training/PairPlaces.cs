namespace LongWriter;

/// <summary>Two neighbouring tokens as one number, whose order is that of the left id and then of the right.</summary>
internal readonly record struct TokenPair(ulong Key) : IComparable<TokenPair>
{
    public TokenPair(int left, int right)
        : this(((ulong)(uint)left << 32) | (uint)right)
    {
    }

    public int Left => (int)(Key >> 32);

    public int Right => (int)(uint)Key;

    public int CompareTo(TokenPair other) => Key.CompareTo(other.Key);
}

/// <summary>How often a pair stands in the texts, and where in the distinct words.</summary>
internal sealed class PairPlaces
{
    /// <summary>Occurrences, each word counted as often as it stands in the texts; exact at any time.</summary>
    public long Count { get; set; }

    /// <summary>Places of left tokens; some may have another token by now, none stands here twice.</summary>
    public List<int> At { get; } = [];

    /// <summary>The merge that last added to it.</summary>
    public int Round { get; set; } = -1;
}

/// <summary>What is merged first: the pair that stands more often, of equal ones that of the lower left id, then of the lower right id.</summary>
internal readonly record struct PairRank(long Count, TokenPair Pair) : IComparable<PairRank>
{
    public int CompareTo(PairRank other) => Count != other.Count ? other.Count.CompareTo(Count) : Pair.CompareTo(other.Pair);
}
