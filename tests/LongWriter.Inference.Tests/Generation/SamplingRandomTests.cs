namespace LongWriter.Tests;

public class SamplingRandomTests
{
    [Fact]
    public void It_gives_the_published_outputs_of_xoshiro256_starstar()
    {
        var random = new SamplingRandom(1, 2, 3, 4);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600];
        Assert.All(expected, value => Assert.Equal(value, random.Next()));
    }

    [Fact]
    public void Its_state_is_filled_with_the_published_outputs_of_SplitMix64()
    {
        var state = 1234567UL;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        Assert.All(expected, value => Assert.Equal(value, SamplingRandom.Split(ref state)));

        var (seeded, whole) = (new SamplingRandom(1234567), new SamplingRandom(expected[0], expected[1], expected[2], expected[3]));
        Assert.Equal(whole.Next(), seeded.Next());
    }

    [Fact]
    public void Doubles_fill_the_unit_interval_evenly()
    {
        var random = new SamplingRandom(-5);
        var bins = new int[10];
        for (var i = 0; i < 100_000; i++)
            bins[(int)(random.NextDouble() * 10)]++;

        Assert.All(bins, count => Assert.InRange(count, 9_600, 10_400));
    }
}
