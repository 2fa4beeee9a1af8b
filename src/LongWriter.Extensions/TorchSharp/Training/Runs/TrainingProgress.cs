namespace LongWriter;

/// <summary>A run after an optimiser step.</summary>
public sealed record TrainingProgress
{
    /// <summary>Steps taken, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>All steps of the run.</summary>
    public required int Steps { get; init; }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The step's loss, averaged as the run does; of preference training over its pairs.</summary>
    public required double Loss { get; init; }

    /// <summary>Mean -log p of the step's learned tokens, in nats: comparable whichever average is trained on. Of preference training those of the chosen answers.</summary>
    public required double TokenLoss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The gradients' norm before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Tokens computed since the run began, resumed parts included.</summary>
    public required long Tokens { get; init; }

    /// <summary>Tokens a second of this step.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>How long the run will still take at the pace so far.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>Where preferences are learned, how far the chosen answers are above the rejected ones; otherwise <see langword="null"/>.</summary>
    public PreferenceProgress? Preferences { get; init; }

    /// <summary>What the model is on held-out data and writes after this step, where it was evaluated; otherwise <see langword="null"/>.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>The checkpoint that was written after this step.</summary>
    public string? Checkpoint { get; init; }
}
