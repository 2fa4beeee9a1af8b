using System.Diagnostics;
using System.Globalization;

namespace LongWriter.Benchmarks;

/// <summary>The same rows by the same passes: in packs, padded in random batches, and padded in batches of rows of like length.</summary>
internal static class PackingBenchmark
{
    private const int BatchRows = 8;

    // Of 186,000 rows of the paper's mix 6,000 are long (LongWriter, section 4.1).
    private const int LongOneIn = 31;

    public static void Run(TrainingShape shape, int length, int rows, int rounds)
    {
        using var weights = shape.Open(length);
        using var model = new TrainableModel(weights);
        using var pass = new TrainingPass(model, new());
        var sequences = Mix(length, rows, weights.Config.VocabularySize);
        var packs = SequencePacker.Pack(sequences, length);
        var random = sequences.Chunk(BatchRows).Select(Padded).ToArray();
        var grouped = sequences.OrderBy(static s => s.Length).Chunk(BatchRows).Select(Padded).ToArray();
        var data = sequences.Sum(static s => (double)s.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {sequences.Min(static s => s.Length)} to {sequences.Max(static s => s.Length)} tokens, mean {data / rows:N0}; packs of {length} filled {SequencePacker.Fill(packs, length):P2}; of the padded batches {Share(random):P0} is data, grouped {Share(grouped):P0}"));
        var times = new List<(double Packed, double Random, double Grouped)>();
        for (var round = -1; round < rounds; round++)
        {
            var time = (Time(pass, packs), Time(pass, random), Time(pass, grouped));
            // The first round warms up.
            if (round >= 0)
                times.Add(time);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"packed {data / Median(static t => t.Packed):N0} tokens/s of data; {Median(static t => t.Random / t.Packed):N2} times as fast as random batches of {BatchRows}, {Median(static t => t.Grouped / t.Packed):N2} times as fast as grouped ones"));

        double Median(Func<(double Packed, double Random, double Grouped), double> value) => times.Select(value).Order().ElementAt(times.Count / 2);
        double Share(TokenPack[] batches) => data / batches.Sum(static b => (double)b.Length);
    }

    /// <summary>Long rows from a sixteenth of the length to all of it, evenly by their logarithm; short ones around an eightieth, with a long tail.</summary>
    private static TrainingSequence[] Mix(int length, int rows, int vocabulary)
    {
        var random = new Random(1);
        var sequences = Enumerable.Range(0, rows).Select(i => i % LongOneIn == 0
            ? length / 16.0 * Math.Pow(16, random.NextDouble())
            : Math.Clamp(length / 80.0 * Math.Exp(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())), 8, length / 8.0))
            .Select((tokens, i) => TrainingSequence.Of($"{i}", [.. Enumerable.Range(0, (int)tokens).Select(_ => random.Next(vocabulary))])).ToArray();
        random.Shuffle(sequences);
        return sequences;
    }

    /// <summary>Rows with tokens behind them that nothing is learned of, all as long as the longest.</summary>
    private static TokenPack Padded(TrainingSequence[] rows)
    {
        var longest = rows.Max(static r => r.Length);
        return new([.. rows.Select(r => new TrainingSequence(
            r.RowId, [.. r.Ids, .. Enumerable.Repeat(0, longest - r.Length)], [.. r.Labels, .. Enumerable.Repeat(TrainingSequence.Ignored, longest - r.Length)]))]);
    }

    private static double Time(TrainingPass pass, IReadOnlyList<TokenPack> packs)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var pack in packs)
            pass.Backward(pack, (_, _) => 1.0 / pack.Targets);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
