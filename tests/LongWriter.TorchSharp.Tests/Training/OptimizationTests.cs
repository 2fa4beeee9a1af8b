using static TorchSharp.torch;

namespace LongWriter.Tests;

public class OptimizationTests
{
    [Fact]
    public void AdamW_moves_weights_as_its_formula_says()
    {
        TorchRuntime.EnsureLoaded();
        var random = new Random(1);
        var options = new AdamWOptions { Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3, WeightDecay = 0.2, ClipNorm = 1.5 };
        double[] matrix = Numbers(6), vector = Numbers(3);
        using var p = tensor(matrix, dtype: ScalarType.Float64).view(2, 3).requires_grad_(true);
        using var b = tensor(vector, dtype: ScalarType.Float64).requires_grad_(true);
        using var optimizer = new AdamWOptimizer([new("p", p), new("b", b)], options);
        var (mean, square) = (new double[9], new double[9]);
        for (var step = 1; step <= 6; step++)
        {
            var (gp, gb) = (Numbers(6), Numbers(3));
            p.grad = tensor(gp, dtype: ScalarType.Float64).view(2, 3);
            b.grad = tensor(gb, dtype: ScalarType.Float64);
            var norm = optimizer.Step(0.05 * step);

            var exact = Math.Sqrt(gp.Concat(gb).Sum(static g => g * g));
            Assert.Equal(exact, norm, 1e-9);
            for (var i = 0; i < 9; i++)
            {
                var gradient = (i < 6 ? gp[i] : gb[i - 6]) * Math.Min(1, 1.5 / exact);
                mean[i] = 0.8 * mean[i] + 0.2 * gradient;
                square[i] = 0.9 * square[i] + 0.1 * gradient * gradient;
                var change = mean[i] / (1 - Math.Pow(0.8, step)) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.9, step))) + 1e-3);
                // Matrices decay, vectors do not.
                if (i < 6)
                    matrix[i] -= 0.05 * step * (change + 0.2 * matrix[i]);
                else
                    vector[i - 6] -= 0.05 * step * change;
            }

            Near(matrix, p);
            Near(vector, b);
            Assert.Equal(0, p.grad!.abs().sum().item<double>());
        }

        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];

        static void Near(double[] expected, Tensor actual) =>
            Assert.All(expected.Zip(actual.detach().flatten().data<double>().ToArray()), static x => Assert.Equal(x.First, x.Second, 1e-9));
    }

    [Fact]
    public void Gradients_that_are_no_numbers_move_nothing()
    {
        TorchRuntime.EnsureLoaded();
        using var p = ones(3).requires_grad_(true);
        using var optimizer = new AdamWOptimizer([new("p", p)], new());
        p.grad = tensor(new[] { 1f, float.NaN, 2f });
        Assert.False(double.IsFinite(optimizer.Step(1)));
        Assert.Equal([1f, 1f, 1f], p.detach().data<float>().ToArray());
        Assert.Equal(0, optimizer.Steps);
    }

    [Theory]
    [InlineData(LearningRateDecay.Cosine, 0, 10, 0.1)]
    [InlineData(LearningRateDecay.Cosine, 9, 10, 1.0)]
    [InlineData(LearningRateDecay.Cosine, 10, 10, 1.0)]
    [InlineData(LearningRateDecay.Cosine, 55, 10, 0.55)]
    [InlineData(LearningRateDecay.Linear, 55, 10, 0.55)]
    [InlineData(LearningRateDecay.Linear, 100, 10, 0.1)]
    [InlineData(LearningRateDecay.Linear, 82, 10, 0.28)]
    [InlineData(LearningRateDecay.Constant, 99, 10, 1.0)]
    [InlineData(LearningRateDecay.Cosine, 0, 0, 1.0)]
    public void The_learning_rate_rises_stays_and_falls(LearningRateDecay decay, int step, int warmup, double expected)
    {
        var schedule = new LearningRateSchedule { Peak = 1, Decay = decay, WarmupShare = warmup / 100.0, Floor = 0.1 };
        Assert.Equal(expected, schedule.At(step, 100), 1e-9);
    }

    [Fact]
    public void The_fall_may_begin_late()
    {
        var schedule = new LearningRateSchedule { Peak = 2, Decay = LearningRateDecay.Linear, WarmupShare = 0.1, DecayShare = 0.3 };
        Assert.Equal([2.0, 2.0, 1.0], new[] { 10, 70, 85 }.Select(s => Math.Round(schedule.At(s, 100), 9)));
    }
}
