namespace LongWriter.Tests;

public sealed class PlantedPreferenceTests : IDisposable
{
    private const int End = 2, Word = 5, Most = 60;

    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Preferring_long_or_short_answers_moves_the_mean_written_length_both_ways()
    {
        // A model that writes 2 to 11 words, whatever it is asked.
        var rows = Enumerable.Range(0, 80).Select(static i => Answer(i, 2 + i % 10)).ToArray();
        await _folder.RunAsync(_folder.Options("base") with { Epochs = 25, PackLength = 256, CheckpointSteps = 1000, LearningRate = new() { Peak = 1e-2 } }, rows);
        var start = MeanLength("base");

        var longer = await PreferAsync("longer", static (shorter, longer) => (longer, shorter));
        var shorter = await PreferAsync("shorter", static (shorter, longer) => (shorter, longer));

        Assert.InRange(start, 4, 10);
        Assert.True(longer > start * 1.5, $"{start} words before, {longer} where longer answers are preferred");
        Assert.True(shorter < start / 1.5, $"{start} words before, {shorter} where shorter answers are preferred");
    }

    private async Task<double> PreferAsync(string run, Func<TrainingSequence, TrainingSequence, (TrainingSequence Chosen, TrainingSequence Rejected)> choose)
    {
        var pairs = Enumerable.Range(0, 32).Select(i =>
        {
            var (chosen, rejected) = choose(Answer(i, 2 + i % 4), Answer(i, 8 + i % 4));
            return new PreferencePair($"pair {i}", chosen, rejected);
        }).ToArray();
        var options = _folder.Options(run) with { Epochs = 12, PackLength = 256, CheckpointSteps = 1000, LearningRate = new() { Peak = 1e-3 } };
        var reports = await _folder.RunPairsAsync(options, new() { PairsPerStep = 16 }, pairs, model: _folder.Path_("base/model"));
        Assert.Equal(1, reports[^1].Preferences!.Accuracy);
        return MeanLength(run);
    }

    private static TrainingSequence Answer(int row, int words)
    {
        int[] ids = [1, 10 + row % 8, .. Enumerable.Repeat(Word, words), End];
        return new($"row {row}", ids, [.. ids.Select(static (id, t) => t < 2 ? TrainingSequence.Ignored : id)]);
    }

    // Over 80 sampled answers, a few for each prompt.
    private double MeanLength(string run)
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Path_($"{run}/model"));
        using var decoder = ManagedDecoder.Load(weights, new() { Weights = WeightFormat.Float32, Threads = 1 });
        var random = new Random(9);
        var logits = new float[96];
        return Enumerable.Range(0, 80).Average(i =>
        {
            using var sequence = decoder.CreateSequence();
            int[] chunk = [1, 10 + i % 8];
            for (var words = 0; ; words++)
            {
                decoder.Forward([new(sequence, chunk, LogitRows.Last)], logits);
                chunk = [Sample(logits, random)];
                if (chunk[0] == End || words == Most)
                    return words;
            }
        });
    }

    private static int Sample(float[] logits, Random random)
    {
        var most = logits.Max();
        var left = random.NextDouble() * logits.Sum(x => Math.Exp(x - most));
        for (var i = 0; i < logits.Length; i++)
        {
            if ((left -= Math.Exp(logits[i] - most)) <= 0)
                return i;
        }

        return logits.Length - 1;
    }
}
