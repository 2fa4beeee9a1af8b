namespace LongWriter;

/// <summary>How AdamW moves the weights. The defaults are the paper's (LongWriter, section 4.1).</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the gradients' mean a step; 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of their squares a step; 0.95.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Keeps the division finite; 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of a matrix that is taken off it a step, times the learning rate; 0.1. Norm weights and biases do not decay.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The largest Euclidean norm of all gradients together, above which they are scaled down to it; 1. 0 for none.</summary>
    public double ClipNorm { get; init; } = 1;
}
