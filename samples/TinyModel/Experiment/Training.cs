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

    /// <summary>How the losses of tokens are averaged.</summary>
    public LossAveraging Averaging { get; init; }

    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double Floor { get; init; } = 0.1;
}

/// <summary>Runs training to its end, or to the end of the time.</summary>
internal static class Training
{
    /// <summary>Trains, or goes on with a run that was stopped; nothing to do where the run is done.</summary>
    /// <returns>The last steps' mean loss of a token, in nats; null where a model was brought here without it.</returns>
    /// <exception cref="OutOfTimeException">It is to be gone on with.</exception>
    public static async Task<double?> RunAsync(Lab lab, TrainingJob job, Func<IReadOnlyList<TrainingSequence>> sequences, CancellationToken stop)
    {
        if (IsDone(job.Output))
            return LossOf(job.Output);

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
            return LossOf(job.Output);

        using var weights = HuggingFaceCheckpoint.Open(job.From);
        var trainer = new DpoTrainer(weights, pairs, Options(lab, job, pairs.Max(static p => Math.Max(p.Chosen.Length, p.Rejected.Length))), dpo);
        return await WatchAsync(lab, job, trainer.TrainAsync(stop));
    }

    /// <summary>The rows of a file as sequences.</summary>
    /// <param name="lab">Where.</param>
    /// <param name="file">The file, which may be empty.</param>
    /// <param name="turns">Whether only the rows' turns are learned.</param>
    public static IReadOnlyList<TrainingSequence> Chats(Lab lab, string file, bool turns)
    {
        if (new FileInfo(file).Length == 0)
            return [];

        var tokenizer = lab.LoadTokenizer();
        var pieces = Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.Decode([id], skipSpecial: false)).ToArray();
        var rows = TrainingData.ReadChats([new(file)], tokenizer, ChatTemplates.For(tokenizer), new() { MaxLength = lab.Scale.Context }).Sequences;
        return turns ? [.. rows.Select(row => Turns(row, id => pieces[id]))] : rows;
    }

    /// <summary>
    /// A row of which only the turns are learned: what begins it, what follows an end of line, what follows a figure, and in lines that begin with a
    /// number what follows the dash before the words. Each of these places is told by what stands before it. Were it told by what stands in it (all figures,
    /// the end), a model would learn to put a figure or an end anywhere, since at those places nothing else was ever learned.
    /// A paragraph's first word is a turn only in texts with headings, where one could stand in its place.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="piece">The text of a token.</param>
    public static TrainingSequence Turns(TrainingSequence row, Func<int, string> piece)
    {
        var labels = row.Labels.ToArray();
        var first = Array.FindIndex(labels, static label => label != TrainingSequence.Ignored);
        bool Ends(int at) => at >= first && piece(row.Ids[at]) == "\n";
        bool IsFigure(int at) => at >= first && char.IsAsciiDigit(piece(row.Ids[at])[0]);

        var headed = Enumerable.Range(first, labels.Length - first).Any(i => Ends(i - 1) && IsFigure(i));
        var (numbered, dashed) = (false, false);
        for (var i = first; i < labels.Length; i++)
        {
            var begins = i == first || Ends(i - 1);
            if (begins)
                (numbered, dashed) = (IsFigure(i), false);
            if (!(begins && (headed || !Ends(i - 2))) && !IsFigure(i - 1) && !dashed)
                labels[i] = TrainingSequence.Ignored;
            dashed |= numbered && piece(row.Ids[i]) == " -";
        }

        return row with { Labels = labels };
    }

    public static bool IsDone(string output) => File.Exists(Done(output));

    private static string Done(string output) => Path.Combine(output, "done");

    private static double? LossOf(string output) => double.TryParse(File.ReadAllText(Done(output)), NumberStyles.Float, CultureInfo.InvariantCulture, out var loss) ? loss : null;

    // A step is one pack: so many tokens, or the longest text.
    private static TrainingOptions Options(Lab lab, TrainingJob job, int longest) => new()
    {
        OutputFolder = job.Output,
        PackLength = Math.Max(job.StepTokens ?? lab.Scale.StepTokens, longest),
        PacksPerStep = 1,
        Averaging = job.Averaging,
        Epochs = 1,
        MaxSteps = job.Steps,
        LearningRate = new() { Peak = job.Peak, WarmupShare = 0.04, DecayShare = job.DecayShare, Floor = job.Floor },
        AdamW = new() { WeightDecay = 0.1 },
        Threads = lab.Threads,
        Seed = (long)lab.Seed,
        CheckpointSteps = 200,
        KeepCheckpoints = 1,
        MaxTime = lab.Left,
        SaveAs = SafetensorsType.BF16,
        Resume = true,
    };

    internal static async Task<double?> WatchAsync(Lab lab, TrainingJob job, IAsyncEnumerable<TrainingProgress> steps)
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

        // Without a step it is whole only where an earlier process took the last one.
        if (last is null ? !Directory.Exists(Path.Combine(job.Output, "model")) : last.Step < last.Steps)
            throw new OutOfTimeException(name);

        // Weights only are handed on; checkpoints have the optimiser's state and are ten times as large.
        foreach (var checkpoint in Directory.EnumerateDirectories(job.Output, "checkpoint-*"))
            Directory.Delete(checkpoint, recursive: true);
        await File.WriteAllTextAsync(Done(job.Output), losses.Count == 0 ? "" : losses.Average().ToString("R", CultureInfo.InvariantCulture));
        return LossOf(job.Output);
    }
}
