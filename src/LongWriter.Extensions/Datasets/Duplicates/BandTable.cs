using System.Numerics;

namespace LongWriter;

/// <summary>Which rows have a band's key: chains in flat arrays, 12 bytes an entry.</summary>
internal sealed class BandTable
{
    private int[] _heads = NewHeads(1 << 12);
    private int[] _next = new int[1 << 12];
    private uint[] _tags = new uint[1 << 12];
    private int _count;

    /// <summary>Adds the keys of the next row.</summary>
    public void Add(ReadOnlySpan<ulong> keys)
    {
        foreach (var key in keys)
        {
            if (_count == _next.Length)
                Grow();

            _tags[_count] = (uint)(key >> 32);
            Link(_count++, key);
        }
    }

    /// <summary>Finds the rows that share a key, each once and in ascending order.</summary>
    public void Find(ReadOnlySpan<ulong> keys, List<int> rows)
    {
        rows.Clear();
        foreach (var key in keys)
        {
            for (var entry = _heads[Slot(key)]; entry >= 0; entry = _next[entry])
            {
                if (_tags[entry] == (uint)(key >> 32))
                    rows.Add(entry / MinHash.Bands);
            }
        }

        rows.Sort();
        var distinct = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (i == 0 || rows[i] != rows[i - 1])
                rows[distinct++] = rows[i];
        }

        rows.RemoveRange(distinct, rows.Count - distinct);
    }

    private void Link(int entry, ulong key)
    {
        var slot = Slot(key);
        _next[entry] = _heads[slot];
        _heads[slot] = entry;
    }

    // Tag and slot have to be had from the tag alone, so that a table can grow without its keys.
    private int Slot(ulong key) => (int)(((uint)(key >> 32) * 0x9E3779B1u) >> (32 - BitOperations.Log2((uint)_heads.Length)));

    private void Grow()
    {
        Array.Resize(ref _next, _next.Length * 2);
        Array.Resize(ref _tags, _tags.Length * 2);
        _heads = NewHeads(_next.Length);
        for (var entry = 0; entry < _count; entry++)
            Link(entry, (ulong)_tags[entry] << 32);
    }

    private static int[] NewHeads(int size)
    {
        var heads = new int[size];
        Array.Fill(heads, -1);
        return heads;
    }
}
