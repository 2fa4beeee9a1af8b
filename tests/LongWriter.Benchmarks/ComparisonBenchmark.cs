namespace LongWriter.Benchmarks;

/// <summary>False alarms and power of ways to tell two writers apart, over repeated pairs of runs.</summary>
internal static class ComparisonBenchmark
{
    private const int Draws = 1_000;
    private const int Required = 10_000;

    // what the sentence of a comparison goes by
    private const string Both = "flips and studentised";

    private static readonly (string Name, Func<double[], ulong, bool> IsDifferent)[] Methods =
    [
        ("percentile bootstrap", static (d, seed) => PairedStatistics.Excludes(Percentile(d, seed))),
        ("BCa bootstrap", static (d, seed) => PairedStatistics.Excludes(BiasCorrected(d, seed))),
        ("studentised bootstrap", static (d, seed) => PairedStatistics.Excludes(PairedStatistics.Interval(d, Draws, seed))),
        ("sign flips", static (d, seed) => PairedStatistics.SignFlipP(d, Draws - 1, seed) < PairedStatistics.Level),
        (Both, static (d, seed) => PairedStatistics.IsTold(PairedStatistics.SignFlipP(d, Draws - 1, seed + 1), PairedStatistics.Interval(d, Draws, seed))),
    ];

    public static void Run(int repeats, bool all)
    {
        Console.WriteLine($"{repeats} repeats; lengths miss by a log-normal factor; per cent of repeats in which a difference is told");
        Console.WriteLine($"{"figure",-22} {"method",-24} {"prompts",7} {"samples",7} {"noise",6} {"equal",7} {"S_l 10 % worse",15} {"10 % shorter",13}");
        foreach (var noise in new[] { 0.2, 0.4 })
        {
            foreach (var (prompts, samples) in new[] { (24, 1), (120, 1), (24, 4) })
            {
                foreach (var (name, isDifferent) in Methods.Where(m => all || m.Name == Both))
                    Measure(repeats, name, isDifferent, prompts, samples, noise);
            }
        }
    }

    private static void Measure(int repeats, string method, Func<double[], ulong, bool> isDifferent, int prompts, int samples, double noise)
    {
        int[] scores = [0, 0, 0], ratios = [0, 0, 0];
        Parallel.For(0, repeats, repeat =>
        {
            var random = new SplitMix((ulong)repeat);
            foreach (var (kind, share, length) in new[] { (0, 1.0, 1.0), (1, 0.9, 1), (2, 1, 0.9) })
            {
                var (score, ratio) = Differences(ref random, prompts, samples, noise, share, length);
                if (isDifferent(score, (ulong)repeat))
                    Interlocked.Increment(ref scores[kind]);
                if (isDifferent(ratio, (ulong)repeat))
                    Interlocked.Increment(ref ratios[kind]);
            }
        });
        Print("S_l", scores, $"{100.0 * scores[1] / repeats:F1}");
        // a score that is lower without the length being another is none of its business
        Print(LengthRatio.Name, ratios, "");

        void Print(string figure, int[] told, string worse) =>
            Console.WriteLine($"{figure,-22} {method,-24} {prompts,7} {samples,7} {noise,6:F1} {100.0 * told[0] / repeats,7:F2} {worse,15} {100.0 * told[2] / repeats,13:F1}");
    }

    /// <summary>Differences of S_l and of the logarithm of written by required words, between the same texts.</summary>
    private static (double[] Score, double[] Ratio) Differences(ref SplitMix random, int prompts, int samples, double noise, double share, double length)
    {
        var (scores, ratios) = (new double[prompts], new double[prompts]);
        for (var i = 0; i < prompts; i++)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                var (second, first) = (Written(ref random, noise, length), Written(ref random, noise, 1));
                scores[i] += ((share * LengthScore.Compute(Required, second)) - LengthScore.Compute(Required, first)) / samples;
                ratios[i] += (LengthRatio.Of(Required, second) - LengthRatio.Of(Required, first)) / samples;
            }
        }

        return (scores, ratios);
    }

    private static int Written(ref SplitMix random, double noise, double length) => (int)(Required * length * Math.Exp(noise * random.NextNormal()));

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
