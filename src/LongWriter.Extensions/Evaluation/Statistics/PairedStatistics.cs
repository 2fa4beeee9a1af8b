namespace LongWriter;

/// <summary>
/// What paired differences say. The test is by sign flips: had two equal writers answered, each difference could as well have the other sign, so its false alarms
/// are those that its level says, whatever the differences look like. The interval is a symmetric studentised bootstrap (Hall, Ann. Statist. 16, 1988), since
/// the plain percentile bootstrap is too narrow for few prompts. A difference is told where both do: where one prompt is far from all others the flips may tell one, and the
/// interval still holds none.
/// </summary>
internal static class PairedStatistics
{
    public const double Level = 0.05;

    /// <summary>Fewer differences say nothing.</summary>
    public const int LeastPairs = 6;

    private const double Equal = 1e-9;

    /// <summary>The two-sided p of no difference, by random sign flips of the differences.</summary>
    /// <param name="differences">The differences, one a prompt.</param>
    /// <param name="flips">How many flips to draw; the p is never below 1/(flips + 1).</param>
    /// <param name="seed">Begins the flips.</param>
    public static double SignFlipP(ReadOnlySpan<double> differences, int flips, ulong seed)
    {
        var sum = 0.0;
        var size = 0.0;
        foreach (var d in differences)
        {
            sum += d;
            size += Math.Abs(d);
        }

        // sums of the same numbers differ in their last digits
        var limit = Math.Abs(sum) - (size * Equal);
        var random = new SplitMix(seed);
        var asFar = 0;
        for (var flip = 0; flip < flips; flip++)
        {
            var flipped = 0.0;
            for (var i = 0; i < differences.Length;)
            {
                var bits = random.Next();
                for (var end = Math.Min(i + 64, differences.Length); i < end; i++, bits >>= 1)
                    flipped += (bits & 1) == 0 ? differences[i] : -differences[i];
            }

            asFar += Math.Abs(flipped) >= limit ? 1 : 0;
        }

        return (asFar + 1.0) / (flips + 1);
    }

    /// <summary>The 95 % interval of the mean difference; null where there are too few differences for one.</summary>
    /// <param name="differences">The differences, one a prompt.</param>
    /// <param name="draws">How many samples to draw.</param>
    /// <param name="seed">Begins the draws.</param>
    public static (double Low, double High)? Interval(ReadOnlySpan<double> differences, int draws, ulong seed)
    {
        var n = differences.Length;
        if (n < LeastPairs)
            return null;

        var (mean, error) = MeanAndError(differences);
        if (error == 0)
            return (mean, mean);

        var random = new SplitMix(seed);
        var drawn = new double[n];
        var ratios = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            for (var i = 0; i < n; i++)
                drawn[i] = differences[random.Below(n)];
            var (itsMean, itsError) = MeanAndError(drawn);
            ratios[draw] = itsError > 0 ? Math.Abs(itsMean - mean) / itsError : itsMean == mean ? 0 : double.MaxValue;
        }

        Array.Sort(ratios);
        var reach = Math.Min(Quantiles.Of(ratios, 1 - Level), Math.Sqrt(n) * 10) * error;
        return (mean - reach, mean + reach);
    }

    /// <summary>Whether a difference is told from chance: the test is below its level, and there is an interval, which leaves 0 out.</summary>
    public static bool IsTold(double p, (double Low, double High)? interval) => p < Level && Excludes(interval);

    /// <summary>Whether there is an interval, and 0 is not in it.</summary>
    public static bool Excludes((double Low, double High)? interval) => interval is { } there && (there.Low > 0 || there.High < 0);

    /// <summary>The two-sided p of an exact sign test: as many wins as losses.</summary>
    public static double SignTestP(int wins, int losses)
    {
        var n = wins + losses;
        if (n == 0)
            return 1;

        // the binomial tail at one half, in logarithms so that nothing underflows
        var tail = 0.0;
        var log = -n * Math.Log(2);
        for (var k = 0; k <= Math.Min(wins, losses); k++)
        {
            tail += Math.Exp(log);
            log += Math.Log((n - k) / (k + 1.0));
        }

        return Math.Min(1, 2 * tail);
    }

    private static (double Mean, double Error) MeanAndError(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }
}
