using static TorchSharp.torch;

namespace LongWriter.Tests;

public class LoraMatricesTests
{
    private static readonly TrainingSequence[] Rows = [TinyRuns.Sequence(9, 1), TinyRuns.Sequence(1, 2), TinyRuns.Sequence(17, 3, static i => i % 2 == 0), TinyRuns.Sequence(30, 4)];

    [Theory]
    [InlineData("llama", false)]
    [InlineData("llama", true)]
    [InlineData("llama-biased", true, "q_proj", "down_proj")]
    [InlineData("qwen3", false, "k_proj", "up_proj")]
    [InlineData("glm", true)]
    [InlineData("chatglm", false)]
    public void Gradients_follow_from_those_of_the_merged_weights(string name, bool recompute, params string[] targets)
    {
        // y = (W + s B A) x, so d loss / dA = s Bᵀ dW and d loss / dB = s dW Aᵀ, with dW of full training on the sum.
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var weights = new PublishedWeights(PublishedModels.Create(name));
        using var frozen = new TrainableModel(weights, ScalarType.Float64, trained: false);
        using var whole = new TrainableModel(weights, ScalarType.Float64);
        using var matrices = LoraRuns.Matrices(weights.Config, targets.Length == 0 ? LoraRuns.Options : LoraRuns.Options with { Targets = targets }, ScalarType.Float64);
        LoraRuns.Merge(whole, matrices);
        var options = new TrainingPassOptions { Type = ScalarType.Float64, Recompute = recompute, HeadRows = 5 };
        using var pass = new TrainingPass(frozen, options, matrices);
        using var wholePass = new TrainingPass(whole, options);

        var losses = pass.Backward(new(Rows), static (i, _) => 1 + i % 3);
        var expected = wholePass.Backward(new(Rows), static (i, _) => 1 + i % 3);

        Assert.InRange(LoraRuns.Difference(losses, expected), 0, 1e-12);
        Assert.Equal(weights.Config.LayerCount * (targets.Length == 0 ? 7 : 2), matrices.Pairs.Count);
        var scale = LoraRuns.Options.Alpha / LoraRuns.Options.Rank;
        foreach (var (projection, (down, up)) in matrices.Pairs)
        {
            var change = whole[projection].grad!;
            Assert.InRange(LoraRuns.Difference(LoraRuns.Numbers(down.grad!), LoraRuns.Numbers(up.detach().t().matmul(change).mul(scale))), 0, 1e-9);
            Assert.InRange(LoraRuns.Difference(LoraRuns.Numbers(up.grad!), LoraRuns.Numbers(change.matmul(down.detach().t()).mul(scale))), 0, 1e-9);
        }
    }

    [Theory]
    [InlineData(TrainingPrecision.Float32, false)]
    [InlineData(TrainingPrecision.BFloat16, true)]
    public void What_is_frozen_has_no_gradient_and_is_held_in_the_type_of_products(TrainingPrecision precision, bool recompute)
    {
        using var weights = new PublishedWeights(PublishedModels.Create("llama-tied"));
        var options = TrainingRun.PassOptions(new() { OutputFolder = "x", Precision = precision, Recompute = recompute });
        using var matrices = LoraRuns.Matrices(weights.Config, LoraRuns.Options);
        using var frozen = new TrainableModel(weights, trained: false, matrices: options.Type);
        using var pass = new TrainingPass(frozen, options, matrices);
        var before = frozen.Parameters.Values.Select(LoraRuns.Numbers).ToArray();
        using var optimizer = new AdamWOptimizer(matrices.Parameters, new());

        var losses = pass.Backward(new(Rows), static (_, _) => 0.1);

        Assert.All(frozen.Parameters.Values, static p => Assert.Null(p.grad));
        Assert.All(frozen.Parameters.Values, p => Assert.Equal(p.dim() == 1 ? ScalarType.Float32 : options.Type, p.dtype));
        Assert.All(matrices.Parameters.Values, static p => Assert.Equal(ScalarType.Float32, p.grad!.dtype));
        Assert.All(matrices.Parameters.Values, static p => Assert.Equal(ScalarType.Float32, p.dtype));
        Assert.True(optimizer.Step(1e-2) > 0);
        Assert.Equal(before, frozen.Parameters.Values.Select(LoraRuns.Numbers));
        Assert.NotEqual(losses, pass.Losses(new(Rows)));
        Assert.Equal(matrices.Parameters.Values.Sum(static p => p.numel()), LoraMatrices.Count(weights.Config, LoraRuns.Options));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-biased")]
    [InlineData("qwen2")]
    [InlineData("chatglm")]
    public void At_the_start_a_model_is_what_it_was(string name)
    {
        TorchRuntime.EnsureLoaded();
        using var weights = new PublishedWeights(PublishedModels.Create(name));
        using var frozen = new TrainableModel(weights, trained: false);
        using var matrices = new LoraMatrices(weights.Config, LoraRuns.Options);
        var options = new TrainingPassOptions { Type = ScalarType.Float32 };
        using TrainingPass pass = new(frozen, options, matrices), plain = new(frozen, options);

        Assert.InRange(LoraRuns.Difference(pass.Losses(new(Rows)), plain.Losses(new(Rows))), 0, 1e-6);
    }

    [Theory]
    [InlineData(LossAveraging.Token)]
    [InlineData(LossAveraging.Sequence)]
    [InlineData(LossAveraging.PackTokenTimesCount)]
    public void Packed_is_equal_to_unpacked_and_recomputed_to_kept(LossAveraging averaging)
    {
        using var weights = new PublishedWeights(PublishedModels.Create("llama"));
        using var frozen = new TrainableModel(weights, trained: false);
        using var matrices = LoraRuns.Matrices(weights.Config, LoraRuns.Options);
        TokenPack[] packs = [new(Rows[..3]), new(Rows[3..])];
        var places = LossWeights.Of(packs, averaging);

        var packed = Gradients(recompute: false, packs.Select((pack, p) => (pack, places[p].ToArray())));
        var recomputed = Gradients(recompute: true, packs.Select((pack, p) => (pack, places[p].ToArray())));
        var alone = Gradients(recompute: true, packs.SelectMany((pack, p) => pack.Sequences.Select((sequence, s) => (new TokenPack([sequence]), new[] { places[p][s] }))));

        Assert.InRange(TinyRuns.Difference(packed, alone), 0, 1e-5);
        Assert.InRange(TinyRuns.Difference(recomputed, packed), 0, 1e-5);

        Dictionary<string, double[]> Gradients(bool recompute, IEnumerable<(TokenPack Pack, double[] Weights)> passes)
        {
            using var pass = new TrainingPass(frozen, new() { Type = ScalarType.Float32, Recompute = recompute, HeadRows = 7 }, matrices);
            foreach (var parameter in matrices.Parameters.Values)
                parameter.grad?.zero_();
            foreach (var (pack, weight) in passes)
                pass.Backward(pack, (_, sequence) => weight[sequence]);
            return matrices.Parameters.ToDictionary(static p => p.Key, static p => LoraRuns.Numbers(p.Value.grad!));
        }
    }

    [Fact]
    public void A_begins_uniform_by_its_inputs_and_seed_and_B_at_0()
    {
        TorchRuntime.EnsureLoaded();
        using var weights = new PublishedWeights(PublishedModels.Create("llama"));
        var config = weights.Config;
        using LoraMatrices all = new(config, new() { Rank = 64 }), some = new(config, new() { Rank = 64, Targets = ["down_proj"] }), other = new(config, new() { Rank = 64, Seed = 1 });

        foreach (var (name, (down, up)) in all.Pairs)
        {
            var (numbers, bound) = (LoraRuns.Numbers(down), 1 / Math.Sqrt(down.shape[1]));
            Assert.All(LoraRuns.Numbers(up), static x => Assert.Equal(0, x));
            Assert.InRange(numbers.Max(), bound * 0.99, bound);
            Assert.InRange(-numbers.Min(), bound * 0.99, bound);
            Assert.InRange(numbers.Average() / bound, -0.06, 0.06);
            // A uniform number's variance is bound² / 3.
            Assert.InRange(numbers.Average(static x => x * x) / (bound * bound / 3), 0.93, 1.07);
            Assert.NotEqual(numbers, LoraRuns.Numbers(other.Pairs[name].Down));
        }

        // Which others there are changes nothing.
        Assert.All(some.Pairs, p => Assert.Equal(LoraRuns.Numbers(all.Pairs[p.Key].Down), LoraRuns.Numbers(p.Value.Down)));
        Assert.NotEqual(LoraRuns.Numbers(all.Pairs[TensorNames.Query(0)].Down), LoraRuns.Numbers(all.Pairs[TensorNames.Query(1)].Down));
    }
}
