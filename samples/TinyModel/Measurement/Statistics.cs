using TinyModel.Corpus;

namespace TinyModel.Measurement;

/// <summary>Figures of samples.</summary>
internal static class Statistics
{
    private const int Resamples = 2_000;

    /// <summary>The value below which a share of the samples lies, between neighbours in proportion.</summary>
    public static double Quantile(IEnumerable<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        var at = share * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    /// <summary>The 95 % interval of a mean by the percentile bootstrap (Efron 1979): 2,000 resamples, seeded.</summary>
    public static Interval MeanInterval(IReadOnlyList<double> samples, ulong seed = 1)
    {
        if (samples.Count == 0)
            throw new ArgumentException("There are no samples.", nameof(samples));

        var choices = new Choices(seed);
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            double sum = 0;
            for (var k = 0; k < samples.Count; k++)
                sum += samples[(int)(choices.Uniform() * samples.Count)];
            means[i] = sum / samples.Count;
        }

        return new(samples.Average(), Quantile(means, 0.025), Quantile(means, 0.975));
    }
}

/// <summary>A mean and its 95 % interval.</summary>
internal sealed record Interval(double Mean, double Low, double High);
