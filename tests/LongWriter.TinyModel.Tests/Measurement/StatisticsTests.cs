using TinyModel.Corpus;
using TinyModel.Experiment;

namespace TinyModel.Measurement;

public class StatisticsTests
{
    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(0, 1)]
    [InlineData(1, 5)]
    [InlineData(0.9, 4.6)]
    public void Quantiles_lie_between_neighbours(double share, double expected) => Assert.Equal(expected, Statistics.Quantile([5, 1, 4, 2, 3], share), 9);

    [Fact]
    public void An_interval_is_about_two_standard_errors_wide()
    {
        // Of the uniform distribution: standard deviation 1 / sqrt(12).
        var choices = new Choices(1);
        var samples = Enumerable.Range(0, 400).Select(_ => choices.Uniform()).ToList();
        var interval = Statistics.MeanInterval(samples);
        var error = 1 / Math.Sqrt(12) / Math.Sqrt(400);
        Assert.InRange(interval.High - interval.Low, 3.5 * error, 4.3 * error);
        Assert.InRange(interval.Mean, interval.Low, interval.High);
    }

    [Fact]
    public void An_interval_covers_the_mean_nineteen_times_of_twenty()
    {
        var choices = new Choices(2);
        var covered = Enumerable.Range(0, 200).Count(i =>
        {
            var interval = Statistics.MeanInterval([.. Enumerable.Range(0, 50).Select(_ => choices.Uniform())], (ulong)i);
            return interval.Low <= 0.5 && interval.High >= 0.5;
        });
        Assert.InRange(covered, 178, 199);
    }

    [Fact]
    public void A_curve_counts_what_ran_on_apart()
    {
        var curve = Curve.Of([Answer(100, 100, true), Answer(100, 50, true), Answer(100, 5_000, false), Answer(0, 700, true)]);
        var point = curve.At(100);
        Assert.Equal(75, point.Words.Mean, 9);
        Assert.Equal(2.0 / 3, point.Ended, 9);
        // S_l of 100 and of 50 words for 100 are 100 and 50, and what did not end has 0.
        Assert.Equal(50, curve.LengthScore, 9);
        Assert.Equal(700, curve.At(0).Words.Mean, 9);
        Assert.Equal(100, curve.Plateau.Required);
    }

    [Fact]
    public void Text_figures_are_those_of_a_text_that_is_counted_by_hand()
    {
        // a b c a b c a: abc bca cab abc bca are five, three of them distinct.
        Assert.Equal(0.6, TextChecks.Distinct3("a b c a b c a"), 9);
        Assert.Equal(2, TextChecks.MostRepeated("It rains. We wait. It rains."));
        Assert.True(TextChecks.Mentions("The Bell rang.", "bell"));
        Assert.False(TextChecks.Mentions("Bells rang.", "bell"));
    }

    private static Answer Answer(int required, int words, bool ended) => new(new("", required, ""), "", words, ended, 0, null);
}
