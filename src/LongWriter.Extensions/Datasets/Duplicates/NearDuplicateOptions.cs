namespace LongWriter;

/// <summary>When two texts count as one.</summary>
public sealed record NearDuplicateOptions
{
    /// <summary>
    /// The Jaccard similarity of the two sets of shingles from which on two texts are duplicates; 0.775, halfway between rewordings of the same
    /// instruction (0.8 and more) and different instructions from one template (below 0.75). Above 0, at most 1.
    /// </summary>
    /// <remarks>Candidates are found with 21 bands of 6 hashes: a pair of similarity s is seen with a chance of 1 − (1 − s⁶)²¹, 99.4 % at 0.775 and 99.8 % at 0.8; below 0.6 it falls off (63 %).</remarks>
    public double Threshold { get; init; } = 0.775;

    /// <summary>The words of a shingle; 3. In Chinese and Japanese a character counts as a word. From 1 to 20.</summary>
    public int ShingleWords { get; init; } = 3;

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        if (Threshold is not (> 0 and <= 1))
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{nameof(Threshold)} is {Threshold}; it has to be above 0 and at most 1."));
        if (ShingleWords is < 1 or > 20)
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{nameof(ShingleWords)} is {ShingleWords}; it has to be from 1 to 20."));
    }
}
