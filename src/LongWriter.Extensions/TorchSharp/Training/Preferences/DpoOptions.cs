namespace LongWriter;

/// <summary>What is learned of pairs of answers; <see cref="DpoLoss"/> has the formulas.</summary>
public sealed record DpoOptions
{
    /// <summary>β: how fast a difference to the reference is enough; 0.1. The larger, the closer the model stays to it.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>ε: the share of pairs that are taken to be the wrong way round (conservative DPO), from 0, the default, to 0.5.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>α: what a token counts that stands beyond the length of the shorter answer (LD-DPO), from 0 to 1; 1, the default, for plain DPO. Below 1 length alone is learned less.</summary>
    public double LengthAlpha { get; init; } = 1;

    /// <summary>γ: weight of the chosen answers' mean -log p, which keeps them from growing unlikely together with the rejected ones; 0, the default, for none.</summary>
    public double SftWeight { get; init; }

    /// <summary>Pairs of an optimiser step; 64. The last step of an epoch takes those that are left.</summary>
    public int PairsPerStep { get; init; } = 64;
}
