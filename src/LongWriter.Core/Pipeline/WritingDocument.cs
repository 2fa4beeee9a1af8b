namespace LongWriter;

/// <summary>How a run ended.</summary>
public enum WritingStatus
{
    /// <summary>All sections are written.</summary>
    Completed,

    /// <summary>Only the plan was asked for, and is ready.</summary>
    Planned,

    /// <summary>The budget would not cover the next call. The sections so far are usable; a raised budget resumes the run.</summary>
    BudgetExhausted,
}

/// <summary>A written document.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Status">How the run ended.</param>
/// <param name="Request">The request, with length and language resolved.</param>
/// <param name="Plan">The plan that it was written to.</param>
/// <param name="Sections">The accepted sections in order.</param>
public sealed record WritingDocument(
    string RunId,
    WritingStatus Status,
    WritingRequest Request,
    WritingPlan Plan,
    IReadOnlyList<WrittenSection> Sections)
{
    /// <summary>What stands between two sections: a blank line.</summary>
    public const string SectionSeparator = "\n\n";

    private string? _text;

    /// <summary>The required length in words.</summary>
    public LengthTarget RequiredLength { get; init; }

    /// <summary>The words of <see cref="Text"/>, by <see cref="Counter"/>.</summary>
    public int Words { get; init; }

    /// <summary>The name of the counter that <see cref="Words"/> was counted with.</summary>
    public string Counter { get; init; } = "";

    /// <summary>S_l of <see cref="Words"/> against <see cref="RequiredLength"/>, 0 to 100 (LongWriter, section 4.2).</summary>
    public double LengthScore { get; init; }

    /// <summary>How the written length compares with the required one.</summary>
    public LengthOutcome Outcome { get; init; }

    /// <summary>Calls and tokens of the whole run, earlier calls included.</summary>
    public RunUsage Usage { get; init; } = new();

    /// <summary>What the run cost, in the currency of the configured prices; <see langword="null"/> where a price is unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The time spent on the run, without the time between a stop and its resume.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The document's text: the sections, separated by blank lines.</summary>
    public string Text => _text ??= string.Join(SectionSeparator, Sections.Select(static s => s.Text));
}
