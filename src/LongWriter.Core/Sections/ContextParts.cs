namespace LongWriter;

/// <summary>The sections' texts as prompt parts, made once a run instead of once a call.</summary>
internal sealed class ContextParts
{
    private readonly Lock _lock = new();
    private readonly List<(WrittenSection Section, string Part)> _parts = [];

    /// <summary>The parts of sections <paramref name="from"/> up to the state's index.</summary>
    public string[] Of(IReadOnlyList<WrittenSection> sections, int from = 0)
    {
        lock (_lock)
        {
            for (var i = 0; i < sections.Count; i++)
            {
                if (i < _parts.Count && ReferenceEquals(_parts[i].Section, sections[i]))
                    continue;

                _parts.RemoveRange(Math.Min(i, _parts.Count), Math.Max(0, _parts.Count - i));
                _parts.Add((sections[i], sections[i].Text + WritingDocument.SectionSeparator));
            }

            var result = new string[Math.Max(0, sections.Count - from)];
            for (var i = from; i < sections.Count; i++)
                result[i - from] = _parts[i].Part;

            return result;
        }
    }
}
