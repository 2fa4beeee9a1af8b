namespace LongWriter;

/// <summary>Quantiles of samples.</summary>
internal static class Quantiles
{
    /// <summary>A quantile by linear interpolation between the order statistics (Hyndman and Fan 1996, type 7).</summary>
    /// <param name="sorted">The values in ascending order; at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Of(IReadOnlyList<double> sorted, double share)
    {
        var at = share * (sorted.Count - 1);
        var below = (int)Math.Floor(at);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }

    public static double Median(IEnumerable<double> values) => Of([.. values.Order()], 0.5);
}
