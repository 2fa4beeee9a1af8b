namespace LongWriter;

/// <summary>How far a run in a journal has come.</summary>
public enum RunProgress
{
    /// <summary>There is no plan yet.</summary>
    Started,

    /// <summary>There is a plan, and some of its sections may be written.</summary>
    Writing,

    /// <summary>All sections are written.</summary>
    Completed,
}

/// <summary>A run as its journal tells it, also while it is being written.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Request">The request.</param>
/// <param name="Progress">How far it has come.</param>
/// <param name="Sections">The accepted sections in order.</param>
public sealed record WritingRun(string Id, DateTimeOffset StartedAt, WritingRequest Request, RunProgress Progress, IReadOnlyList<WrittenSection> Sections)
{
    /// <summary>The language that is written in.</summary>
    public string Language { get; init; } = "";

    /// <summary>The name of the counter that words are counted with.</summary>
    public string Counter { get; init; } = "";

    /// <summary>The plan, or <see langword="null"/> before it is made.</summary>
    public WritingPlan? Plan { get; init; }

    /// <summary>The required length, or <see langword="null"/> before the plan is made.</summary>
    public LengthTarget? Length { get; init; }

    /// <summary>Drafts that were not accepted, by section, with what the writer was told and what the reviewers said.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<SectionDraft>> RejectedDrafts { get; init; } = new Dictionary<int, IReadOnlyList<SectionDraft>>();

    /// <summary>Calls and tokens.</summary>
    public RunUsage Usage { get; init; } = new();

    /// <summary>Cost in the currency of the configured prices; <see langword="null"/> where a price was unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The time spent on the run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The words written so far.</summary>
    public int Words => Sections.Sum(static s => s.Written);

    /// <summary>The text written so far.</summary>
    public string Text => string.Join(WritingDocument.SectionSeparator, Sections.Select(static s => s.Text));
}
