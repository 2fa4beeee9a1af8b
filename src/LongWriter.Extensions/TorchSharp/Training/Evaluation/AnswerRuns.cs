using System.Text;

namespace LongWriter;

/// <summary>Lets a model answer prompts and measures what it writes.</summary>
/// <remarks>On the managed decoder, whose logits are the same to the bit whatever else is in a batch, so that an evaluation is repeated exactly; and it has no settings that are libtorch's.</remarks>
internal sealed class AnswerRuns
{
    private readonly TrainingEvaluation _evaluation;
    private readonly EvaluationOptions _options;
    private readonly ManagedDecoderOptions _decoder;
    private readonly IReadOnlyList<EvaluationPrompt> _prompts;
    private readonly IReadOnlyList<int> _stops;

    /// <param name="evaluation">Prompts, and how answers are read.</param>
    /// <param name="options">How answers are drawn.</param>
    /// <param name="training">Threads and precision.</param>
    /// <param name="config">The model's shape.</param>
    public AnswerRuns(TrainingEvaluation evaluation, EvaluationOptions options, TrainingOptions training, ModelConfig config)
    {
        (_evaluation, _options) = (evaluation, options);
        _decoder = new() { Threads = training.Threads, Weights = training.Precision == TrainingPrecision.BFloat16 ? WeightFormat.BFloat16 : WeightFormat.Float32 };
        _prompts = [.. evaluation.Prompts.Take(options.MaxPrompts)];
        _stops = StopsOf(evaluation, config);
    }

    /// <summary>The tokens that end an answer, of those that the model has.</summary>
    public static IReadOnlyList<int> StopsOf(TrainingEvaluation evaluation, ModelConfig config)
    {
        var stops = config.StopTokenIds.AsEnumerable();
        if (evaluation.Tokenizer is { } tokenizer)
        {
            stops = stops.Concat(evaluation.Template?.StopTokens(tokenizer) ?? []);
            stops = tokenizer.EosTokenId is { } end ? stops.Append(end) : stops;
        }

        return [.. stops.Distinct().Where(id => id >= 0 && id < config.VocabularySize)];
    }

    /// <summary>Answers all prompts.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public GeneratedAnswers Run(ModelWeights weights, CancellationToken cancellationToken)
    {
        var decoder = ManagedDecoder.Load(weights, _decoder, cancellationToken: cancellationToken);
        using var engine = new GenerationEngine(decoder, new() { CacheBytes = 0, Seed = _options.Seed });
        // The engine computes on a thread of its own and waits for nobody; this one, the run's, has no context that anything could want to come back to.
        var answers = AnswerAsync(engine, cancellationToken).GetAwaiter().GetResult();
        return new()
        {
            Answers = answers.Count,
            LengthScore = answers.Average(a => LengthScore.Compute(a.Prompt.Words, a.Words)),
            Ended = answers.Average(static a => a.Result.Finish == GenerationFinish.StopToken ? 1.0 : 0.0),
            Loops = answers.Average(static a => a.Result.Finish == GenerationFinish.Loop ? 1.0 : 0.0),
            Words = answers.Average(static a => a.Words),
            RequiredWords = answers.Average(static a => a.Prompt.Words),
            Tokens = answers.Average(static a => a.Result.OutputTokens),
        };
    }

    private async Task<IReadOnlyList<Answer>> AnswerAsync(GenerationEngine engine, CancellationToken cancellationToken)
    {
        var running = _prompts.Select((prompt, i) => engine.Start(Request(prompt, i), cancellationToken)).ToList();
        var answers = new List<Answer>();
        for (var i = 0; i < running.Count; i++)
        {
            var stream = _evaluation.Tokenizer!.CreateStream(_prompts[i].Ids);
            var text = new StringBuilder();
            await foreach (var token in running[i].WithCancellation(cancellationToken).ConfigureAwait(false))
                text.Append(stream.Add(token.Id));

            text.Append(stream.Flush());
            answers.Add(new(_prompts[i], running[i].Result!, _evaluation.WordCounter.Count(text.ToString())));
        }

        return answers;
    }

    private GenerationRequest Request(EvaluationPrompt prompt, int index) => new(prompt.Ids)
    {
        Sampling = new() { Temperature = (float)_options.Temperature, Seed = unchecked(_options.Seed + index) },
        MaxTokens = _options.MaxNewTokens,
        StopTokenIds = _stops,
        // Short answers loop too.
        Loop = LoopDetection.Default with { MinTokens = Math.Clamp(_options.MaxNewTokens / 2, 2, LoopDetection.Default.MinTokens) },
    };

    private sealed record Answer(EvaluationPrompt Prompt, GenerationResult Result, int Words);
}
