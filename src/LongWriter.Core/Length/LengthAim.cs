namespace LongWriter;

/// <summary>The range in which a document's length is met, and the point in it to aim at.</summary>
/// <param name="Low">The least words.</param>
/// <param name="Aim">The words to aim at.</param>
/// <param name="High">The greatest words.</param>
internal readonly record struct LengthAim(int Low, int Aim, int High)
{
    /// <summary>
    /// A stated end of the range is taken as it is; an end that is not stated lies a tolerance away from the target. The aim is the
    /// target itself, moved in from an edge that it stands at ("at least 400 words"): by a tolerance, or a quarter of a narrower range.
    /// </summary>
    public static LengthAim Of(LengthTarget target, double tolerance)
    {
        var low = target.Minimum ?? Math.Min(target.Words, target.Maximum ?? int.MaxValue) * (1 - tolerance);
        var high = target.Maximum ?? Math.Max(target.Words, target.Minimum ?? 0) * (1 + tolerance);
        var inner = Math.Min((high - low) / 4, tolerance * target.Words);
        var aim = target is { Minimum: null, Maximum: null } ? target.Words : Math.Clamp(target.Words, low + inner, high - inner);
        return new((int)Math.Ceiling(low), (int)Math.Round(aim), (int)Math.Floor(high));
    }

    /// <summary>How a written length compares with the range.</summary>
    public LengthOutcome Judge(int words, bool cutOff) =>
        words < Low ? (cutOff ? LengthOutcome.Truncated : LengthOutcome.Under) : words > High ? LengthOutcome.Over : LengthOutcome.Met;
}
