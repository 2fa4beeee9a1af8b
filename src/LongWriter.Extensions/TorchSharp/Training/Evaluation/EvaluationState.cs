namespace LongWriter;

/// <summary>What a checkpoint knows of the evaluations before it, so that a resumed run ends at the same step and with the same weights.</summary>
internal sealed record EvaluationState
{
    /// <summary>Of what is held out: losses of other data say nothing about each other.</summary>
    public required string Data { get; init; }

    /// <summary>The lowest loss.</summary>
    public double? Loss { get; init; }

    /// <summary>The step of the lowest loss.</summary>
    public int Step { get; init; }

    /// <summary>Evaluations since then.</summary>
    public int WithoutBetter { get; init; }
}
