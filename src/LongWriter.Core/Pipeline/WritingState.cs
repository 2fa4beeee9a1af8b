namespace LongWriter;

/// <summary>
/// Everything that a stage may look at, rebuilt from the journal alone. Stages decide from it and nothing else, so a resumed
/// run decides exactly as an undisturbed one.
/// </summary>
/// <param name="Request">The request, with length and language resolved.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Length">The required length of the whole document in words.</param>
/// <param name="Index">The section that is being written, from 0.</param>
/// <param name="Sections">The accepted sections before it, in order.</param>
public sealed record WritingState(
    WritingRequest Request,
    WritingPlan Plan,
    LengthTarget Length,
    int Index,
    IReadOnlyList<WrittenSection> Sections)
{
    /// <summary>The reviewed drafts of the section at <see cref="Index"/>, in order; none of them is accepted yet.</summary>
    public IReadOnlyList<SectionDraft> Drafts { get; init; } = [];

    /// <summary>The step that is being written.</summary>
    public PlanStep Step => Plan.Steps[Index];

    /// <summary>Whether the section is the document's last.</summary>
    public bool IsLast => Index == Plan.Steps.Count - 1;

    /// <summary>The words of the accepted sections.</summary>
    public int Written => Sections.Sum(static s => s.Written);
}
