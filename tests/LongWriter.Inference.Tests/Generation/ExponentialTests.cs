namespace LongWriter.Tests;

public class ExponentialTests
{
    [Fact]
    public void It_is_the_exponential_to_single_precision()
    {
        for (var x = 0f; x >= -87; x -= 0.0137f)
            Assert.InRange(Exponential.Of(x) / Math.Exp(x), 1 - 3e-7, 1 + 3e-7);

        Assert.Equal(1, Exponential.Of(0));
        Assert.Equal(0, Exponential.Of(-100));
        Assert.Equal(0, Exponential.Of(float.NegativeInfinity));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1003)]
    public void Vectors_give_the_bits_of_single_values(int count)
    {
        var values = SamplerRuns.Logits(count, count, 200);
        values[0] = float.NegativeInfinity;
        var results = new float[count];
        Exponential.Shifted(values, 100, results);
        for (var i = 0; i < count; i++)
            Assert.Equal(BitConverter.SingleToInt32Bits(Exponential.Of(values[i] - 100)), BitConverter.SingleToInt32Bits(results[i]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(37)]
    [InlineData(1000)]
    public void The_maximum_is_found_anywhere_and_a_NaN_shows(int count)
    {
        for (var at = 0; at < count; at += Math.Max(1, count / 23))
        {
            var values = SamplerRuns.Logits(at, count);
            values[at] = 50;
            Assert.Equal(50, Exponential.Max(values));
            values[at] = float.NaN;
            Assert.True(float.IsNaN(Exponential.Max(values)));
        }
    }

    [Fact]
    public void The_sum_is_that_of_all_values()
    {
        float[] values = [.. Enumerable.Range(1, 1001).Select(i => (float)i)];
        Assert.Equal(1001 * 1002 / 2, Exponential.Sum(values));
    }
}
