namespace LongWriter;

/// <summary>How far chosen answers are above rejected ones: those of a step before it moves the weights, or held-out ones. Means over the pairs.</summary>
public sealed record PreferenceProgress
{
    /// <summary>Pairs.</summary>
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

    internal static PreferenceProgress Of(IReadOnlyList<PreferencePair> pairs, IReadOnlyList<DpoPairLoss> losses) => new()
    {
        Pairs = pairs.Count,
        ChosenReward = losses.Average(static l => l.ChosenReward),
        RejectedReward = losses.Average(static l => l.RejectedReward),
        Margin = losses.Average(static l => l.Margin),
        Accuracy = losses.Average(static l => l.Margin > 0 ? 1.0 : 0.0),
        ChosenLength = pairs.Average(static p => (double)p.Chosen.Targets),
        RejectedLength = pairs.Average(static p => (double)p.Rejected.Targets),
    };
}
