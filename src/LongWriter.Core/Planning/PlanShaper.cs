using System.Globalization;

namespace LongWriter;

/// <summary>
/// Brings the lengths of a plan into their band: fills in missing counts, rescales to the required length, merges neighbours
/// that would fall below the minimum. Order and main points are kept. Pure.
/// </summary>
internal static class PlanShaper
{
    /// <summary>A sum within this factor of the required length is rescaled; beyond it the model has planned another document.</summary>
    private const int SaneFactor = 4;

    /// <summary>A share up to a quarter above the maximum is capped and its words go to the other steps; beyond it the step is too long.</summary>
    private const double CapSlack = 1.25;

    /// <summary>A share down to a tenth below the minimum is lifted; below that the step is merged.</summary>
    private const double LiftSlack = 0.9;

    /// <summary>Shapes a plan that <see cref="PlanCheck"/> found nothing against.</summary>
    /// <param name="entries">The steps as they were read; at least one.</param>
    /// <param name="band">The lengths needed.</param>
    /// <param name="chinese">Whether main points are joined and divided in Chinese.</param>
    /// <param name="force">Whether a plan of unfit lengths is made to fit, by dividing steps, rather than refused.</param>
    /// <param name="leftOut">Steps that were left out already since they repeated others; the warning says so.</param>
    public static ShapedPlan Shape(IReadOnlyList<PlanEntry> entries, PlanBand band, bool chinese, bool force, int leftOut = 0)
    {
        var weights = Weights(entries, band);
        var sum = weights.Sum();
        var required = band.Required ?? Math.Min(sum, Math.Min(band.Limit, (long)SaneFactor * band.Maximum * entries.Count));
        var isOff = sum > required * SaneFactor || sum * SaneFactor < required;
        if (isOff && !force)
            return new([], new(PlanFaultKind.SumOff, sum, required));

        var noCounts = band.Required is null && entries.All(static e => e.Count is null);
        if (noCounts && !force)
            return new([], new(PlanFaultKind.NoCounts));

        var fewest = (int)((required + band.Maximum - 1) / band.Maximum);
        var most = (int)Math.Max(Math.Max(required / band.Minimum, fewest), 1);
        var steps = entries.Select((e, i) => new Piece(e.Point, (double)weights[i] * required / sum)).ToList();
        var limit = band.Maximum * CapSlack;
        var tooLong = steps.FindIndex(s => s.Share > limit);
        var divide = steps.Count < fewest || tooLong >= 0;
        if (divide && !force)
            return new([], steps.Count < fewest ? new(PlanFaultKind.TooFewSteps, steps.Count, band.Maximum) : new(PlanFaultKind.StepTooLong, tooLong + 1, band.Maximum));

        if (divide)
            steps = Divide(steps, limit, fewest, most, chinese);

        Merge(steps, band.Minimum * LiftSlack, fewest, most, chinese ? "；" : "; ");
        var words = PlanAllocation.Share([.. steps.Select(static s => s.Share)], (int)required, band.Minimum, band.Maximum);
        return new([.. steps.Select((s, i) => new ShapedStep(s.Point, words[i]))], null, Warning(leftOut, isOff, noCounts, divide, sum, required));
    }

    // A step without a count gets its part of what the others leave of the required length, or the mean of theirs.
    private static long[] Weights(IReadOnlyList<PlanEntry> entries, PlanBand band)
    {
        var known = entries.Where(static e => e.Count is not null).Sum(static e => e.Count!.Value);
        var missing = entries.Count(static e => e.Count is null);
        var mean = missing == entries.Count
            ? (band.Required is { } whole ? Math.Max(whole / missing, 1) : band.Typical)
            : Math.Max(known / (entries.Count - missing), 1);
        var left = missing > 0 && band.Required is { } required ? (required - known) / missing : 0;
        var filled = left >= band.Minimum / 2 && left <= band.Maximum && left > 0 ? left : mean;
        return [.. entries.Select(e => e.Count ?? filled)];
    }

    private static List<Piece> Divide(List<Piece> steps, double limit, int fewest, int most, bool chinese)
    {
        var parts = Enumerable.Repeat(1, steps.Count).ToArray();
        var queue = new PriorityQueue<int, (double Share, int Index)>();
        for (var i = 0; i < steps.Count; i++)
            queue.Enqueue(i, (-steps[i].Share, i));

        for (var count = steps.Count; count < fewest || (steps[queue.Peek()].Share / parts[queue.Peek()] > limit && count < most); count++)
        {
            var longest = queue.Dequeue();
            parts[longest]++;
            queue.Enqueue(longest, (-steps[longest].Share / parts[longest], longest));
        }

        return [.. steps.SelectMany((step, i) => Enumerable.Range(1, parts[i]).Select(part => parts[i] == 1 ? step : new Piece(Name(step.Point, part, parts[i], chinese), step.Share / parts[i])))];
    }

    private static string Name(string point, int part, int parts, bool chinese) => chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{point}（第{part}部分，共{parts}部分）")
        : string.Create(CultureInfo.InvariantCulture, $"{point} (part {part} of {parts})");

    private static void Merge(List<Piece> steps, double least, int fewest, int most, string separator)
    {
        while (steps.Count > 1)
        {
            var small = 0;
            for (var i = 1; i < steps.Count; i++)
            {
                if (steps[i].Share < steps[small].Share)
                    small = i;
            }

            if (steps.Count <= most && (steps[small].Share >= least || steps.Count <= fewest))
                return;

            var first = small == 0 || (small + 1 < steps.Count && steps[small + 1].Share < steps[small - 1].Share) ? small : small - 1;
            var (one, two) = (steps[first], steps[first + 1]);
            steps[first] = new(one.Point + separator + two.Point, one.Share + two.Share);
            steps.RemoveAt(first + 1);
        }
    }

    private static string? Warning(int leftOut, bool isOff, bool noCounts, bool divided, long sum, long required)
    {
        var parts = new List<string>();
        if (leftOut > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"steps with the main point of an earlier one were left out ({leftOut})"));

        if (isOff)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"its word counts added up to {sum} and were rescaled to {required}"));

        if (noCounts)
            parts.Add("it had no word counts, so each step got a typical one");

        if (divided)
            parts.Add("steps that were too long were divided");

        return parts.Count == 0 ? null : "The plan was made to fit: " + string.Join("; ", parts) + ".";
    }

    private readonly record struct Piece(string Point, double Share);
}
