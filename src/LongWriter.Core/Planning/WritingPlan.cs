namespace LongWriter;

/// <summary>
/// An ordered list of steps. Its text form (<see cref="ToString()"/>, <see cref="Parse"/>) is one line a step and round-trips,
/// so a plan can be shown, edited by hand and written days later.
/// </summary>
/// <param name="Steps">The steps in the order in which they are written. Their ids must differ.</param>
public sealed partial record WritingPlan(IReadOnlyList<PlanStep> Steps)
{
    /// <summary>The sum of the steps' words.</summary>
    public int Words => Steps.Sum(static s => s.Words);

    /// <summary>Makes a plan whose step ids are derived from the main points.</summary>
    /// <param name="steps">Main points and words, in order.</param>
    /// <exception cref="ArgumentException">A main point holds no letter, digit or symbol, or a number of words is out of range.</exception>
    public static WritingPlan Create(params IEnumerable<(string MainPoint, int Words)> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var made = steps.Select(static s => PlanStep.Create(s.MainPoint, s.Words)).ToList();
        var ids = PlanStepId.DeriveAll(made.Select(static s => s.MainPoint));
        return new([.. made.Select((s, i) => s with { Id = ids[i] })]);
    }

    /// <summary>Two plans are equal when their steps are equal in order.</summary>
    /// <param name="other">The plan to compare with.</param>
    public bool Equals(WritingPlan? other) => other is not null && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc />
    public override int GetHashCode() => Steps.Aggregate(0, static (h, s) => HashCode.Combine(h, s));
}
