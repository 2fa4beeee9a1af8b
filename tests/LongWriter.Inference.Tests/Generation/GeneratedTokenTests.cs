namespace LongWriter.Tests;

public class GeneratedTokenTests
{
    [Fact]
    public void Log_probabilities_are_those_of_the_raw_distribution()
    {
        var logits = SamplerRuns.Logits(8, 1000, 30);
        var exact = Array.ConvertAll(SlowSampler.Softmax(Array.ConvertAll(logits, l => (double)l), [.. Enumerable.Range(0, 1000)]), Math.Log);
        var token = GeneratedToken.Of(123, logits, 5, new(1000));
        Assert.Equal(exact[123], token.LogProbability!.Value, 1e-4);
        var likeliest = Enumerable.Range(0, 1000).OrderByDescending(i => logits[i]).Take(5).ToList();
        Assert.Equal(likeliest, token.Top!.Select(t => t.Id));
        Assert.All(token.Top!, t => Assert.Equal(exact[t.Id], t.LogProbability, 1e-4));
    }

    [Fact]
    public void They_stay_finite_for_logits_whose_exponentials_do_not()
    {
        var token = GeneratedToken.Of(1, [5000, 4990, -5000], 3, new(3));
        Assert.Equal(-10.0000454, token.LogProbability!.Value, 1e-4);
        Assert.Equal([0, 1, 2], token.Top!.Select(t => t.Id));
        Assert.Equal(-10_000, token.Top![2].LogProbability, 0.1);
    }
}
