using static TorchSharp.torch;

namespace LongWriter.Tests;

/// <summary>Adapters whose two matrices both count, and what they come to.</summary>
internal static class LoraRuns
{
    public static readonly LoraOptions Options = new() { Rank = 3, Alpha = 7, Seed = 11 };

    public static LoraMatrices Matrices(ModelConfig config, LoraOptions options, ScalarType type = ScalarType.Float32)
    {
        TorchRuntime.EnsureLoaded();
        var matrices = new LoraMatrices(config, options, type);
        var random = new Random(5);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (_, up) in matrices.Pairs.Values)
        {
            var numbers = Enumerable.Range(0, (int)up.numel()).Select(_ => (random.NextDouble() - 0.5) / 4).ToArray();
            up.copy_(tensor(numbers, up.shape));
        }

        return matrices;
    }

    /// <summary>W + alpha / rank · B · A.</summary>
    public static void Merge(TrainableModel model, LoraMatrices matrices)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (name, (down, up)) in matrices.Pairs)
            model[name].add_(up.matmul(down).mul(matrices.Options.Alpha / matrices.Options.Rank));
    }

    public static double[] Numbers(Tensor tensor) => [.. tensor.to(ScalarType.Float64).contiguous().flatten().data<double>().ToArray()];

    /// <summary>|a - b| / |b|.</summary>
    public static double Difference(double[] actual, double[] expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        return Math.Sqrt(actual.Zip(expected, static (a, b) => (a - b) * (a - b)).Sum() / expected.Sum(static b => b * b));
    }
}
