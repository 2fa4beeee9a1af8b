namespace LongWriter;

/// <summary>Length scores of a run.</summary>
public sealed class LengthEvaluation
{
    internal LengthEvaluation()
    {
    }

    /// <summary>The mean length score S_l, 0 to 100; <see langword="null"/> where nothing could be scored.</summary>
    public double? Mean { get; internal init; }

    /// <summary>The number of answers that the mean is over: all with a required length. One without a text, or that failed, scores 0.</summary>
    public int N { get; internal init; }

    /// <summary>The mean by bucket of required length: <c>[0,500)</c>, <c>[500,2k)</c>, <c>[2k,4k)</c>, <c>[4k,20k]</c>, <c>&gt;20k</c>; those that occur.</summary>
    public IReadOnlyDictionary<string, double> ByBucket { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The mean by type of text; <c>(none)</c> for rows without one.</summary>
    public IReadOnlyDictionary<string, double> ByType { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The mean by language, by its tag: rows may write one language in several ways ("en", "EN", "English").</summary>
    public IReadOnlyDictionary<string, double> ByLanguage { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The number of answers by bucket.</summary>
    public IReadOnlyDictionary<string, int> CountByBucket { get; internal init; } = new Dictionary<string, int>();

    /// <summary>The number of answers by type.</summary>
    public IReadOnlyDictionary<string, int> CountByType { get; internal init; } = new Dictionary<string, int>();

    /// <summary>The number of answers by language.</summary>
    public IReadOnlyDictionary<string, int> CountByLanguage { get; internal init; } = new Dictionary<string, int>();

    /// <summary>What became of the rows: what is in the mean, and what was counted apart.</summary>
    public RowCounts Rows { get; internal init; } = new();

    /// <summary>
    /// How far lengths swing between answers to the same prompt: the mean, over prompts with two texts or more (refusals and failures are none), of standard deviation by mean, in percent (the
    /// length volatility of VOLTBench); <see langword="null"/> where no prompt has two.
    /// </summary>
    public double? LengthVariation { get; internal init; }

    /// <summary>Scores answers.</summary>
    /// <param name="rows">The answers, with what could not be read of their file.</param>
    public static LengthEvaluation Of(EvaluationRows<Prediction> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<WrittenLength> lengths = [.. rows.Rows.Select(static p => WrittenLength.Of(p))];
        return LengthMeasure.Of(lengths, RowCounts.Of(lengths, rows.Broken.Count, rows.Replaced.Count));
    }

    /// <summary>Scores a file of predictions without keeping its texts: for files of any size.</summary>
    /// <param name="path">The file, as <see cref="Prediction.Read"/> reads it.</param>
    /// <returns>The scores, the rows that could not be read, and the faults of parts of rows that count.</returns>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be read.</exception>
    public static (LengthEvaluation Evaluation, IReadOnlyList<BrokenRow> Broken, IReadOnlyList<BrokenRow> Faulty) Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var rows = RowFile.Read(
            path,
            static (line, number) => WrittenLength.Of(RowFields.Read(line, number).ToPrediction()),
            static w => (w.Id, w.Sample),
            static w => w.Faults);
        return (LengthMeasure.Of(rows.Rows, RowCounts.Of(rows.Rows, rows.Broken.Count, rows.Replaced.Count)), rows.Broken, rows.Faulty);
    }
}
