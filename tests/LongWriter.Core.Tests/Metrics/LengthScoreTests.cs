namespace LongWriter.Tests;

public class LengthScoreTests
{
    [Theory]
    [InlineData(1000, 500, 50.0)]
    [InlineData(1000, 800, 87.5)]
    [InlineData(1000, 1000, 100.0)]
    [InlineData(1000, 1500, 83.3333)]
    [InlineData(1000, 2000, 66.6667)]
    [InlineData(1000, 4000, 0.0)]
    [InlineData(1000, 333, 0.0)]
    [InlineData(1000, 0, 0.0)]
    public void Follows_the_formula_of_the_paper(int required, int written, double score) =>
        Assert.Equal(score, LengthScore.Compute(required, written), 4);

    [Fact]
    public void Rejects_a_required_length_that_is_not_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LengthScore.Compute(0, 10));
}
