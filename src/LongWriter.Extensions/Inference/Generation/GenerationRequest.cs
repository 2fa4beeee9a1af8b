namespace LongWriter;

/// <summary>What a <see cref="GenerationEngine"/> is to go on with: token ids in, token ids out.</summary>
/// <param name="Prompt">The tokens of the prompt, at least one. Nothing is put before them; a model that wants a first token (BOS) finds it here or not at all.</param>
public sealed record GenerationRequest(IReadOnlyList<int> Prompt)
{
    /// <summary>How tokens are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>The greatest number of tokens.</summary>
    /// <value>Default <see langword="null"/>: what the context leaves. At least 1.</value>
    public int? MaxTokens { get; init; }

    /// <summary>The answer does not end by itself before it has so many tokens: every stop token is masked until then.</summary>
    /// <value>Default 0.</value>
    public int MinTokens { get; init; }

    /// <summary>The tokens that end the answer; they are not part of it.</summary>
    /// <value>Default <see langword="null"/>: those of the model's configuration. Empty: none.</value>
    public IReadOnlyList<int>? StopTokenIds { get; init; }

    /// <summary>Asks for log-probabilities: of the chosen token, and of so many of the likeliest ones.</summary>
    /// <value>Default <see langword="null"/>: none. From 0 to 1,000.</value>
    public int? LogProbabilities { get; init; }

    /// <summary>When the answer ends because it is caught in a loop.</summary>
    /// <value>Default <see cref="LoopDetection.Default"/>; <see langword="null"/>: never.</value>
    public LoopDetection? Loop { get; init; } = LoopDetection.Default;

    /// <summary>Throws where a request is not usable.</summary>
    internal void Check(ModelConfig model, int contextLength)
    {
        var vocabulary = model.VocabularySize;
        SamplingOptions.Require(MaxTokens is null or > 0, nameof(MaxTokens), MaxTokens, "at least 1, or null");
        SamplingOptions.Require(MinTokens >= 0, nameof(MinTokens), MinTokens, "at least 0");
        SamplingOptions.Require(LogProbabilities is null or (>= 0 and <= 1000), nameof(LogProbabilities), LogProbabilities, "from 0 to 1,000, or null");
        Sampling.Check(vocabulary);
        Loop?.Check();
        foreach (var id in StopTokenIds ?? [])
            SamplingOptions.Require(id >= 0 && id < vocabulary, nameof(StopTokenIds), id, $"a token id from 0 to {vocabulary - 1}");

        SamplingOptions.Require(Prompt.Count > 0, "The number of prompt tokens", 0, "at least 1; a model begins from some token, often its BOS token");
        foreach (var id in Prompt)
            SamplingOptions.Require(id >= 0 && id < vocabulary, "A prompt token", id, $"a token id from 0 to {vocabulary - 1}; the tokenizer may belong to another model");

        if (Prompt.Count >= contextLength)
        {
            throw new LongWriterException(
                LongWriterError.ContextOverflow,
                $"The prompt has {Prompt.Count:N0} tokens, the context {contextLength:N0}, and the answer needs at least one of them. Shorten the prompt (ContextMode.Window or Summary when writing documents), or raise ContextLength as far as the model goes ({model.ContextLength:N0}).");
        }
    }
}
