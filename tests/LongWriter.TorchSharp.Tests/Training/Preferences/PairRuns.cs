namespace LongWriter.Tests;

/// <summary>Runs over pairs, beside those of <see cref="TrainerFolder"/>.</summary>
internal static class PairRuns
{
    /// <summary>Pairs of many lengths, with prompts of three tokens.</summary>
    public static PreferencePair[] Pairs(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => new PreferencePair($"pair {i}", Side(8 + i * 7 % 31, 100 + i), Side(6 + i * 5 % 29, 200 + i)))];

    public static TrainingSequence Side(int length, int seed)
    {
        var sequence = TinyRuns.Sequence(length, seed, static t => t > 2);
        // The folder's model has 96 tokens.
        int[] ids = [.. sequence.Ids.Select(static id => id % 96)];
        return new($"side {seed}", ids, [.. ids.Zip(sequence.Labels, static (id, label) => label == TrainingSequence.Ignored ? label : id)]);
    }

    public static async Task<List<TrainingProgress>> RunPairsAsync(
        this TrainerFolder folder, TrainingOptions options, DpoOptions dpo, IReadOnlyList<PreferencePair> pairs, Action<string>? reached = null, TimeProvider? clock = null, string? model = null, ModelWeights? reference = null)
    {
        using var weights = HuggingFaceCheckpoint.Open(model ?? folder.Model);
        var trainer = new DpoTrainer(weights, pairs, options, dpo, reference, clock) { Reached = reached };
        var reports = new List<TrainingProgress>();
        await foreach (var report in trainer.TrainAsync())
            reports.Add(report);

        return reports;
    }
}
