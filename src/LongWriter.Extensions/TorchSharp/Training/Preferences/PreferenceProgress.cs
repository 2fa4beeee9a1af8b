namespace LongWriter;

/// <summary>How far a step's chosen answers are above the rejected ones, before the step moves the weights. Means over its pairs.</summary>
public sealed record PreferenceProgress
{
    /// <summary>Pairs of the step.</summary>
    public required int Pairs { get; init; }

    /// <summary>β · (log p - log p of the reference) of the chosen answers; 0 at the start.</summary>
    public required double ChosenReward { get; init; }

    /// <summary>The same of the rejected ones.</summary>
    public required double RejectedReward { get; init; }

    /// <summary>The first less the second.</summary>
    public required double Margin { get; init; }

    /// <summary>Share of the pairs whose chosen answer has the higher reward, from 0 to 1; 0 at the very start, where all are equal.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Learned tokens of a chosen answer.</summary>
    public required double ChosenLength { get; init; }

    /// <summary>Learned tokens of a rejected one.</summary>
    public required double RejectedLength { get; init; }
}
