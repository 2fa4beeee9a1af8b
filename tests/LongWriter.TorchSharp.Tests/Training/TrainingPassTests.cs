using static TorchSharp.torch;

namespace LongWriter.Tests;

public class TrainingPassTests
{
    private static readonly TrainingPassOptions Exact = new() { Type = ScalarType.Float32, HeadRows = 37 };

    public static TheoryData<string> Models => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Losses_are_those_of_a_plain_implementation(string name)
    {
        var plain = new PlainModel(PublishedModels.Create(name));
        using var model = TinyRuns.Model(name);
        using var pass = new TrainingPass(model, Exact);
        TrainingSequence[] sequences = [TinyRuns.Sequence(23, 1, static i => i % 3 != 0), TinyRuns.Sequence(1, 2), TinyRuns.Sequence(40, 3)];

        var losses = pass.Losses(new(sequences));

        var expected = new List<double>();
        foreach (var sequence in sequences)
        {
            var logits = plain.Logits(sequence.Ids);
            for (var i = 1; i < sequence.Length; i++)
            {
                if (sequence.Labels[i] != TrainingSequence.Ignored)
                    expected.Add(Math.Log(logits[i - 1].Sum(x => Math.Exp(x - logits[i - 1].Max()))) + logits[i - 1].Max() - logits[i - 1][sequence.Labels[i]]);
            }
        }

        Assert.Equal(expected.Count, losses.Length);
        for (var i = 0; i < losses.Length; i++)
            Assert.InRange(losses[i] - expected[i], -1e-4, 1e-4);
    }

    [Theory]
    [InlineData("llama", false)]
    [InlineData("llama-tied", true)]
    [InlineData("llama-biased", true)]
    [InlineData("qwen3", false)]
    [InlineData("glm", true)]
    [InlineData("mistral", false)]
    public void Gradients_are_the_slopes_of_the_loss(string name, bool recompute)
    {
        using var model = TinyRuns.Model(name, ScalarType.Float64);
        TokenPack pack = new([TinyRuns.Sequence(9, 1), TinyRuns.Sequence(1, 2), TinyRuns.Sequence(17, 3, static i => i % 2 == 0)]);
        var options = new TrainingPassOptions { Type = ScalarType.Float64, Recompute = recompute, HeadRows = 5 };
        var (_, gradients) = TinyRuns.Step(model, options, [pack], LossAveraging.Token);

        using var pass = new TrainingPass(model, options);
        var random = new Random(7);
        foreach (var (key, gradient) in gradients)
        {
            // Along a random direction every number of the tensor counts.
            var direction = gradient.Select(_ => random.NextDouble() - 0.5).ToArray();
            const double Step = 1e-5;
            var slope = (Loss(key, direction, Step) - Loss(key, direction, -Step)) / (2 * Step);
            var expected = gradient.Zip(direction, static (g, d) => g * d).Sum();
            Assert.True(Math.Abs(slope - expected) <= 1e-6 * (1e-2 + Math.Abs(expected)), $"{key}: {slope} by differences, {expected} by the gradient");
        }

        double Loss(string key, double[] direction, double step)
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            var parameter = model[key];
            var change = tensor(direction, dtype: ScalarType.Float64).view(parameter.shape).mul_(step);
            parameter.add_(change);
            var loss = pass.Losses(pack).Average();
            parameter.sub_(change);
            return loss;
        }
    }

    [Theory]
    [InlineData(LossAveraging.Token, 1)]
    [InlineData(LossAveraging.Token, 3)]
    [InlineData(LossAveraging.Sequence, 1)]
    [InlineData(LossAveraging.Sequence, 3)]
    [InlineData(LossAveraging.PackTokenTimesCount, 1)]
    public void Packed_is_equal_to_unpacked(LossAveraging averaging, int passes)
    {
        using var model = TinyRuns.Model("llama");
        // One row has nothing to learn, one is a single token, one pads the end.
        TrainingSequence[] rows = [.. new[] { 37, 200, 5, 411, 123 }.Select(static (n, i) => TinyRuns.Sequence(n, i)), TinyRuns.Sequence(9, 20, static _ => false), TinyRuns.Sequence(1, 21)];
        var padding = TinyRuns.Sequence(16, 22, static _ => false);
        var shuffled = rows.OrderBy(static r => r.Ids.Sum() % 11).ToArray();
        var packs = Enumerable.Range(0, passes).Select(p => new TokenPack([.. shuffled.Where((_, i) => i % passes == p), padding])).ToArray();

        var (loss, gradients) = TinyRuns.Step(model, Exact, packs, averaging);
        var (expectedLoss, expected) = Alone(model, rows, averaging);

        Assert.InRange(loss / expectedLoss, 1 - 1e-5, 1 + 1e-5);
        Assert.InRange(TinyRuns.Difference(gradients, expected), 0, 1e-5);
    }

    // Each row by itself; weights by the averaging's formula as it stands in its documentation.
    private static (double Loss, Dictionary<string, double[]> Gradients) Alone(TrainableModel model, TrainingSequence[] rows, LossAveraging averaging)
    {
        var learned = rows.Where(static r => r.Targets > 0).ToArray();
        double tokens = learned.Sum(static r => r.Targets);
        using var pass = new TrainingPass(model, Exact);
        model.ZeroGradients();
        var loss = 0.0;
        foreach (var row in learned)
        {
            var weight = averaging switch
            {
                LossAveraging.Token => 1 / tokens,
                LossAveraging.Sequence => 1.0 / learned.Length / row.Targets,
                _ => learned.Length / 30.0 / tokens,
            };
            loss += pass.Backward(new([row]), (_, _) => weight).Sum() * weight;
        }

        return (loss, TinyRuns.Gradients(model));
    }

    [Fact]
    public void The_pack_average_of_the_released_code_is_that_of_each_pack()
    {
        using var model = TinyRuns.Model("llama");
        TokenPack[] packs = [new([TinyRuns.Sequence(30, 1), TinyRuns.Sequence(12, 2)]), new([TinyRuns.Sequence(50, 3)])];
        using var pass = new TrainingPass(model, Exact);
        var means = packs.Select(p => pass.Losses(p).Average()).ToArray();

        var (loss, _) = TinyRuns.Step(model, Exact, packs, LossAveraging.PackTokenTimesCount);

        Assert.Equal((2 / 30.0 * means[0] + 1 / 30.0 * means[1]) / 2, loss, 1e-6);
    }

    [Fact]
    public void A_changed_token_leaves_the_other_sequences_as_they_are_to_the_bit()
    {
        using var model = TinyRuns.Model("qwen2");
        using var pass = new TrainingPass(model, new() { Type = ScalarType.BFloat16 });
        var (first, second, third) = (TinyRuns.Sequence(30, 1), TinyRuns.Sequence(25, 2), TinyRuns.Sequence(40, 3));
        var before = pass.Losses(new([first, second, third]));

        var changed = second.Ids.ToArray();
        changed[4] = (changed[4] + 1) % PublishedModels.Vocabulary;
        var after = pass.Losses(new([first, TrainingSequence.Of("changed", changed), third]));

        Assert.Equal(before[..29], after[..29]);
        Assert.Equal(before[53..], after[53..]);
        Assert.NotEqual(before[29..53], after[29..53]);
    }

    [Fact]
    public void Recomputing_layers_and_the_size_of_blocks_change_nothing()
    {
        using var model = TinyRuns.Model("llama-3.1");
        TokenPack[] packs = [new([TinyRuns.Sequence(130, 1), TinyRuns.Sequence(60, 2)])];
        var (loss, expected) = TinyRuns.Step(model, Exact with { HeadRows = 4096 }, packs, LossAveraging.Token);

        foreach (var rows in new[] { 1, 64, 188 })
        {
            var (otherLoss, gradients) = TinyRuns.Step(model, Exact with { HeadRows = rows, Recompute = true }, packs, LossAveraging.Token);
            Assert.Equal(loss, otherLoss, 1e-6);
            Assert.InRange(TinyRuns.Difference(gradients, expected), 0, 1e-5);
        }
    }

    [Fact]
    public void Products_in_16_bit_come_near()
    {
        using var model = TinyRuns.Model("llama");
        TokenPack[] packs = [new([TinyRuns.Sequence(130, 1), TinyRuns.Sequence(60, 2)])];
        var (loss, expected) = TinyRuns.Step(model, Exact, packs, LossAveraging.Token);

        var (near, gradients) = TinyRuns.Step(model, new(), packs, LossAveraging.Token);

        Assert.InRange(near / loss, 0.995, 1.005);
        Assert.InRange(TinyRuns.Difference(gradients, expected), 1e-6, 0.1);
    }

    [Fact]
    public void A_pack_with_nothing_to_learn_changes_nothing()
    {
        using var model = TinyRuns.Model("llama");
        using var pass = new TrainingPass(model, Exact);
        Assert.Empty(pass.Backward(new([TinyRuns.Sequence(8, 1, static _ => false)]), static (_, _) => 1));
        Assert.All(model.Parameters.Values, static p => Assert.Null(p.grad));
    }
}
