namespace LongWriter;

/// <summary>What is wrong with evaluations before the first step.</summary>
internal static class EvaluationChecks
{
    public static void Check(EvaluationOptions options)
    {
        const string Name = nameof(TrainingOptions.Evaluation);
        TrainingChecks.Range(options.Steps, 1, int.MaxValue, $"{Name}.{nameof(options.Steps)}");
        TrainingChecks.Range(options.Patience ?? 1, 1, int.MaxValue, $"{Name}.{nameof(options.Patience)}");
        TrainingChecks.Range(options.MaxPrompts, 1, int.MaxValue, $"{Name}.{nameof(options.MaxPrompts)}");
        TrainingChecks.Range(options.MaxNewTokens, 1, int.MaxValue, $"{Name}.{nameof(options.MaxNewTokens)}");
        TrainingChecks.Range(options.Temperature, 0, 100, $"{Name}.{nameof(options.Temperature)}");
        if (options.GenerateSteps is { } every && (every < 1 || every % options.Steps != 0))
            throw Invalid($"{Name}.{nameof(options.GenerateSteps)} is {every}; take a multiple of {nameof(options.Steps)}, which is {options.Steps}.");
    }

    /// <param name="evaluation">What is evaluated on.</param>
    /// <param name="options">The run's.</param>
    /// <param name="config">The model's shape.</param>
    /// <param name="heldOut">How many rows of the run's kind are held out.</param>
    /// <param name="kind">What these are called.</param>
    public static void Check(TrainingEvaluation evaluation, TrainingOptions options, ModelConfig config, int heldOut, string kind)
    {
        if (evaluation.Sequences.Count + evaluation.Pairs.Count != heldOut)
            throw Invalid($"This trainer evaluates on {kind}; the evaluation holds {evaluation.Sequences.Count} sequences and {evaluation.Pairs.Count} pairs.");
        if (options.Evaluation is not { } wanted)
            return;
        if (heldOut == 0 && evaluation.Prompts.Count == 0)
            throw Invalid($"There is nothing to evaluate on. Give {kind}, or prompts, or leave {nameof(TrainingOptions.Evaluation)} unset.");
        if (heldOut == 0 && (wanted.Patience is not null || wanted.KeepsBest))
            throw Invalid($"{nameof(wanted.Patience)} and {nameof(wanted.KeepBest)} go by the held-out loss, and there are no held-out {kind}.");
        if (evaluation.Prompts.Count > 0)
            Check(evaluation, config);
    }

    private static void Check(TrainingEvaluation evaluation, ModelConfig config)
    {
        if (evaluation.Tokenizer is null)
            throw Invalid($"What is generated cannot be read without a tokenizer; set {nameof(TrainingEvaluation)}.{nameof(evaluation.Tokenizer)}.");
        if (AnswerRuns.StopsOf(evaluation, config).Count == 0)
            throw Invalid($"Neither the model's configuration nor the tokenizer names a token that ends an answer; set {nameof(TrainingEvaluation)}.{nameof(evaluation.Template)}.");
        foreach (var prompt in evaluation.Prompts)
        {
            if (prompt.Words < 1)
                throw Invalid($"{prompt.RowId} requires {prompt.Words} words; take at least 1.");
            if (prompt.Ids.Count == 0 || prompt.Ids.Count >= config.ContextLength)
                throw Invalid($"The prompt of {prompt.RowId} has {prompt.Ids.Count} tokens; take at least 1, and fewer than the model's context of {config.ContextLength}.");
            var foreign = prompt.Ids.Where(id => (uint)id >= (uint)config.VocabularySize).ToList();
            if (foreign.Count > 0)
                throw Invalid($"The prompt of {prompt.RowId} has the token {foreign[0]}; the model has the ids 0 to {config.VocabularySize - 1}. It was made with another tokenizer.");
        }
    }

    private static LongWriterException Invalid(string message) => new(LongWriterError.InvalidRequest, message);
}
