using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What the records of a run add up to.</summary>
internal sealed class RunHistory
{
    public RunStarted? Start { get; private set; }

    public SortedDictionary<string, string>? Settings { get; private set; }

    /// <summary>What the writer sees of the text so far; chosen at the start, or when changed settings were accepted.</summary>
    public ContextMode Context { get; private set; }

    /// <summary>The window of a windowed context, where it is not the configured one.</summary>
    public int? Window { get; private set; }

    public PlanMade? Plan { get; private set; }

    public List<WrittenSection> Sections { get; } = [];

    public Dictionary<int, List<SectionDraft>> Drafts { get; } = [];

    public Dictionary<string, string> Memory { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ServedSinks { get; } = new(StringComparer.Ordinal);

    public RunEnded? End { get; private set; }

    public Spend Spent { get; private set; } = new();

    /// <summary>Takes one more record.</summary>
    /// <exception cref="FormatException">The record does not fit those before it.</exception>
    /// <exception cref="NotSupportedException">A newer version has written it.</exception>
    public void Apply(RunRecord record)
    {
        if (Start is null && record is not RunStarted)
            throw new FormatException("the journal does not begin with the run's request");

        // Written from several tasks at once, records may carry an older figure than the one before.
        if (record.Spent is { } spent && spent.Started >= Spent.Started)
            Spent = spent;

        switch (record)
        {
            case RunStarted start:
                if (start.V > RunStarted.Version)
                    throw new NotSupportedException($"it is of schema {start.V}, and this version reads up to {RunStarted.Version}");
                Start = start;
                (Settings, Context, Window) = (start.Settings, start.Context, start.Window);
                break;
            case SettingsAccepted accepted:
                (Settings, Context, Window) = (accepted.Settings, accepted.Context ?? Context, accepted.Window);
                break;
            case PlanMade plan:
                Replan(plan);
                break;
            case DraftReviewed draft:
                Add(draft);
                break;
            case SectionAccepted section:
                Add(section);
                break;
            case TextRemembered memo:
                Memory[memo.Key] = memo.Text;
                break;
            case SinkServed sink:
                ServedSinks.Add(sink.Sink);
                break;
            case RunEnded end:
                End = end;
                break;
        }
    }

    private void Replan(PlanMade plan)
    {
        Plan = plan;
        End = null;
        ServedSinks.Clear();
        Drafts.Clear();
        if (plan.Keep < Sections.Count || plan.Kept is not null)
        {
            WrittenSection[] kept = [.. (plan.Kept ?? [.. Enumerable.Range(0, plan.Keep)]).Select((from, to) => Sections[from] with { Index = to })];
            Sections.Clear();
            Sections.AddRange(kept);
            foreach (var key in Memory.Keys.Where(static k => k.StartsWith(SummaryContext.KeyPrefix, StringComparison.Ordinal)).ToList())
                Memory.Remove(key);
        }
    }

    private void Add(DraftReviewed record)
    {
        if (!Drafts.TryGetValue(record.Section, out var drafts))
            Drafts[record.Section] = drafts = [];

        var d = record.Draft;
        // A draft takes the place of its own unreviewed self, or begins a section anew.
        drafts.RemoveAll(known => known.Number >= d.Number);
        drafts.Add(new SectionDraft(d.Number, d.Text, d.Asked, d.Words)
        {
            Action = d.Action,
            DraftWords = d.DraftWords,
            FinishReason = d.Finish is null ? null : new ChatFinishReason(d.Finish),
            Prompt = d.Prompt,
            OutputTokens = d.Output,
            ReasoningTokens = d.Reasoning,
            Original = d.Original,
            Verdict = d.Reviewed ? new SectionVerdict { Next = d.Next, Feedback = d.Feedback, Cost = d.Cost } : null,
        });
    }

    private void Add(SectionAccepted record)
    {
        var s = record.Section;
        if (s.Index != Sections.Count)
            throw new FormatException($"it holds section {s.Index} where {Sections.Count} is next");
        if (RunRecordCodec.HashOf(s.Text) != record.Hash)
            throw new FormatException($"the text of section {s.Index} does not match its hash");

        Sections.Add(new WrittenSection(s.Index, s.StepId, s.Asked, s.Written, s.Text)
        {
            Goal = s.Goal,
            DraftWords = s.DraftWords,
            Outcome = s.Outcome,
            FinishReason = s.Finish is null ? null : new ChatFinishReason(s.Finish),
            Drafts = s.Drafts,
            OutputTokens = s.Output,
            ReasoningTokens = s.Reasoning,
        });
        Drafts.Remove(s.Index);
    }
}
