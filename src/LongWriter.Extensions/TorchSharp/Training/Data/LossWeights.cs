namespace LongWriter;

/// <summary>What each learned token's loss is multiplied by, so that the sum over an optimiser step is its loss.</summary>
internal static class LossWeights
{
    /// <summary>The number of sequences that the released LongWriter code takes for the mean of a pack.</summary>
    public const double SequencesPerPack = 30;

    /// <summary>The weight of the learned tokens of each sequence of each pack: [pack][sequence]; 0 where nothing is learned.</summary>
    /// <param name="step">All packs of an optimiser step.</param>
    /// <param name="averaging">What is averaged over.</param>
    public static double[][] Of(IReadOnlyList<TokenPack> step, LossAveraging averaging)
    {
        double tokens = step.Sum(static pack => (long)pack.Targets);
        double sequences = step.Sum(Learned);
        double packs = step.Count(static pack => pack.Targets > 0);
        return [.. step.Select(pack => pack.Sequences.Select(s => s.Targets == 0 ? 0 : averaging switch
        {
            LossAveraging.Token => 1 / tokens,
            LossAveraging.Sequence => 1 / (sequences * s.Targets),
            _ => Learned(pack) / (SequencesPerPack * packs * pack.Targets),
        }).ToArray())];
    }

    private static int Learned(TokenPack pack) => pack.Sequences.Count(static s => s.Targets > 0);
}
