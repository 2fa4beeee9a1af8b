using System.Numerics;

namespace LongWriter;

/// <summary>Ids of words seen lately: a fixed number of slots, a word each, the last one stays. Bounded, lock-free, safe for concurrent use.</summary>
internal sealed class WordCache(int slots = 1 << 15)
{
    /// <summary>The longest word that is kept, in UTF-16 units.</summary>
    public const int LongestWord = 48;

    private readonly Entry?[] _entries = new Entry?[BitOperations.RoundUpToPowerOf2((uint)slots)];

    /// <summary>The ids of a word, where it is kept.</summary>
    public int[]? Find(ReadOnlySpan<char> word) =>
        Volatile.Read(ref _entries[Slot(word)]) is { } entry && word.SequenceEqual(entry.Word) ? entry.Ids : null;

    /// <summary>Keeps a word.</summary>
    public void Keep(ReadOnlySpan<char> word, ReadOnlySpan<int> ids) =>
        Volatile.Write(ref _entries[Slot(word)], new(word.ToString(), ids.ToArray()));

    private int Slot(ReadOnlySpan<char> word) => string.GetHashCode(word) & (_entries.Length - 1);

    private sealed record Entry(string Word, int[] Ids);
}
