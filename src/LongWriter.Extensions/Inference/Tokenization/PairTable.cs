using System.Numerics;

namespace LongWriter;

/// <summary>Which two neighbouring tokens merge to which, and what goes first: the lower rank.</summary>
/// <remarks>Open addressing over flat arrays: a lookup is the inner step of all encoding, and half a million pairs must load in a moment.</remarks>
internal sealed class PairTable
{
    private readonly Entry[] _entries;
    private readonly int _mask;

    /// <summary>Makes an empty table.</summary>
    /// <param name="capacity">Pairs that will be added at most.</param>
    public PairTable(int capacity)
    {
        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 8) * 2)];
        _mask = _entries.Length - 1;
    }

    /// <summary>Pairs in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a pair; the last rank of a pair counts.</summary>
    public void Set(int left, int right, int rank, int merged)
    {
        var key = Key(left, right);
        for (var slot = Slot(key); ; slot = (slot + 1) & _mask)
        {
            ref var entry = ref _entries[slot];
            if (entry.Key != 0 && entry.Key != key)
                continue;

            if (entry.Key == 0)
                Count++;

            entry = new(key, rank, merged);
            return;
        }
    }

    /// <summary>Finds a pair.</summary>
    public bool TryGet(int left, int right, out int rank, out int merged)
    {
        var key = Key(left, right);
        for (var slot = Slot(key); ; slot = (slot + 1) & _mask)
        {
            ref readonly var entry = ref _entries[slot];
            if (entry.Key == key)
            {
                (rank, merged) = (entry.Rank, entry.Merged);
                return true;
            }

            if (entry.Key == 0)
            {
                (rank, merged) = (int.MaxValue, 0);
                return false;
            }
        }
    }

    // Never 0, which marks an empty slot.
    private static ulong Key(int left, int right) => ((ulong)(uint)(left + 1) << 32) | (uint)right;

    private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> 32) & _mask;

    private readonly record struct Entry(ulong Key, int Rank, int Merged);
}
