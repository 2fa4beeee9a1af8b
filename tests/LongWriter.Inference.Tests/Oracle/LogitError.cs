namespace LongWriter.Tests;

/// <summary>How far computed logits are from exact ones.</summary>
internal static class LogitError
{
    /// <summary>Root of the mean squared difference over that of the exact logits: 0 for equal rows.</summary>
    public static double Relative(ReadOnlySpan<float> actual, double[] exact)
    {
        Assert.Equal(exact.Length, actual.Length);
        double difference = 0, size = 0;
        for (var i = 0; i < exact.Length; i++)
        {
            difference += (actual[i] - exact[i]) * (actual[i] - exact[i]);
            size += exact[i] * exact[i];
        }

        return Math.Sqrt(difference / size);
    }

    /// <summary>The index of the largest logit, and by how much it is above the second.</summary>
    public static (int Index, double Margin) Best(double[] logits)
    {
        var order = Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).Take(2).ToArray();
        return (order[0], logits[order[0]] - logits[order[1]]);
    }
}
