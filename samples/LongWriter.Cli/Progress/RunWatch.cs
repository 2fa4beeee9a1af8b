using System.Text;

namespace LongWriter.Cli.Progress;

/// <summary>What the updates of a run add up to, for a view. Not safe for concurrent use.</summary>
internal sealed class RunWatch(WritingRequest request, string writer, TimeProvider time)
{
    private const int NoticesKept = 3;

    private readonly long _started = time.GetTimestamp();
    private readonly Dictionary<int, (int Draft, StringBuilder Text)> _drafts = [];
    private readonly List<SectionFinishedUpdate> _finished = [];
    private readonly Queue<WritingNotice> _notices = new();
    private long? _writing;
    private int _resumedWords;

    public string RunId { get; } = request.Id ?? "";

    /// <summary>The title, or what was asked for.</summary>
    public string Subject { get; } = request.Title ?? request.Instruction;

    /// <summary>Who writes.</summary>
    public string Writer { get; } = writer;

    public WritingPlan? Plan { get; private set; }

    public LengthTarget Length { get; private set; }

    public WritingDocument? Document { get; private set; }

    public IReadOnlyList<SectionFinishedUpdate> Finished => _finished;

    /// <summary>The latest notices, oldest first.</summary>
    public IEnumerable<WritingNotice> Notices => _notices;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>The words of the accepted sections.</summary>
    public int Words => _finished.Count == 0 ? 0 : _finished[^1].Words;

    /// <summary>The completion tokens of the accepted sections' drafts, where the server tells.</summary>
    public long Tokens => _finished.Sum(static f => f.Section.OutputTokens);

    public void Apply(WritingUpdate update)
    {
        switch (update)
        {
            case PlanReadyUpdate ready:
                (Plan, Length, _writing) = (ready.Plan, ready.Length, time.GetTimestamp());
                break;
            case DraftUpdate draft when draft.Index >= _finished.Count:
                Grow(draft);
                break;
            case SectionFinishedUpdate finished:
                _drafts.Remove(finished.Section.Index);
                _finished.Add(finished);
                _resumedWords = finished.Resumed ? finished.Words : _resumedWords;
                break;
            case NoticeUpdate { Notice: var notice }:
                _notices.Enqueue(notice);
                if (_notices.Count > NoticesKept)
                    _notices.Dequeue();
                break;
            case DocumentFinishedUpdate end:
                Document = end.Document;
                _drafts.Clear();
                break;
        }
    }

    /// <summary>The words of a section's current draft, and the draft's number; null where none is being written.</summary>
    public (int Words, int Draft)? DraftOf(int index) =>
        _drafts.TryGetValue(index, out var draft) ? (CountWords(draft.Text.ToString()), draft.Draft) : null;

    /// <summary>Accepted words and those of the drafts, each up to what its step plans.</summary>
    public int WordsWithDrafts => Words + _drafts.Keys.Sum(i => Math.Min(DraftOf(i)!.Value.Words, Plan!.Steps[i].Words));

    /// <summary>The time that the missing words take at the speed of those that this call wrote; null while that is too few to tell.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            if (_writing is not { } start || Document is not null)
                return null;

            var (spent, made, missing) = (time.GetElapsedTime(start), WordsWithDrafts - _resumedWords, Length.Words - WordsWithDrafts);
            return made < 100 || spent < TimeSpan.FromSeconds(1) || missing <= 0 ? null : spent * ((double)missing / made);
        }
    }

    private void Grow(DraftUpdate update)
    {
        if (!_drafts.TryGetValue(update.Index, out var known) || known.Draft < update.Draft)
            _drafts[update.Index] = known = (update.Draft, new StringBuilder());

        if (known.Draft == update.Draft)
            known.Text.Append(update.Delta);
    }

    /// <summary>A draft's language is not told before the end; the counter that finds more is the one that can read it.</summary>
    private int CountWords(string text) => request.Language is { } language
        ? WordCounters.ForLanguage(language).Count(text)
        : Math.Max(WordCounters.LongWriter.Count(text), WordCounters.Unicode.Count(text));
}
