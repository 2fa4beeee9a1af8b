namespace LongWriter;

/// <summary>Something that happened in a run. The concatenation of all updates' <see cref="Text"/> is the document's text.</summary>
public abstract record WritingUpdate
{
    /// <summary>The run's id.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Final text that this update adds to the document; empty for all but <see cref="SectionFinishedUpdate"/>.</summary>
    public virtual string Text => "";
}

/// <summary>The plan is made and durable.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Length">The required length of the document in words.</param>
/// <param name="Estimate">What writing it is expected to take.</param>
public sealed record PlanReadyUpdate(WritingPlan Plan, LengthTarget Length, WritingEstimate Estimate) : WritingUpdate
{
    /// <summary>Whether the plan comes from the journal of an earlier call.</summary>
    public bool Resumed { get; init; }
}

/// <summary>A piece of a draft. Revocable: a higher draft number replaces the lower, and the finished section replaces both.</summary>
/// <param name="Index">The section, from 0.</param>
/// <param name="Draft">The draft's number within this call, counting from 1; a retried call takes the next number.</param>
/// <param name="Delta">The text added to that draft.</param>
public sealed record DraftUpdate(int Index, int Draft, string Delta) : WritingUpdate;

/// <summary>A section is accepted and durable.</summary>
/// <param name="Section">The section.</param>
/// <param name="Words">The document's words so far.</param>
/// <param name="LengthScore">S_l of the words so far against the words planned so far, 0 to 100.</param>
public sealed record SectionFinishedUpdate(WrittenSection Section, int Words, double LengthScore) : WritingUpdate
{
    /// <summary>Whether the section comes from the journal of an earlier call.</summary>
    public bool Resumed { get; init; }

    /// <summary>The section's text, with the blank line before it that separates it from the section before.</summary>
    public override string Text => Section.Index == 0 ? Section.Text : WritingDocument.SectionSeparator + Section.Text;
}

/// <summary>Something worth knowing that does not change the text: a retry, a wait, a warning.</summary>
/// <param name="Notice">What happened.</param>
public sealed record NoticeUpdate(WritingNotice Notice) : WritingUpdate;

/// <summary>The run has ended. Always the last update.</summary>
/// <param name="Document">The document, whole or partial as its status says.</param>
public sealed record DocumentFinishedUpdate(WritingDocument Document) : WritingUpdate;
