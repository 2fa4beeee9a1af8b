namespace LongWriter;

/// <summary>One text as tokens, with what is learned of it.</summary>
/// <param name="RowId">Which row of which file it comes from; named in errors.</param>
/// <param name="Ids">The token ids.</param>
/// <param name="Labels">As long as <paramref name="Ids"/>: the id itself where the model is to learn to write it after the tokens before it, <see cref="Ignored"/> elsewhere. The first is never learned, because nothing stands before it.</param>
public sealed record TrainingSequence(string RowId, IReadOnlyList<int> Ids, IReadOnlyList<int> Labels)
{
    /// <summary>The label of a token that is not learned: -100, as in the field's other trainers.</summary>
    public const int Ignored = -100;

    /// <summary>Tokens.</summary>
    public int Length => Ids.Count;

    /// <summary>What is learned of the tokens, as said above.</summary>
    public IReadOnlyList<int> Labels
    {
        get;
        init
        {
            field = value;
            Targets = Count(value);
        }
    } = Labels;

    /// <summary>How many tokens are learned.</summary>
    public int Targets { get; private init; } = Count(Labels);

    /// <summary>A text of which everything is learned.</summary>
    /// <param name="rowId">Which row it comes from.</param>
    /// <param name="ids">The token ids.</param>
    public static TrainingSequence Of(string rowId, IReadOnlyList<int> ids) => new(rowId, ids, ids);

    private static int Count(IReadOnlyList<int> labels) => labels.Skip(1).Count(static label => label != Ignored);
}

/// <summary>Sequences that are computed together, one behind the other: none sees another, and each begins at position 0.</summary>
/// <param name="Sequences">The sequences, at least one; each has a token.</param>
public sealed record TokenPack(IReadOnlyList<TrainingSequence> Sequences)
{
    /// <summary>Tokens of all of them.</summary>
    public int Length { get; } = Sequences.Sum(static s => s.Length);

    /// <summary>How many tokens are learned.</summary>
    public int Targets { get; } = Sequences.Sum(static s => s.Targets);
}
