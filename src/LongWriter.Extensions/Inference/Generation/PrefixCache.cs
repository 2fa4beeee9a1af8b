namespace LongWriter;

/// <summary>Finished texts with what the decoder remembers of them, the one used longest ago first. Belongs to the engine's thread.</summary>
internal sealed class PrefixCache(long capacity) : IDisposable
{
    // Each is compared with every prompt.
    private const int MostTexts = 64;

    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public long Bytes
    {
        get
        {
            var sum = 0L;
            foreach (var entry in _entries)
                sum += entry.Sequence.Bytes;

            return sum;
        }
    }

    /// <summary>The text with the longest beginning in common with a prompt.</summary>
    public Entry? Find(ReadOnlySpan<int> prompt, out int common)
    {
        Entry? best = null;
        common = 0;
        foreach (var entry in _entries)
        {
            var length = entry.Tokens.Span.CommonPrefixLength(prompt);
            if (length <= common)
                continue;

            (best, common) = (entry, length);
        }

        return best;
    }

    /// <summary>
    /// A sequence with the first tokens of a text. Where they are at least half of it, the rest is given up and no memory copied: so does
    /// a document, whose next prompt goes on where the step of the last one stood. Where they are less, as with a system prompt that
    /// conversations share, the text stays and a fork goes on.
    /// </summary>
    public IDecoderSequence Take(Entry entry, int common)
    {
        _entries.Remove(entry);
        if (common < entry.Tokens.Length - common)
        {
            _entries.Add(entry);
            return Cut(entry.Sequence.Fork(), common);
        }

        return Cut(entry.Sequence, common);
    }

    /// <summary>A sequence cut to a length; disposed of where that fails.</summary>
    public static IDecoderSequence Cut(IDecoderSequence sequence, int length)
    {
        try
        {
            if (sequence.Length > length)
                sequence.Truncate(length);

            return sequence;
        }
        catch
        {
            sequence.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a finished text, unless another says as much; those that are its beginning are dropped.</summary>
    public void Add(IDecoderSequence sequence, ReadOnlyMemory<int> tokens)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            var entry = _entries[i];
            var common = entry.Tokens.Span.CommonPrefixLength(tokens.Span);
            if (common == tokens.Length)
            {
                sequence.Dispose();
                _entries.RemoveAt(i);
                _entries.Add(entry);
                return;
            }

            if (common == entry.Tokens.Length)
                Drop(i);
        }

        _entries.Add(new(sequence, tokens));
    }

    /// <summary>Drops texts until they fit beside what runs.</summary>
    public void Shrink(long running)
    {
        while (_entries.Count > 0 && (_entries.Count > MostTexts || Bytes + running > capacity))
            Drop(0);
    }

    public void Dispose()
    {
        while (_entries.Count > 0)
            Drop(_entries.Count - 1);
    }

    private void Drop(int index)
    {
        var entry = _entries[index];
        _entries.RemoveAt(index);
        entry.Sequence.Dispose();
    }

    /// <summary>A text: the tokens that are in its sequence.</summary>
    internal sealed record Entry(IDecoderSequence Sequence, ReadOnlyMemory<int> Tokens);
}
