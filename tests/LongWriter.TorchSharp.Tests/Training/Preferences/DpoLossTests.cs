namespace LongWriter.Tests;

public class DpoLossTests
{
    // Differences to the reference: 0.5, -0.2, 0.4 and -0.5, 0.4.
    private static readonly double[] Chosen = [-1, -2, -0.5], ChosenReference = [-1.5, -1.8, -0.9], Rejected = [-3, -1], RejectedReference = [-2.5, -1.4];

    [Theory]
    [InlineData(0.1, 0, 1)]
    [InlineData(7, 0.2, 0.3)]
    [InlineData(0.5, 0.5, 0)]
    public void At_the_reference_the_loss_is_ln_2_and_rewards_are_0(double beta, double smoothing, double alpha)
    {
        var loss = new DpoLoss(new() { Beta = beta, LabelSmoothing = smoothing, LengthAlpha = alpha }).Of(Chosen, Chosen, Rejected, Rejected);

        Assert.Equal(Math.Log(2), loss.Loss, 15);
        Assert.Equal((0, 0, 0), (loss.ChosenReward, loss.RejectedReward, loss.Margin));
    }

    [Fact]
    public void The_sigmoid_loss_is_its_formula()
    {
        var loss = Of(new() { Beta = 0.25 });

        Assert.Equal(0.25 * 0.7, loss.ChosenReward, 12);
        Assert.Equal(0.25 * -0.1, loss.RejectedReward, 12);
        Assert.Equal(Math.Log(1 + Math.Exp(-0.25 * 0.8)), loss.Loss, 12);
        var slope = 0.25 / (1 + Math.Exp(0.25 * 0.8));
        Assert.All(loss.ChosenSlopes, s => Assert.Equal(-slope, s, 12));
        Assert.All(loss.RejectedSlopes, s => Assert.Equal(slope, s, 12));
    }

    [Fact]
    public void Smoothing_mixes_in_the_loss_of_the_pair_the_other_way_round()
    {
        var expected = 0.8 * Math.Log(1 + Math.Exp(-0.08)) + 0.2 * Math.Log(1 + Math.Exp(0.08));

        Assert.Equal(expected, Of(new() { LabelSmoothing = 0.2 }).Loss, 12);
    }

    [Fact]
    public void Tokens_beyond_the_shorter_answer_count_by_alpha()
    {
        // The third token of the chosen answer: 0.5 - 0.2 + 0.3 · 0.4 + 0.1.
        var loss = Of(new() { LengthAlpha = 0.3 });

        Assert.Equal(Math.Log(1 + Math.Exp(-0.1 * 0.52)), loss.Loss, 12);
        Assert.Equal(0.3, loss.ChosenSlopes[2] / loss.ChosenSlopes[1], 12);
        Assert.Equal(-1, loss.RejectedSlopes[1] / loss.ChosenSlopes[1], 12);
    }

    [Fact]
    public void The_sft_term_is_the_chosen_answer_s_mean_loss()
    {
        var (with, without) = (Of(new() { SftWeight = 2 }), Of(new()));

        Assert.Equal(without.Loss + 2 * 3.5 / 3, with.Loss, 12);
        Assert.All(with.ChosenSlopes.Zip(without.ChosenSlopes), static s => Assert.Equal(s.Second - 2.0 / 3, s.First, 12));
        Assert.Equal(without.RejectedSlopes, with.RejectedSlopes);
    }

    [Fact]
    public void Swapping_the_answers_flips_the_margin()
    {
        var loss = new DpoLoss(new() { LengthAlpha = 0.4 });

        var (one, other) = (loss.Of(Chosen, ChosenReference, Rejected, RejectedReference), loss.Of(Rejected, RejectedReference, Chosen, ChosenReference));

        Assert.Equal(-one.Margin, other.Margin, 12);
        // -log σ(x) and -log σ(-x) differ by x.
        Assert.Equal(one.Margin, other.Loss - one.Loss, 12);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0.1, 1, 0)]
    [InlineData(0, 0.4, 0)]
    [InlineData(0, 0, 0.7)]
    [InlineData(0.3, 0.6, 1.5)]
    public void Slopes_are_those_of_the_loss_by_differences(double smoothing, double alpha, double weight)
    {
        var loss = new DpoLoss(new() { Beta = 0.7, LabelSmoothing = smoothing, LengthAlpha = alpha, SftWeight = weight });
        var random = new Random(3);
        foreach (var (n, m) in new[] { (5, 3), (2, 6), (4, 4) })
        {
            var answers = new[] { n, n, m, m }.Select(count => Enumerable.Range(0, count).Select(_ => -3 * random.NextDouble()).ToArray()).ToArray();
            var exact = loss.Of(answers[0], answers[1], answers[2], answers[3]);
            foreach (var (side, slopes) in new[] { (0, exact.ChosenSlopes), (2, exact.RejectedSlopes) })
            {
                Assert.Equal(answers[side].Length, slopes.Count);
                for (var t = 0; t < slopes.Count; t++)
                    Assert.Equal((At(side, t, 1e-5) - At(side, t, -1e-5)) / 2e-5, slopes[t], 1e-8);
            }

            double At(int side, int t, double step)
            {
                var moved = answers.Select(static a => a.ToArray()).ToArray();
                moved[side][t] += step;
                return loss.Of(moved[0], moved[1], moved[2], moved[3]).Loss;
            }
        }
    }

    [Theory]
    [InlineData(-1e6)]
    [InlineData(1e6)]
    public void Answers_far_from_the_reference_give_numbers(double chosen)
    {
        var loss = new DpoLoss(new() { LabelSmoothing = 0.1 }).Of([chosen], [0], [-chosen], [0]);

        // The slope's largest size is β, and β · 0.1 where the pair is beyond doubt.
        Assert.Equal(chosen < 0 ? 0.9 * 2e5 : 0.1 * 2e5, loss.Loss, 1e-6);
        Assert.Equal(chosen < 0 ? -0.09 : 0.01, loss.ChosenSlopes[0], 1e-12);
    }

    [Fact]
    public void What_is_no_pair_is_refused()
    {
        var loss = new DpoLoss(new());
        Assert.Throws<ArgumentException>(() => loss.Of([], [], Rejected, Rejected));
        Assert.Throws<ArgumentException>(() => loss.Of(Chosen, Rejected, Rejected, Rejected));
        foreach (var (options, name) in new (DpoOptions, string)[]
        {
            (new() { Beta = 0 }, "Beta is 0"), (new() { Beta = double.NaN }, "Beta is NaN"), (new() { LabelSmoothing = 0.6 }, "LabelSmoothing is 0.6"),
            (new() { LengthAlpha = -1 }, "LengthAlpha is -1"), (new() { SftWeight = -1 }, "SftWeight is -1"), (new() { PairsPerStep = 0 }, "PairsPerStep is 0"),
        })
        {
            var error = Assert.Throws<LongWriterException>(() => new DpoLoss(options));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }

    private static DpoPairLoss Of(DpoOptions options) => new DpoLoss(options).Of(Chosen, ChosenReference, Rejected, RejectedReference);
}
