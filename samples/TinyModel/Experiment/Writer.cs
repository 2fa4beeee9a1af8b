using LongWriter;

namespace TinyModel.Experiment;

/// <summary>A question to a model, and what it is to be held against.</summary>
/// <param name="Prompt">What the user says.</param>
/// <param name="Required">The required words; 0 where none are.</param>
/// <param name="Topic">The noun that the text has to say.</param>
internal sealed record Question(string Prompt, int Required, string Topic);

/// <summary>What a model answered.</summary>
/// <param name="Question">The question.</param>
/// <param name="Text">The whole answer, as it came.</param>
/// <param name="Words">Words of its body: without outline and headings.</param>
/// <param name="Ended">Whether the model ended it by itself.</param>
/// <param name="Tokens">Tokens of it.</param>
/// <param name="EndToken">The token that ended it; null where none did.</param>
internal sealed record Answer(Question Question, string Text, int Words, bool Ended, int Tokens, int? EndToken)
{
    /// <summary>S_l; 0 where the model did not end by itself.</summary>
    public double LengthScore => Question.Required > 0 && Ended ? LongWriter.LengthScore.Compute(Question.Required, Words) : 0;
}

/// <summary>Lets a model answer many questions at once, each in one call.</summary>
internal sealed class Writer : IDisposable
{
    private const int AtOnce = 32;

    private readonly LocalModel _model;
    private readonly GenerationEngine _engine;
    private readonly IReadOnlyList<int> _stops;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="threads">Threads that it writes with.</param>
    public Writer(string folder, int threads)
    {
        _model = LocalModel.Open(folder);
        _engine = new(ManagedDecoder.Load(_model.Weights, new() { Threads = threads }), new() { MaxConcurrency = AtOnce, CacheBytes = 0, Seed = 1 });
        _stops = [.. _model.StopTokenIds.Concat(_model.Template.StopTokens(_model.Tokenizer)).Append(EndOfText).Distinct()];
    }

    /// <summary>How curves are drawn, as the paper does; pairs too, but warmer.</summary>
    public static SamplingOptions Sampling { get; } = new() { Temperature = 0.5f, TopP = 0.8f, TopK = 50 };

    /// <summary>The token that ends a text of pre-training.</summary>
    public int EndOfText => _model.Tokenizer.SpecialTokens["<|endoftext|>"];

    /// <summary>Answers questions; the longest are begun first. An answer has no other limit than the context.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="seed">Where the draws begin.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="sampling">Another way to draw than <see cref="Sampling"/>.</param>
    public async Task<IReadOnlyList<Answer>> AnswerAsync(IReadOnlyList<Question> questions, long seed, CancellationToken stop, SamplingOptions? sampling = null)
    {
        var answers = new Answer[questions.Count];
        var order = Enumerable.Range(0, questions.Count).OrderByDescending(i => questions[i].Required == 0 ? int.MaxValue : questions[i].Required).ToList();
        await Task.WhenAll(order.Select(async i =>
        {
            var ids = _model.Template.Render([new("user", LongWriterTiny.ReadableNumbers(questions[i].Prompt))], _model.Tokenizer).Ids;
            var (text, result) = await RunAsync(ids, (sampling ?? Sampling) with { Seed = seed + i }, stop);
            answers[i] = new(questions[i], text, Forms.BodyWords(text), result.Finish == GenerationFinish.StopToken, result.OutputTokens, result.StopTokenId);
        }));
        return answers;
    }

    /// <summary>Texts written from nothing, as the base model writes.</summary>
    public async Task<IReadOnlyList<Answer>> FromNothingAsync(int count, long seed, CancellationToken stop)
    {
        var answers = new Answer[count];
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var (text, result) = await RunAsync([EndOfText], new() { Temperature = 1, Seed = seed + i }, stop);
            answers[i] = new(new("", 0, ""), text, WordCounters.LongWriter.Count(text), result.Finish == GenerationFinish.StopToken, result.OutputTokens, result.StopTokenId);
        }));
        return answers;
    }

    private async Task<(string Text, GenerationResult Result)> RunAsync(IReadOnlyList<int> prompt, SamplingOptions sampling, CancellationToken stop)
    {
        var generation = _engine.Start(new(prompt) { Sampling = sampling, StopTokenIds = _stops }, stop);
        var ids = new List<int>();
        await foreach (var token in generation.WithCancellation(stop))
            ids.Add(token.Id);
        return (_model.Tokenizer.Decode(ids), generation.Result!);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _model.Dispose();
    }
}
