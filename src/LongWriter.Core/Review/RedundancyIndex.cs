namespace LongWriter;

/// <summary>
/// What stands where in the accepted sections, by hash: sentences, and every run of 20 words. It grows with the run, so that a
/// review costs the length of the draft and of what was accepted since the last one. It holds only what follows from the
/// <see cref="WritingState"/>. Thread-safe.
/// </summary>
internal sealed class RedundancyIndex
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<ulong, Seen> _sentences = [];
    private readonly Dictionary<ulong, int> _spans = [];
    private HashSet<ulong> _source = [];
    private string? _instruction;
    private string? _material;

    /// <summary>The tokens indexed since the index was made, those indexed anew included.</summary>
    public long IndexedTokens { get; private set; }

    /// <summary>Looks a draft's tokens and sentences up.</summary>
    /// <param name="draft">The draft; what is found is written into it.</param>
    /// <param name="state">The document so far.</param>
    public void Find(ReviewedText draft, WritingState state)
    {
        lock (_gate)
        {
            ReadSource(state.Request);
            Follow(state.Sections);
            var known = state.Sections.Count;
            draft.MarkSource(_source);
            for (var i = 0; i < draft.Sentences.Count; i++)
            {
                var sentence = draft.Sentences[i];
                if (sentence.Units < ReviewedText.SentenceUnits || !_sentences.TryGetValue(draft.HashOf(sentence), out var seen) || seen.First >= known)
                    continue;

                sentence.IsRepeated = true;
                sentence.IsKept = seen.Second < known;
            }

            draft.MarkRefrains();
            draft.ForEachSpan(static t => t.IsExempt, (first, end, hash) =>
            {
                if (_spans.TryGetValue(hash, out var section) && section < known)
                    draft.MarkRepeated(first, end);
            });
        }
    }

    private void ReadSource(WritingRequest request)
    {
        if (ReferenceEquals(_instruction, request.Instruction) && ReferenceEquals(_material, request.Material))
            return;

        (_instruction, _material) = (request.Instruction, request.Material);
        _source = [];
        foreach (var text in (ReadOnlySpan<string?>)[request.Instruction, request.Material])
        {
            if (!string.IsNullOrEmpty(text))
                ReviewedText.ForEachWindow(TextToken.Read(text), ReviewedText.SentenceUnits, static _ => false, (_, _, hash) => _source.Add(hash));
        }
    }

    private void Follow(IReadOnlyList<WrittenSection> sections)
    {
        var same = Math.Min(_entries.Count, sections.Count);
        for (var i = 0; i < same; i++)
        {
            if (ReferenceEquals(_entries[i].Text, sections[i].Text) || _entries[i].Text == sections[i].Text)
                continue;

            while (_entries.Count > i)
                RemoveLast();
            break;
        }

        // more entries than sections: a review of an earlier section in between; it looks at the first ones only
        for (var i = _entries.Count; i < sections.Count; i++)
            Add(sections[i].Text, i);
    }

    private void Add(string text, int section)
    {
        var entry = new Entry(text);
        var read = new ReviewedText(text);
        IndexedTokens += read.Tokens.Count;
        foreach (var sentence in read.Sentences)
        {
            if (sentence.Units < ReviewedText.SentenceUnits || sentence.IsTableOrCode)
                continue;

            var hash = read.HashOf(sentence);
            if (!_sentences.TryGetValue(hash, out var seen))
            {
                _sentences.Add(hash, new(section, int.MaxValue));
                entry.First.Add(hash);
            }
            else if (seen.Second == int.MaxValue)
            {
                _sentences[hash] = seen with { Second = section };
                entry.Second.Add(hash);
            }
        }

        read.ForEachSpan(static t => t.IsTableOrCode, (_, _, hash) =>
        {
            if (_spans.TryAdd(hash, section))
                entry.Spans.Add(hash);
        });
        _entries.Add(entry);
    }

    private void RemoveLast()
    {
        var entry = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        foreach (var hash in entry.Second)
            _sentences[hash] = _sentences[hash] with { Second = int.MaxValue };
        foreach (var hash in entry.First)
            _sentences.Remove(hash);
        foreach (var hash in entry.Spans)
            _spans.Remove(hash);
    }

    /// <summary>The section in which a sentence stood first, and that in which it came again (the same one, or a later one).</summary>
    private readonly record struct Seen(int First, int Second);

    /// <summary>A section with what it brought in, so that it can be taken back.</summary>
    private sealed record Entry(string Text)
    {
        public List<ulong> First { get; } = [];

        public List<ulong> Second { get; } = [];

        public List<ulong> Spans { get; } = [];
    }
}
