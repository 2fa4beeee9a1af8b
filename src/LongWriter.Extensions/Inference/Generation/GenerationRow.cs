namespace LongWriter;

/// <summary>One answer on its way. Belongs to the engine's thread, once it is there.</summary>
internal sealed class GenerationRow
{
    private readonly GenerationRequest _request;
    private readonly TokenSampler _sampler;
    private readonly LoopDetector? _loop;
    private readonly IReadOnlyList<int> _stops;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly int _mostTokens;
    private int[] _tokens;
    private int _count;

    public GenerationRow(GenerationRequest request, ModelConfig model, int contextLength, Generation handle, CancellationToken cancellationToken)
    {
        _request = request;
        Handle = handle;
        _stops = request.StopTokenIds ?? [.. model.StopTokenIds.Where(id => id < model.VocabularySize)];
        _sampler = new(request.Sampling, handle.Seed, _stops);
        _loop = request.Loop is { } limits ? new(limits) : null;
        _tokens = [.. request.Prompt];
        _count = PromptLength = _tokens.Length;
        _mostTokens = Math.Min(request.MaxTokens ?? int.MaxValue, contextLength - PromptLength);
        _cancellation = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static state => ((Generation)state!).Cancel(), handle);
    }

    public Generation Handle { get; }

    public int PromptLength { get; }

    /// <summary>Prompt tokens that were known.</summary>
    public int Cached => Handle.CachedTokens;

    /// <summary>What the decoder remembers; from admission to the end.</summary>
    public IDecoderSequence? Sequence { get; private set; }

    /// <summary>Prompt and answer.</summary>
    public ReadOnlyMemory<int> Tokens => _tokens.AsMemory(0, _count);

    /// <summary>Tokens that the decoder does not know yet: 1 while the answer grows, more while the prompt is read.</summary>
    public int Pending => _count - Sequence!.Length;

    /// <summary>Tokens of the answer, a stop token not counted.</summary>
    public int Answered => _count - PromptLength;

    public void Begin(IDecoderSequence sequence)
    {
        Sequence = sequence;
        Handle.CachedTokens = sequence.Length;
    }

    /// <summary>The next chunk of at most so many tokens; logits are wanted where it is the last.</summary>
    public SequenceChunk Chunk(int most)
    {
        var length = Math.Min(most, Pending);
        return new(Sequence!, _tokens.AsMemory(Sequence!.Length, length), length == Pending ? LogitRows.Last : LogitRows.None);
    }

    /// <summary>Chooses the next token; a result where the answer ends with it.</summary>
    public GenerationResult? Step(ReadOnlySpan<float> logits, CandidateSet candidates)
    {
        var id = _sampler.Next(logits, Tokens.Span, PromptLength, Answered < _request.MinTokens, candidates);
        if (_stops.Contains(id))
            return Result(GenerationFinish.StopToken, id);

        if (_count == _tokens.Length)
            Array.Resize(ref _tokens, Math.Min(checked(_count + (_count / 2) + 64), Math.Max(_count + 1, PromptLength + _mostTokens)));

        _tokens[_count++] = id;
        Handle.Write(_request.LogProbabilities is { } top ? GeneratedToken.Of(id, logits, top, candidates) : new(id));
        if (_loop?.Add(id) == true)
            return Result(GenerationFinish.Loop);
        if (Answered < _mostTokens)
            return null;

        return Result(Answered == _request.MaxTokens ? GenerationFinish.Length : GenerationFinish.ContextFull);
    }

    /// <summary>Ends it and gives up the sequence.</summary>
    public void Complete(GenerationResult result)
    {
        _registration.Unregister();
        Sequence = null;
        var cancelled = result.Finish == GenerationFinish.Cancelled && _cancellation.IsCancellationRequested;
        Handle.Complete(result, cancelled ? new OperationCanceledException(_cancellation) : null);
    }

    /// <summary>Ends it with an error and gives back its sequence.</summary>
    public IDecoderSequence? Fail(LongWriterException exception)
    {
        _registration.Unregister();
        var sequence = Sequence;
        Sequence = null;
        // One exception a reader: each gets the id of its own run written into it.
        Handle.Complete(null, new LongWriterException(exception.Error, exception.Message, exception.InnerException ?? exception));
        return sequence;
    }

    public GenerationResult Result(GenerationFinish finish, int? stop = null) =>
        new(finish, PromptLength, Cached, Answered + (stop is null ? 0 : 1), stop);
}
