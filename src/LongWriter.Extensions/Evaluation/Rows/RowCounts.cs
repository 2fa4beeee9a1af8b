namespace LongWriter;

/// <summary>
/// What became of the rows that a result is made of, so that none is missing from it without a word. <see cref="Answers"/> is the sum of <see cref="Texts"/>, <see cref="Empty"/>,
/// <see cref="Refused"/> and <see cref="Failed"/>; <see cref="Broken"/> and <see cref="Replaced"/> are beside it.
/// </summary>
public sealed class RowCounts
{
    internal RowCounts()
    {
    }

    /// <summary>Rows that count.</summary>
    public int Answers { get; internal init; }

    /// <summary>Answers that are texts.</summary>
    public int Texts { get; internal init; }

    /// <summary>Answers without a word that are neither refusals nor failures; their S_l is 0.</summary>
    public int Empty { get; internal init; }

    /// <summary>Refusals; their S_l is that of the words they have.</summary>
    public int Refused { get; internal init; }

    /// <summary>Prompts on which the writer failed; their S_l is 0.</summary>
    public int Failed { get; internal init; }

    /// <summary>Answers that the output cap or a budget ended.</summary>
    public int Cut { get; internal init; }

    /// <summary>Answers whose row has no required length; they have no S_l.</summary>
    public int WithoutLength { get; internal init; }

    /// <summary>Answers whose required length is no whole number above 0; they have no S_l.</summary>
    public int InvalidLength { get; internal init; }

    /// <summary>Answers that count, but for a part of their row that cannot be used.</summary>
    public int Faulty { get; internal init; }

    /// <summary>Rows that could not be read; they are in no figure.</summary>
    public int Broken { get; internal init; }

    /// <summary>Rows in whose place a later one counts.</summary>
    public int Replaced { get; internal init; }

    internal static RowCounts Of(IReadOnlyList<WrittenLength> rows, int broken, int replaced) => new()
    {
        Answers = rows.Count,
        Texts = rows.Count(static r => r.IsText),
        Empty = rows.Count(static r => r.IsEmpty),
        Refused = rows.Count(static r => r.Fate == PredictionFate.Refused),
        Failed = rows.Count(static r => r.Fate == PredictionFate.Failed),
        Cut = rows.Count(static r => r.Fate == PredictionFate.Cut),
        WithoutLength = rows.Count(static r => r.Required is null && !r.HasFaultyLength),
        InvalidLength = rows.Count(static r => r.HasFaultyLength),
        Faulty = rows.Count(static r => r.Faults.Count > 0),
        Broken = broken,
        Replaced = replaced,
    };
}
