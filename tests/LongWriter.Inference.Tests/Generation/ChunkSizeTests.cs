namespace LongWriter.Tests;

public class ChunkSizeTests
{
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(150);

    [Theory]
    [InlineData(0.1, 512)]
    [InlineData(1, 144)]
    [InlineData(4, 32)]
    [InlineData(100, 16)]
    public void It_settles_where_a_step_takes_the_time_wished_for(double millisecondsPerToken, int expected)
    {
        var chunk = new ChunkSize(null, Target);
        for (var i = 0; i < 20; i++)
            chunk.Measured(chunk.Tokens, TimeSpan.FromMilliseconds(chunk.Tokens * millisecondsPerToken));

        Assert.Equal(expected, chunk.Tokens);
    }

    [Fact]
    public void One_slow_step_halves_it_at_most_and_small_steps_say_nothing()
    {
        var chunk = new ChunkSize(null, Target);
        chunk.Measured(3, TimeSpan.FromSeconds(1));
        Assert.Equal(64, chunk.Tokens);
        chunk.Measured(64, TimeSpan.FromSeconds(100));
        Assert.Equal(32, chunk.Tokens);
        chunk.Measured(32, TimeSpan.Zero);
        Assert.Equal(64, chunk.Tokens);
    }

    [Fact]
    public void A_fixed_one_stays()
    {
        var chunk = new ChunkSize(100, Target);
        chunk.Measured(100, TimeSpan.FromSeconds(100));
        Assert.Equal(100, chunk.Tokens);
    }
}
