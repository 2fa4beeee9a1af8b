namespace LongWriter;

/// <summary>Written against required length (LongWrite-Ruler; LongWriter, section 2), by required length.</summary>
/// <param name="Points">The points, in ascending order of required length.</param>
public sealed record RulerEvaluation(IReadOnlyList<RulerPoint> Points)
{
    /// <summary>What became of the rows: those without a required length that can be used are in no point.</summary>
    public RowCounts Rows { get; init; } = new();

    /// <summary>Adds answers up by their required length.</summary>
    /// <param name="rows">The answers, with what could not be read of their file.</param>
    public static RulerEvaluation Of(EvaluationRows<Prediction> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<WrittenLength> lengths = [.. rows.Rows.Select(WrittenLength.Of)];
        return Of(lengths, RowCounts.Of(lengths, rows.Broken.Count, rows.Replaced.Count));
    }

    internal static RulerEvaluation Of(IReadOnlyList<WrittenLength> rows, RowCounts counts) => new(
    [
        .. rows.Where(static r => r.Required is not null).GroupBy(static r => r.Required!.Value).OrderBy(static g => g.Key).Select(static g =>
        {
            var written = g.Where(static r => r.IsText).Select(static r => (double)r.Written).Order().ToList();
            return new RulerPoint(g.Key, g.Count())
            {
                Written = written.Count,
                Median = written.Count == 0 ? null : Quantiles.Of(written, 0.5),
                Mean = written.Count == 0 ? null : written.Average(),
                Least = written.Count == 0 ? null : (int)written[0],
                Most = written.Count == 0 ? null : (int)written[^1],
                Refused = g.Count(static r => r.Fate == PredictionFate.Refused),
                Failed = g.Count(static r => r.Fate == PredictionFate.Failed),
                Empty = g.Count(static r => r.IsEmpty),
            };
        }),
    ])
    {
        Rows = counts,
    };
}

/// <summary>The answers to prompts of one required length.</summary>
/// <param name="Required">The required length in words.</param>
/// <param name="N">The number of answers.</param>
public sealed record RulerPoint(int Required, int N)
{
    /// <summary>Those that are texts; the lengths are over these alone.</summary>
    public int Written { get; init; }

    /// <summary>The median written length in words; <see langword="null"/> without a text.</summary>
    public double? Median { get; init; }

    /// <summary>The mean written length in words; <see langword="null"/> without a text.</summary>
    public double? Mean { get; init; }

    /// <summary>The least written length in words; <see langword="null"/> without a text.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest written length in words; <see langword="null"/> without a text.</summary>
    public int? Most { get; init; }

    /// <summary>Refusals.</summary>
    public int Refused { get; init; }

    /// <summary>Prompts on which the writer failed.</summary>
    public int Failed { get; init; }

    /// <summary>Answers without a word that are no refusals.</summary>
    public int Empty { get; init; }
}
