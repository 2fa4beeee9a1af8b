namespace LongWriter.Tests;

internal static class SamplerRuns
{
    /// <summary>The distribution that the chain draws from.</summary>
    public static double[] Distribution(SamplingOptions options, float[] logits, int[]? tokens = null, int promptLength = 0, int[]? masked = null)
    {
        var set = new CandidateSet(logits.Length);
        var sampler = new TokenSampler(options, 1, masked ?? []);
        sampler.Score(logits, tokens ?? [], promptLength, masked is not null, set);
        var result = new double[logits.Length];
        if (options.Temperature == 0)
        {
            result[set.Likeliest()] = 1;
            return result;
        }

        sampler.Filter(set);
        var total = set.Weigh();
        for (var i = 0; i < set.Count; i++)
            result[set.Id(i)] += set.Weight(i) / total;
        return result;
    }

    public static int[] Draw(SamplingOptions options, float[] logits, int count, long seed)
    {
        var set = new CandidateSet(logits.Length);
        var sampler = new TokenSampler(options, seed, []);
        var result = new int[count];
        for (var i = 0; i < count; i++)
            result[i] = sampler.Next(logits, [], 0, false, set);
        return result;
    }

    public static float[] Logits(int seed, int count, float spread = 8)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * spread))];
    }

    public static void AssertClose(double[] expected, double[] actual, double tolerance = 2e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"token {i}: {expected[i]} expected, {actual[i]} found");
    }
}
