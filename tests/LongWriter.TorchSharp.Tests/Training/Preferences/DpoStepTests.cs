using static TorchSharp.torch;

namespace LongWriter.Tests;

public class DpoStepTests
{
    private static readonly TrainingPassOptions Double = new() { Type = ScalarType.Float64, HeadRows = 5 };

    [Theory]
    [InlineData("llama", false, 0, 1, 0)]
    [InlineData("qwen2", true, 0.1, 0.4, 0.5)]
    [InlineData("glm", true, 0, 0, 0)]
    public void Gradients_are_the_slopes_of_the_loss(string name, bool recompute, double smoothing, double alpha, double weight)
    {
        using var model = TinyRuns.Model(name, ScalarType.Float64);
        using var pass = new TrainingPass(model, Double with { Recompute = recompute });
        var pairs = Pairs(3);
        var reference = Shifted(pass, pairs, 1);
        var options = new DpoOptions { Beta = 0.8, LabelSmoothing = smoothing, LengthAlpha = alpha, SftWeight = weight };

        // Packs of 40 tokens, so that sides of a pair are apart.
        var result = new DpoStep(pass, options, 40).Run(pairs, i => reference[i], static (_, _) => { });

        Assert.True(result.Packs.Count > 1);
        Assert.Equal(Loss(), result.Loss, 1e-9);
        var random = new Random(7);
        foreach (var (key, gradient) in TinyRuns.Gradients(model))
        {
            var direction = gradient.Select(_ => random.NextDouble() - 0.5).ToArray();
            const double Step = 1e-5;
            var slope = (Moved(key, direction, Step) - Moved(key, direction, -Step)) / (2 * Step);
            var expected = gradient.Zip(direction, static (g, d) => g * d).Sum();
            Assert.True(Math.Abs(slope - expected) <= 1e-6 * (1e-2 + Math.Abs(expected)), $"{key}: {slope} by differences, {expected} by the gradient");
        }

        double Moved(string key, double[] direction, double step)
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            var change = tensor(direction, dtype: ScalarType.Float64).view(model[key].shape).mul_(step);
            model[key].add_(change);
            var loss = Loss();
            model[key].sub_(change);
            return loss;
        }

        double Loss() => pairs.Select((pair, i) => new DpoLoss(options).Of(Scores(pass, pair.Chosen), reference[i].Chosen, Scores(pass, pair.Rejected), reference[i].Rejected).Loss).Average();
    }

    [Fact]
    public void Packs_change_nothing()
    {
        using var model = TinyRuns.Model("llama");
        using var pass = new TrainingPass(model, new() { Type = ScalarType.Float32 });
        var pairs = Pairs(5);
        var reference = Shifted(pass, pairs, 2);
        var (whole, expected) = Run(1000);

        var (parts, gradients) = Run(30);

        Assert.True(whole.Packs.Count == 1 && parts.Packs.Count > 3);
        Assert.Equal(whole.Loss, parts.Loss, 1e-6);
        Assert.InRange(TinyRuns.Difference(gradients, expected), 0, 1e-5);

        (StepResult, Dictionary<string, double[]>) Run(int packLength)
        {
            model.ZeroGradients();
            return (new DpoStep(pass, new(), packLength).Run(pairs, i => reference[i], static (_, _) => { }), TinyRuns.Gradients(model));
        }
    }

    [Fact]
    public void Swapping_chosen_and_rejected_flips_the_margin()
    {
        using var model = TinyRuns.Model("llama", ScalarType.Float64);
        using var pass = new TrainingPass(model, Double);
        var pairs = Pairs(4);
        var reference = Shifted(pass, pairs, 3);
        PreferencePair[] swapped = [.. pairs.Select(static p => new PreferencePair(p.RowId, p.Rejected, p.Chosen))];

        var one = new DpoStep(pass, new(), 100).Run(pairs, i => reference[i], static (_, _) => { }).Preferences!;
        var other = new DpoStep(pass, new(), 100).Run(swapped, i => (reference[i].Rejected, reference[i].Chosen), static (_, _) => { }).Preferences!;

        Assert.NotEqual(0, one.Margin);
        Assert.Equal(-one.Margin, other.Margin, 1e-9);
        Assert.Equal(one.ChosenReward, other.RejectedReward, 1e-9);
        Assert.Equal(one.RejectedReward, other.ChosenReward, 1e-9);
        Assert.Equal(1, one.Accuracy + other.Accuracy, 1e-9);
        Assert.Equal((one.ChosenLength, one.RejectedLength), (other.RejectedLength, other.ChosenLength));
    }

    [Fact]
    public void A_cached_reference_is_the_live_one_to_the_bit()
    {
        using var model = TinyRuns.Model("llama");
        using var pass = new TrainingPass(model, new() { Type = ScalarType.Float32 });
        var pairs = Pairs(6);
        var folder = Directory.CreateTempSubdirectory("lw-reference").FullName;
        try
        {
            var file = Path.Combine(folder, "run", ReferenceScores.FileName);
            var live = ReferenceScores.Of(pass, pairs, 1000, static (_, _) => { });
            live.Write(file, "a");

            var cached = ReferenceScores.Read(file, "a", pairs)!;

            // The step computes the same packs, so that model and reference are equal to the bit.
            foreach (var reference in new[] { live, cached })
            {
                var result = new DpoStep(pass, new(), 1000).Run(pairs, i => reference[i], static (_, _) => { });
                Assert.Equal(Math.Log(2), result.Loss, 15);
                Assert.Equal((0, 0), (result.Preferences!.ChosenReward, result.Preferences.RejectedReward));
            }

            Assert.Null(ReferenceScores.Read(file, "b", pairs));
            Assert.Null(ReferenceScores.Read(file, "a", pairs[1..]));
            Assert.Null(ReferenceScores.Read(file + "x", "a", pairs));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Prompts of two tokens, answers of many lengths.
    private static PreferencePair[] Pairs(int count) =>
    [
        .. Enumerable.Range(0, count).Select(static i => new PreferencePair($"pair {i}", TinyRuns.Sequence(8 + i * 7 % 17, 100 + i, static t => t > 1), TinyRuns.Sequence(6 + i * 5 % 23, 200 + i, static t => t > 1)).Named()),
    ];

    private static double[] Scores(TrainingPass pass, TrainingSequence sequence) => [.. pass.Losses(new([sequence])).Select(static loss => -loss)];

    // A reference somewhat off the model.
    private static (double[] Chosen, double[] Rejected)[] Shifted(TrainingPass pass, PreferencePair[] pairs, int seed)
    {
        var random = new Random(seed);
        return [.. pairs.Select(p => (Shift(p.Chosen), Shift(p.Rejected)))];

        double[] Shift(TrainingSequence sequence) => [.. Scores(pass, sequence).Select(x => x + 0.4 * (random.NextDouble() - 0.5))];
    }
}
