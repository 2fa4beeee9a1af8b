namespace LongWriter.Tests;

public class LengthAimTests
{
    // By hand, at a tolerance of 5 %: a stated end stands, another lies 5 % away; the aim moves in from an edge by a quarter of the
    // range or 5 % of the words, whichever is less.
    [Theory]
    [InlineData(1_000, null, null, 950, 1_000, 1_050)]
    [InlineData(3, null, null, 3, 3, 3)]
    [InlineData(400, 400, null, 400, 405, 420)]
    [InlineData(500, null, 500, 475, 494, 500)]
    [InlineData(1_000, 800, 1_200, 800, 1_000, 1_200)]
    [InlineData(1_000, 1_000, 1_200, 1_000, 1_050, 1_200)]
    [InlineData(1_200, 1_000, 1_200, 1_000, 1_150, 1_200)]
    [InlineData(1_000, 1_000, 1_000, 1_000, 1_000, 1_000)]
    [InlineData(2_000, 1_500, null, 1_500, 2_000, 2_100)]
    public void The_range_and_the_aim_follow_from_what_is_stated(int words, int? minimum, int? maximum, int low, int aim, int high) =>
        Assert.Equal(new LengthAim(low, aim, high), LengthAim.Of(new LengthTarget(words, minimum, maximum), 0.05));

    [Theory]
    [InlineData(1_000, null, 5_000, 1_000)]
    [InlineData(1_000, 900, 5_000, 1_000)]
    [InlineData(5_000, 1_000, 5_200, 4_950)]
    public void In_a_wide_range_the_aim_stays_with_the_words_that_are_asked_for(int words, int? minimum, int? maximum, int aim) =>
        Assert.Equal(aim, LengthAim.Of(new LengthTarget(words, minimum, maximum), 0.05).Aim);

    [Theory]
    [InlineData(949, false, LengthOutcome.Under)]
    [InlineData(949, true, LengthOutcome.Truncated)]
    [InlineData(950, true, LengthOutcome.Met)]
    [InlineData(1_050, false, LengthOutcome.Met)]
    [InlineData(1_051, true, LengthOutcome.Over)]
    [InlineData(0, false, LengthOutcome.Under)]
    public void A_written_length_is_judged_by_the_range(int words, bool cutOff, LengthOutcome outcome) =>
        Assert.Equal(outcome, LengthAim.Of(1_000, 0.05).Judge(words, cutOff));
}
