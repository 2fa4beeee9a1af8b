using Microsoft.Extensions.Logging;

namespace LongWriter.Tests;

/// <summary>Runs that are evaluated, beside those of <see cref="TrainerFolder"/>.</summary>
internal static class EvaluatedRuns
{
    public static async Task<List<TrainingProgress>> RunAsync(
        this TrainerFolder folder, TrainingOptions options, IReadOnlyList<TrainingSequence> rows, TrainingEvaluation evaluation,
        Action<string>? reached = null, ILogger<SftTrainer>? logger = null, List<TrainingProgress>? reports = null, CancellationToken cancellationToken = default)
    {
        using var weights = HuggingFaceCheckpoint.Open(folder.Model);
        var trainer = new SftTrainer(weights, rows, options, logger: logger) { Reached = reached, Evaluation = evaluation };
        reports ??= [];
        await foreach (var report in trainer.TrainAsync(cancellationToken))
            reports.Add(report);

        return reports;
    }

    /// <summary>Rows that nothing can be learned of for other rows.</summary>
    public static TrainingSequence[] Noise(int count, int seed) => [.. Enumerable.Range(seed, count).Select(static i =>
    {
        var random = new Random(i);
        return TrainingSequence.Of($"noise {i}", [.. Enumerable.Range(0, 20 + i % 7).Select(_ => random.Next(3, 96))]);
    })];

    /// <summary>A question of two tokens and an answer of so many words, with its end or without.</summary>
    public static TrainingSequence Answer(int question, IEnumerable<int> words, bool ends = true)
    {
        int[] ids = [1, question, .. words, .. ends ? [LetterTokenizer.End] : Array.Empty<int>()];
        return new($"answer {question}", ids, [.. ids.Select(static (id, t) => t < 2 ? TrainingSequence.Ignored : id)]);
    }
}
