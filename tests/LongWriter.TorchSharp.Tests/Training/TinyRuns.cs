using static TorchSharp.torch;

namespace LongWriter.Tests;

/// <summary>Small models and packs, and what a step makes of them.</summary>
internal static class TinyRuns
{
    public static TrainingSequence Sequence(int length, int seed, Func<int, bool>? learned = null)
    {
        var random = new Random(seed);
        var ids = Enumerable.Range(0, length).Select(_ => random.Next(PublishedModels.Vocabulary)).ToArray();
        return new($"row {seed}", ids, [.. ids.Select((id, i) => learned is null || learned(i) ? id : TrainingSequence.Ignored)]);
    }

    public static TrainableModel Model(string name, ScalarType type = ScalarType.Float32)
    {
        TorchRuntime.EnsureLoaded();
        using var weights = new PublishedWeights(PublishedModels.Create(name));
        return new(weights, type);
    }

    /// <summary>Loss and all gradients of an optimiser step in some passes.</summary>
    public static (double Loss, Dictionary<string, double[]> Gradients) Step(TrainableModel model, TrainingPassOptions options, IReadOnlyList<TokenPack> packs, LossAveraging averaging)
    {
        using var pass = new TrainingPass(model, options);
        model.ZeroGradients();
        var weights = LossWeights.Of(packs, averaging);
        var loss = 0.0;
        for (var p = 0; p < packs.Count; p++)
        {
            var (pack, places) = (packs[p], weights[p]);
            var losses = pass.Backward(pack, (_, sequence) => places[sequence]);
            var sequences = new PackLayout(pack).Targets.Select(static t => t.Sequence).ToArray();
            loss += losses.Select((l, i) => l * places[sequences[i]]).Sum();
        }

        return (loss, Gradients(model));
    }

    public static Dictionary<string, double[]> Gradients(TrainableModel model)
    {
        using var scope = NewDisposeScope();
        return model.Parameters.ToDictionary(static p => p.Key, static p => p.Value.grad is { } g ? g.to(ScalarType.Float64).flatten().data<double>().ToArray() : new double[p.Value.numel()]);
    }

    /// <summary>|a - b| / |b| over all numbers of all tensors, in the Euclidean norm; the largest over the tensors.</summary>
    public static double Difference(Dictionary<string, double[]> actual, Dictionary<string, double[]> expected)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        var whole = Math.Sqrt(expected.Values.Sum(static v => v.Sum(static x => x * x)));
        return expected.Max(e =>
        {
            var error = Math.Sqrt(e.Value.Zip(actual[e.Key], static (x, y) => (x - y) * (x - y)).Sum());
            // Held against its own size, or a thousandth of all of them where it hardly has any.
            return error / Math.Max(Math.Sqrt(e.Value.Sum(static x => x * x)), whole / 1000);
        });
    }
}
