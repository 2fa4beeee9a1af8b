using System.Text;

namespace LongWriter;

/// <summary>
/// A view of a document while it is written: the finished sections, and the drafts that grow behind them. Ends equal to the
/// document's text. Not safe for concurrent use.
/// </summary>
public sealed class LiveDocument
{
    private readonly StringBuilder _finished = new();
    private readonly SortedDictionary<int, (int Draft, StringBuilder Text)> _drafts = [];
    private int _sections;

    /// <summary>The final text so far.</summary>
    public string Finished => _finished.ToString();

    /// <summary>The final text so far with the current drafts behind it, in the sections' order.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder().Append(_finished);
            foreach (var (_, draft) in _drafts.Values)
            {
                if (text.Length > 0)
                    text.Append(WritingDocument.SectionSeparator);
                text.Append(draft);
            }

            return text.ToString();
        }
    }

    /// <summary>Takes the next update of a run.</summary>
    /// <param name="update">The update.</param>
    public void Apply(WritingUpdate update)
    {
        switch (update)
        {
            case DraftUpdate draft when draft.Index >= _sections:
                Grow(draft);
                break;
            case SectionFinishedUpdate finished:
                _drafts.Remove(finished.Section.Index);
                _sections = finished.Section.Index + 1;
                _finished.Append(finished.Text);
                break;
            case DocumentFinishedUpdate:
                // What is still a draft was never accepted.
                _drafts.Clear();
                break;
        }
    }

    private void Grow(DraftUpdate update)
    {
        if (!_drafts.TryGetValue(update.Index, out var known) || known.Draft < update.Draft)
            _drafts[update.Index] = known = (update.Draft, new StringBuilder());

        if (known.Draft == update.Draft)
            known.Text.Append(update.Delta);
    }
}
