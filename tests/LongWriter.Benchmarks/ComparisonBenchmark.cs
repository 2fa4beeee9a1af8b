namespace LongWriter.Benchmarks;

/// <summary>False alarms and power of ways to tell two writers apart, over repeated pairs of runs.</summary>
internal static class ComparisonBenchmark
{
    private const int Draws = 1_000;

    private static readonly (string Name, Func<double[], ulong, bool> IsDifferent)[] Methods =
    [
        ("percentile bootstrap", static (d, seed) => Excludes(Percentile(d, seed))),
        ("BCa bootstrap", static (d, seed) => Excludes(BiasCorrected(d, seed))),
        ("studentised bootstrap", static (d, seed) => PairedStatistics.Interval(d, Draws, seed) is { } i && Excludes(i)),
        ("sign flips", static (d, seed) => PairedStatistics.SignFlipP(d, Draws - 1, seed) < PairedStatistics.Level),
    ];

    public static void Run(int repeats)
    {
        Console.WriteLine($"{repeats} repeats; lengths miss by a log-normal factor; per cent of repeats in which a difference is told");
        Console.WriteLine($"{"method",-24} {"prompts",7} {"noise",6} {"equal",7} {"S_l 10 % worse",15} {"10 % shorter",13}");
        foreach (var noise in new[] { 0.2, 0.4 })
        {
            foreach (var prompts in new[] { 24, 120 })
            {
                foreach (var (name, isDifferent) in Methods)
                {
                    int alarms = 0, worse = 0, shorter = 0;
                    for (var repeat = 0; repeat < repeats; repeat++)
                    {
                        var random = new SplitMix((ulong)repeat);
                        alarms += isDifferent(Differences(ref random, prompts, noise, 1, 1), (ulong)repeat) ? 1 : 0;
                        worse += isDifferent(Differences(ref random, prompts, noise, 0.9, 1), (ulong)repeat) ? 1 : 0;
                        shorter += isDifferent(Differences(ref random, prompts, noise, 1, 0.9), (ulong)repeat) ? 1 : 0;
                    }

                    Console.WriteLine($"{name,-24} {prompts,7} {noise,6:F1} {100.0 * alarms / repeats,7:F2} {100.0 * worse / repeats,15:F1} {100.0 * shorter / repeats,13:F1}");
                }
            }
        }
    }

    private static double[] Differences(ref SplitMix random, int prompts, double noise, double score, double length)
    {
        var differences = new double[prompts];
        for (var i = 0; i < prompts; i++)
            differences[i] = (score * Score(ref random, noise, length)) - Score(ref random, noise, 1);
        return differences;
    }

    private static double Score(ref SplitMix random, double noise, double length) => LengthScore.Compute(10_000, (int)(10_000 * length * Math.Exp(noise * random.NextNormal())));

    private static bool Excludes((double Low, double High) interval) => interval.Low > 0 || interval.High < 0;

    private static (double Low, double High) Percentile(double[] d, ulong seed)
    {
        var means = Means(d, seed);
        return (Quantiles.Of(means, 0.025), Quantiles.Of(means, 0.975));
    }

    /// <summary>Efron 1987, with the acceleration from the jackknife.</summary>
    private static (double Low, double High) BiasCorrected(double[] d, ulong seed)
    {
        var means = Means(d, seed);
        var mean = d.Average();
        var bias = InverseNormal(Math.Clamp(means.Count(m => m < mean) / (double)Draws, 1.0 / Draws, 1 - (1.0 / Draws)));
        var left = d.Select(v => ((mean * d.Length) - v) / (d.Length - 1)).ToArray();
        var middle = left.Average();
        var acceleration = left.Sum(v => Math.Pow(middle - v, 3)) / (6 * Math.Pow(left.Sum(v => (middle - v) * (middle - v)), 1.5));
        return (Quantiles.Of(means, Shift(-1.959964)), Quantiles.Of(means, Shift(1.959964)));

        double Shift(double z) => Normal(bias + ((bias + z) / (1 - (acceleration * (bias + z)))));
    }

    private static double[] Means(double[] d, ulong seed)
    {
        var random = new SplitMix(seed);
        var means = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            for (var k = 0; k < d.Length; k++)
                means[i] += d[random.Below(d.Length)] / d.Length;
        }

        Array.Sort(means);
        return means;
    }

    /// <summary>The normal distribution by its continued series (Marsaglia, J. Stat. Softw. 11(4), 2004).</summary>
    private static double Normal(double z)
    {
        if (Math.Abs(z) > 8)
            return z > 0 ? 1 : 0;

        double sum = z, term = z;
        for (var i = 3; sum + term != sum || i < 5; i += 2)
            sum += term *= z * z / i;
        return 0.5 + (sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
    }

    private static double InverseNormal(double p)
    {
        double low = -8, high = 8;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Normal(middle) < p ? (middle, high) : (low, middle);
        }

        return low;
    }
}
