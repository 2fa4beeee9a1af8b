namespace LongWriter;

/// <summary>What the losses of single tokens are averaged over. N_i learned tokens of sequence i have the summed loss L_i; a step has M sequences with learned tokens in K packs.</summary>
/// <remarks>All are over a whole optimiser step, however many passes it is computed in, so accumulation and a last step with fewer packs change nothing.</remarks>
public enum LossAveraging
{
    /// <summary>Σ L_i / Σ N_i: each token counts alike, so that a long answer counts by its length (LongWriter, section 4.1).</summary>
    Token,

    /// <summary>1/M · Σ L_i / N_i: each sequence counts alike, and a token of a long one little (LongAlign, equation 2).</summary>
    Sequence,

    /// <summary>1/K · Σ_k (M_k / 30) · (Σ L_i / Σ N_i over the sequences of pack k), M_k their number: what the released LongWriter code computes. Tokens of a pack with few sequences count little.</summary>
    PackTokenTimesCount,
}
