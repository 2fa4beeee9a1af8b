using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace LongWriter.Benchmarks;

/// <summary>A training step beside a plain one and beside what a large matrix product reaches, round by round in one run.</summary>
internal static class TrainingBenchmark
{
    private const int ProductSize = 2048;

    public static void Run(TrainingShape shape, int length, int tokens, int rounds, bool recompute, bool fp32, TrainingSteps steps)
    {
        using var weights = shape.Open(length);
        Measure(weights, length, tokens, rounds, recompute, fp32 ? ScalarType.Float32 : ScalarType.BFloat16, steps);
    }

    private static void Measure(ModelWeights weights, int length, int tokens, int rounds, bool recompute, ScalarType type, TrainingSteps steps)
    {
        var config = weights.Config;
        if (steps == TrainingSteps.Plain)
        {
            MeasurePlain(weights, length, tokens, rounds, type);
            return;
        }

        using var model = new TrainableModel(weights);
        using var pass = new TrainingPass(model, new() { Type = type, Recompute = recompute });
        using var optimizer = new AdamWOptimizer(model.Parameters, new());
        using var other = steps == TrainingSteps.Both ? new PlainTraining(weights, type) : null;
        var rows = Rows(config, length, tokens);
        var pack = new TokenPack(rows);
        var (ours, plainTimes, products) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            var product = Product(type);
            var step = Time(() =>
            {
                pass.Backward(pack, (_, _) => 1.0 / pack.Targets);
                optimizer.Step(1e-4);
            });
            var plainStep = other is null ? 0 : Time(() => other.Step(rows));
            // The first round warms up.
            if (round < 0)
                continue;

            products.Add(product);
            ours.Add(step);
            plainTimes.Add(plainStep);
        }

        var parameters = ModelTensor.Of(config).Where(static t => !t.IsVector && t.Name != TensorNames.Embedding).Sum(static t => (double)t.Rows * t.Columns) + (config.TiedEmbeddings ? (double)config.VocabularySize * config.HiddenSize : 0);
        var products6 = 6 * parameters;
        // Two products over half of T x T, forward once and back twice.
        var attention = 6.0 * config.LayerCount * config.QuerySize * length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e6:N1}M in products, T = {length}, {tokens} tokens a step, {type}{(recompute ? ", recomputed" : "")}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours: {tokens / Median(ours):N0} tokens/s, {tokens * (products6 + attention) / Median(ours) / 1e9:N0} GFLOP/s, {Median([.. ours.Zip(products, (s, p) => tokens * (products6 + attention) / s / p)]):P1} of the {Median(products) / 1e9:N0} GFLOP/s of a {ProductSize}³ product"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of the FLOPs, {products6 / (products6 + attention):P0} are matrix products, the rest attention"));
        if (other is not null)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"plain: {tokens / Median(plainTimes):N0} tokens/s; ours is {Median([.. plainTimes.Zip(ours, static (p, o) => p / o)]):N2} times as fast"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory of the process: {PeakMegabytes():N0} MB"));
    }

    private static void MeasurePlain(ModelWeights weights, int length, int tokens, int rounds, ScalarType type)
    {
        using var plain = new PlainTraining(weights, type);
        var rows = Rows(weights.Config, length, tokens);
        plain.Step(rows);
        var times = Enumerable.Range(0, rounds).Select(_ => Time(() => plain.Step(rows))).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"plain alone, T = {length}, {tokens} tokens a step, {type}: {tokens / Median(times):N0} tokens/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory of the process: {PeakMegabytes():N0} MB"));
    }

    private static TrainingSequence[] Rows(ModelConfig config, int length, int tokens)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, tokens / length).Select(i => TrainingSequence.Of($"{i}", [.. Enumerable.Range(0, length).Select(_ => random.Next(config.VocabularySize))]))];
    }

    private static double Product(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (a, b) = (rand(ProductSize, ProductSize).to(type), rand(ProductSize, ProductSize).to(type));
        var best = Enumerable.Range(0, 4).Min(_ => Time(() => mm(a, b).Dispose()));
        return 2.0 * ProductSize * ProductSize * ProductSize / best;
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double PeakMegabytes() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
}

/// <summary>Which steps are measured.</summary>
internal enum TrainingSteps
{
    /// <summary>The library's.</summary>
    Ours,

    /// <summary>Both, round by round.</summary>
    Both,

    /// <summary>The plain one alone, for its memory.</summary>
    Plain,
}
