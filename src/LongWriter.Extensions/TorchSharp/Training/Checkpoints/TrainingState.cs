namespace LongWriter;

/// <summary>Where a run stands. Weights and moments lie beside it; the order of the data follows from the step.</summary>
internal sealed record TrainingState
{
    public int Version { get; init; } = 1;

    /// <summary>Steps taken.</summary>
    public required int Step { get; init; }

    /// <summary>Tokens computed.</summary>
    public required long Tokens { get; init; }

    /// <summary>Time spent on steps.</summary>
    public required double Seconds { get; init; }

    public required int Threads { get; init; }

    /// <summary>Of the sequences in their order.</summary>
    public required string Data { get; init; }

    /// <summary>Of all options that change the weights.</summary>
    public required string Options { get; init; }

    /// <summary>Of the evaluations so far.</summary>
    public EvaluationState? Evaluation { get; init; }
}
