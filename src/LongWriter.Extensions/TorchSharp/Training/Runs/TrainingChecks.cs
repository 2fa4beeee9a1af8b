namespace LongWriter;

/// <summary>What is wrong with a run before its first step.</summary>
internal static class TrainingChecks
{
    public static void Check(TrainingOptions options)
    {
        Text(options.OutputFolder, nameof(options.OutputFolder));
        Range(options.PackLength, 2, int.MaxValue, nameof(options.PackLength));
        Range(options.PacksPerStep, 1, int.MaxValue, nameof(options.PacksPerStep));
        Range(options.Epochs, 1, int.MaxValue, nameof(options.Epochs));
        Range(options.MaxSteps ?? 1, 1, int.MaxValue, nameof(options.MaxSteps));
        Range(options.Threads, 1, 1024, nameof(options.Threads));
        Range(options.CheckpointSteps, 1, int.MaxValue, nameof(options.CheckpointSteps));
        Range(options.KeepCheckpoints, 1, int.MaxValue, nameof(options.KeepCheckpoints));
        Range(options.LearningRate.Peak, 1e-12, 10, $"{nameof(options.LearningRate)}.{nameof(options.LearningRate.Peak)}");
        Range(options.LearningRate.WarmupShare, 0, 1, $"{nameof(options.LearningRate)}.{nameof(options.LearningRate.WarmupShare)}");
        Range(options.LearningRate.DecayShare, 0, 1, $"{nameof(options.LearningRate)}.{nameof(options.LearningRate.DecayShare)}");
        Range(options.LearningRate.Floor, 0, 1, $"{nameof(options.LearningRate)}.{nameof(options.LearningRate.Floor)}");
        Range(options.AdamW.Beta1, 0, 0.999999, $"{nameof(options.AdamW)}.{nameof(options.AdamW.Beta1)}");
        Range(options.AdamW.Beta2, 0, 0.999999999, $"{nameof(options.AdamW)}.{nameof(options.AdamW.Beta2)}");
        Range(options.AdamW.Epsilon, 1e-30, 1, $"{nameof(options.AdamW)}.{nameof(options.AdamW.Epsilon)}");
        Range(options.AdamW.WeightDecay, 0, 1e3, $"{nameof(options.AdamW)}.{nameof(options.AdamW.WeightDecay)}");
        Range(options.AdamW.ClipNorm, 0, double.MaxValue, $"{nameof(options.AdamW)}.{nameof(options.AdamW.ClipNorm)}");
        if (options.MaxTime < TimeSpan.Zero)
            throw Invalid($"{nameof(options.MaxTime)} is {options.MaxTime}; take a time above 0.");
        if (options.Lora is { } lora)
            Check(lora);
        if (options.SaveAs is not (SafetensorsType.BF16 or SafetensorsType.F32))
            throw Invalid($"{nameof(options.SaveAs)} is {options.SaveAs}; take BF16 or F32.");
        if (!Enum.IsDefined(options.Averaging) || !Enum.IsDefined(options.Precision) || !Enum.IsDefined(options.LearningRate.Decay))
            throw Invalid("Averaging, precision or decay of the learning rate is none that there is.");
        if (options.Evaluation is { } evaluation)
            EvaluationChecks.Check(evaluation);
    }

    private static void Check(LoraOptions lora)
    {
        const string Lora = nameof(TrainingOptions.Lora);
        Range(lora.Rank, 1, 1024, $"{Lora}.{nameof(lora.Rank)}");
        Range(lora.Alpha, 1e-6, 1e5, $"{Lora}.{nameof(lora.Alpha)}");
        if (lora.Targets is not { Count: > 0 })
            throw Invalid($"{Lora}.{nameof(lora.Targets)} is empty; name at least one of {string.Join(", ", LoraOptions.Projections)}.");
        foreach (var target in lora.Targets)
        {
            if (!LoraOptions.Projections.Contains(target))
                throw Invalid($"{Lora}.{nameof(lora.Targets)} names {target}; there are {string.Join(", ", LoraOptions.Projections)}, also for families whose files keep some of them in one.");
            if (lora.Targets.Count(t => t == target) > 1)
                throw Invalid($"{Lora}.{nameof(lora.Targets)} names {target} twice.");
        }
    }

    public static void Check(IReadOnlyList<TrainingSequence> sequences, ModelConfig config, int packLength)
    {
        var learned = false;
        foreach (var sequence in sequences)
        {
            Check(sequence, config, packLength);
            learned |= sequence.Targets > 0;
        }

        if (!learned)
            throw Invalid($"None of the {sequences.Count} sequences has a token to learn: all labels are {TrainingSequence.Ignored}.");
    }

    public static void Check(TrainingSequence sequence, ModelConfig config, int packLength)
    {
        if (sequence.Length == 0 || sequence.Labels.Count != sequence.Length)
            throw Invalid($"{sequence.RowId} has {sequence.Length} tokens and {sequence.Labels.Count} labels; there must be at least one, and as many of both.");
        if (sequence.Length > packLength)
            throw Invalid($"{sequence.RowId} has {sequence.Length} tokens; a pack takes {packLength}. Drop or cut such rows while the data is read, or take longer packs.");
        if (sequence.Length > config.ContextLength)
            throw Invalid($"{sequence.RowId} has {sequence.Length} tokens; the model's context is {config.ContextLength}.");
        for (var i = 0; i < sequence.Length; i++)
        {
            if ((uint)sequence.Ids[i] >= (uint)config.VocabularySize)
                throw Invalid($"Token {i} of {sequence.RowId} is {sequence.Ids[i]}; the model has the ids 0 to {config.VocabularySize - 1}. It was made with another tokenizer.");
            if (sequence.Labels[i] != TrainingSequence.Ignored && sequence.Labels[i] != sequence.Ids[i])
                throw Invalid($"Label {i} of {sequence.RowId} is {sequence.Labels[i]}; it is either the token itself, {sequence.Ids[i]}, or {TrainingSequence.Ignored}.");
        }
    }

    public static void Check(DpoOptions options)
    {
        Range(options.Beta, 1e-6, 1e6, nameof(options.Beta));
        Range(options.LabelSmoothing, 0, 0.5, nameof(options.LabelSmoothing));
        Range(options.LengthAlpha, 0, 1, nameof(options.LengthAlpha));
        Range(options.SftWeight, 0, 1e6, nameof(options.SftWeight));
        Range(options.PairsPerStep, 1, int.MaxValue, nameof(options.PairsPerStep));
    }

    public static void Check(IReadOnlyList<PreferencePair> pairs, ModelConfig config, int packLength)
    {
        if (pairs.Count == 0)
            throw Invalid("There is no pair to learn from.");
        foreach (var side in pairs.SelectMany(static p => p.Sides))
        {
            Check(side, config, packLength);
            if (side.Targets == 0)
                throw Invalid($"{side.RowId} has no token to learn, so its log-probability says nothing: its answer is empty, or all its labels are {TrainingSequence.Ignored}. Drop the pair, or give both sides an answer.");
        }
    }

    public static void Range(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
            throw Invalid(FormattableString.Invariant($"{name} is {value}; take {least} to {most}."));
    }

    private static void Text(string value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw Invalid($"{name} is empty.");
    }

    private static LongWriterException Invalid(string message) => new(LongWriterError.InvalidRequest, message);
}
