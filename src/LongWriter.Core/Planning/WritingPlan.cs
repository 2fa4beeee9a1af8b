namespace LongWriter;

/// <summary>One step of a plan: what one section is about and how many words it gets.</summary>
/// <param name="Id">Stable id of the step within its plan. Derived from the main point unless given.</param>
/// <param name="MainPoint">What the section is about, on one line.</param>
/// <param name="Words">The words planned for it.</param>
public sealed record PlanStep(string Id, string MainPoint, int Words);

/// <summary>
/// An ordered list of steps. Its text form (<see cref="ToString"/>, <see cref="Parse"/>) is one line a step and round-trips,
/// so a plan can be shown, edited by hand and written days later.
/// </summary>
/// <param name="Steps">The steps in the order in which they are written.</param>
public sealed partial record WritingPlan(IReadOnlyList<PlanStep> Steps)
{
    /// <summary>The sum of the steps' words.</summary>
    public int Words => Steps.Sum(static s => s.Words);

    /// <summary>Two plans are equal when their steps are equal in order.</summary>
    /// <param name="other">The plan to compare with.</param>
    public bool Equals(WritingPlan? other) => other is not null && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc />
    public override int GetHashCode() => Steps.Aggregate(0, static (h, s) => HashCode.Combine(h, s));
}
