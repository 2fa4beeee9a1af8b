using System.Globalization;
using LongWriter;

namespace TinyModel.Experiment;

/// <summary>One training run.</summary>
/// <param name="Output">Its folder; the trained model is in <c>model</c> below it.</param>
/// <param name="From">The model to begin with.</param>
/// <param name="Peak">The highest learning rate.</param>
internal sealed record TrainingJob(string Output, string From, double Peak)
{
    /// <summary>Tokens of a step; those of the scale, or of the longest text, where null.</summary>
    public int? StepTokens { get; init; }

    /// <summary>The most steps; all data once where null.</summary>
    public int? Steps { get; init; }

    /// <summary>The share of steps over which the rate comes down.</summary>
    public double DecayShare { get; init; } = 1;

    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double Floor { get; init; } = 0.1;
}

/// <summary>Runs training to its end, or to the end of the time.</summary>
internal static class Training
{
    /// <summary>Trains, or goes on with a run that was stopped; nothing to do where the run is done.</summary>
    /// <returns>The last steps' mean loss of a token, in nats; null where the run was done before.</returns>
    /// <exception cref="OutOfTimeException">It is to be gone on with.</exception>
    public static async Task<double?> RunAsync(Lab lab, TrainingJob job, Func<IReadOnlyList<TrainingSequence>> sequences, CancellationToken stop)
    {
        if (IsDone(job.Output))
            return null;

        using var weights = HuggingFaceCheckpoint.Open(job.From);
        var data = sequences();
        var trainer = new SftTrainer(weights, data, Options(lab, job, data.Max(static s => s.Length)));
        return await WatchAsync(lab, job, trainer.TrainAsync(stop));
    }

    /// <summary>Trains on pairs.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<double?> RunPairsAsync(Lab lab, TrainingJob job, IReadOnlyList<PreferencePair> pairs, DpoOptions dpo, CancellationToken stop)
    {
        if (IsDone(job.Output))
            return null;

        using var weights = HuggingFaceCheckpoint.Open(job.From);
        var trainer = new DpoTrainer(weights, pairs, Options(lab, job, pairs.Max(static p => Math.Max(p.Chosen.Length, p.Rejected.Length))), dpo);
        return await WatchAsync(lab, job, trainer.TrainAsync(stop));
    }

    /// <summary>The rows of a file as sequences.</summary>
    public static IReadOnlyList<TrainingSequence> Chats(Lab lab, params string[] files)
    {
        var tokenizer = lab.LoadTokenizer();
        return TrainingData.ReadChats(files.Select(static f => new TrainingDataFile(f)), tokenizer, ChatTemplates.For(tokenizer), new() { MaxLength = lab.Scale.Context }).Sequences;
    }

    /// <summary>Of three rows in four only the turns are learned: what follows an end of line, and the end. How long a text gets is decided there, and these are few among the words.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isBreak">Whether a token ends a line.</param>
    public static IReadOnlyList<TrainingSequence> WithTurns(IReadOnlyList<TrainingSequence> rows, Func<int, bool> isBreak) => [.. rows.Select((row, i) => i % 4 == 0 ? row : Turns(row, isBreak))];

    /// <summary>Whether a token has the end of a line in it.</summary>
    public static Func<int, bool> Breaks(ModelTokenizer tokenizer)
    {
        var breaks = Enumerable.Range(0, tokenizer.VocabularySize).Where(id => tokenizer.Decode([id], skipSpecial: false).Contains('\n', StringComparison.Ordinal)).ToHashSet();
        return breaks.Contains;
    }

    private static TrainingSequence Turns(TrainingSequence row, Func<int, bool> isBreak)
    {
        var labels = row.Labels.ToArray();
        var last = Array.FindLastIndex(labels, static label => label != TrainingSequence.Ignored);
        for (var i = 1; i < last; i++)
        {
            if (!isBreak(row.Ids[i - 1]) || (i > 1 && isBreak(row.Ids[i - 2])))
                labels[i] = TrainingSequence.Ignored;
        }

        return row with { Labels = labels };
    }

    public static bool IsDone(string output) => File.Exists(Path.Combine(output, "done"));

    // A step is one pack: so many tokens, or the longest text.
    private static TrainingOptions Options(Lab lab, TrainingJob job, int longest) => new()
    {
        OutputFolder = job.Output,
        PackLength = Math.Max(job.StepTokens ?? lab.Scale.StepTokens, longest),
        PacksPerStep = 1,
        Epochs = 1,
        MaxSteps = job.Steps,
        LearningRate = new() { Peak = job.Peak, WarmupShare = 0.04, DecayShare = job.DecayShare, Floor = job.Floor },
        AdamW = new() { WeightDecay = 0.1 },
        Threads = Environment.ProcessorCount,
        Seed = (long)lab.Seed,
        CheckpointSteps = 200,
        KeepCheckpoints = 1,
        MaxTime = lab.Left,
        SaveAs = SafetensorsType.BF16,
        Resume = true,
    };

    private static async Task<double?> WatchAsync(Lab lab, TrainingJob job, IAsyncEnumerable<TrainingProgress> steps)
    {
        var name = Path.GetRelativePath(lab.Root, job.Output);
        TrainingProgress? last = null;
        var losses = new Queue<double>();
        await foreach (var step in steps)
        {
            last = step;
            losses.Enqueue(step.TokenLoss);
            if (losses.Count > 50)
                losses.Dequeue();
            if (step.Step % 50 == 0 || step.Step == step.Steps)
                lab.Say(string.Create(CultureInfo.InvariantCulture, $"{name}: step {step.Step} of {step.Steps}, loss {losses.Average():N3}, {step.TokensPerSecond:N0} tokens/s, {step.Remaining:mm\\:ss} left"));
        }

        if (last is not null && last.Step < last.Steps)
            throw new OutOfTimeException(name);

        // Weights only are handed on; checkpoints have the optimiser's state and are ten times as large.
        foreach (var checkpoint in Directory.EnumerateDirectories(job.Output, "checkpoint-*"))
            Directory.Delete(checkpoint, recursive: true);
        await File.WriteAllTextAsync(Path.Combine(job.Output, "done"), "");
        return losses.Count == 0 ? null : losses.Average();
    }
}
