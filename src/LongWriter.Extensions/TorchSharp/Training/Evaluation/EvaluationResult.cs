namespace LongWriter;

/// <summary>What an evaluation came to: the model after a step, on what it does not learn from.</summary>
public sealed record EvaluationResult
{
    /// <summary>The held-out loss: of sequences the mean -log p of a learned token, in nats; of pairs the mean loss of a pair. <see langword="null"/> where nothing is held out.</summary>
    public double? Loss { get; init; }

    /// <summary>e to the loss of sequences.</summary>
    public double? Perplexity { get; init; }

    /// <summary>Σ -log₂ p of all learned tokens, those that end answers included, over the UTF-8 bytes of the learned text, in which special tokens have none: comparable across tokenizers. <see langword="null"/> without a tokenizer.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>Of pairs: rewards against the reference, their margin, and how often the chosen answer is above.</summary>
    public PreferenceProgress? Preferences { get; init; }

    /// <summary>What the model writes; <see langword="null"/> where nothing was generated, as in an evaluation that was cut short by a cancellation.</summary>
    public GeneratedAnswers? Generated { get; init; }

    /// <summary>Whether the held-out loss is lower than in all evaluations before.</summary>
    public bool Best { get; init; }

    /// <summary>Evaluations in a row without a lower held-out loss, this one included; 0 where it is the best.</summary>
    public int WithoutBetter { get; init; }
}

/// <summary>What generated answers are like. Means over one answer to each prompt.</summary>
public sealed record GeneratedAnswers
{
    /// <summary>Answers.</summary>
    public required int Answers { get; init; }

    /// <summary>The length score S_l, from 0 to 100 (<see cref="LongWriter.LengthScore"/>).</summary>
    public required double LengthScore { get; init; }

    /// <summary>Share of answers that the model ended by itself, with an end token.</summary>
    public required double Ended { get; init; }

    /// <summary>Share of answers that were caught in a loop: one run of tokens six times in a row or more, over at least 400 tokens, or half of <see cref="EvaluationOptions.MaxNewTokens"/> where that is less.</summary>
    public required double Loops { get; init; }

    /// <summary>Words written.</summary>
    public required double Words { get; init; }

    /// <summary>Words required.</summary>
    public required double RequiredWords { get; init; }

    /// <summary>Tokens written, the end token included.</summary>
    public required double Tokens { get; init; }
}
