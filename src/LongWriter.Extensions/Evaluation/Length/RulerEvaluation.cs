namespace LongWriter;

/// <summary>Written against required length (LongWrite-Ruler; LongWriter, section 2), by required length.</summary>
public sealed class RulerEvaluation
{
    internal RulerEvaluation()
    {
    }

    /// <summary>The points, in ascending order of required length.</summary>
    public IReadOnlyList<RulerPoint> Points { get; internal init; } = [];

    /// <summary>What became of the rows: those without a required length that can be used are in no point.</summary>
    public RowCounts Rows { get; internal init; } = new();

    /// <summary>Adds answers up by their required length.</summary>
    /// <param name="rows">The answers, with what could not be read of their file.</param>
    public static RulerEvaluation Of(EvaluationRows<Prediction> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<WrittenLength> lengths = [.. rows.Rows.Select(static p => WrittenLength.Of(p))];
        return Of(lengths, RowCounts.Of(lengths, rows.Broken.Count, rows.Replaced.Count));
    }

    internal static RulerEvaluation Of(IReadOnlyList<WrittenLength> rows, RowCounts counts) => new()
    {
        Points = [.. rows.Where(static r => r.Required is not null).GroupBy(static r => r.Required!.Value).OrderBy(static g => g.Key).Select(static g => Point(g.Key, [.. g]))],
        Rows = counts,
    };

    private static RulerPoint Point(int required, List<WrittenLength> rows)
    {
        var written = rows.Where(static r => r.IsText).Select(static r => (double)r.Written).Order().ToList();
        return new()
        {
            Required = required,
            N = rows.Count,
            Written = written.Count,
            Median = written.Count == 0 ? null : Quantiles.Of(written, 0.5),
            Mean = written.Count == 0 ? null : written.Average(),
            Least = written.Count == 0 ? null : (int)written[0],
            Most = written.Count == 0 ? null : (int)written[^1],
            Refused = rows.Count(static r => r.Fate == PredictionFate.Refused),
            Failed = rows.Count(static r => r.Fate == PredictionFate.Failed),
            Empty = rows.Count(static r => r.IsEmpty),
        };
    }
}

/// <summary>The answers to prompts of one required length.</summary>
public sealed class RulerPoint
{
    internal RulerPoint()
    {
    }

    /// <summary>The required length in words.</summary>
    public int Required { get; internal init; }

    /// <summary>The number of answers.</summary>
    public int N { get; internal init; }

    /// <summary>Those that are texts; the lengths are over these alone.</summary>
    public int Written { get; internal init; }

    /// <summary>The median written length in words; <see langword="null"/> without a text.</summary>
    public double? Median { get; internal init; }

    /// <summary>The mean written length in words; <see langword="null"/> without a text.</summary>
    public double? Mean { get; internal init; }

    /// <summary>The least written length in words; <see langword="null"/> without a text.</summary>
    public int? Least { get; internal init; }

    /// <summary>The greatest written length in words; <see langword="null"/> without a text.</summary>
    public int? Most { get; internal init; }

    /// <summary>Refusals.</summary>
    public int Refused { get; internal init; }

    /// <summary>Prompts on which the writer failed.</summary>
    public int Failed { get; internal init; }

    /// <summary>Answers without a word that are no refusals.</summary>
    public int Empty { get; internal init; }
}
