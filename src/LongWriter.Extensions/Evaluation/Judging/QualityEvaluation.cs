namespace LongWriter;

/// <summary>A judge's scores of a run.</summary>
public sealed class QualityEvaluation
{
    internal QualityEvaluation()
    {
    }

    /// <summary>The mean S_q, 0 to 100, over judged answers; <see langword="null"/> where none was judged.</summary>
    public double? Mean { get; internal init; }

    /// <summary>The number of judged answers.</summary>
    public int N { get; internal init; }

    /// <summary>
    /// S-bar: the mean of (S_l + S_q)/2 over answers that have both, 0 to 100; <see langword="null"/> where none has. The length counts for half of it: read both parts too.
    /// </summary>
    public double? Overall { get; internal init; }

    /// <summary>The number of answers that <see cref="Overall"/> is over: those with a required length and a usable vote.</summary>
    public int OverallN { get; internal init; }

    /// <summary>The mean S_l over the answers of <see cref="Overall"/>, which is the mean of this and <see cref="OverallQuality"/>; <see langword="null"/> where there are none.</summary>
    public double? OverallLength { get; internal init; }

    /// <summary>The mean S_q over the answers of <see cref="Overall"/>; <see langword="null"/> where there are none.</summary>
    public double? OverallQuality { get; internal init; }

    /// <summary>The mean of each dimension, 0 to 100; by its name in the authors' files.</summary>
    public IReadOnlyDictionary<string, double> ByDimension { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Votes that were used.</summary>
    public int Votes { get; internal init; }

    /// <summary>Votes that could not be used, also when asked for again.</summary>
    public int FailedVotes { get; internal init; }

    /// <summary>Answers without a single usable vote; they are in no mean.</summary>
    public int Unjudged { get; internal init; }

    /// <summary>
    /// How far the judge agrees with itself: the mean, over answers with two votes or more, of the standard deviation of S_q between votes, in points of 100;
    /// <see langword="null"/> where no answer has two.
    /// </summary>
    public double? VoteDeviation { get; internal init; }

    /// <summary>The judges, with their settings.</summary>
    public IReadOnlyList<string> Judges { get; internal init; } = [];

    /// <summary>Answers that no judge has seen; they are in no mean.</summary>
    public int Unseen { get; internal init; }

    /// <summary>What became of the rows.</summary>
    public RowCounts Rows { get; internal init; } = new();

    /// <summary>Adds scores up.</summary>
    /// <param name="rows">The answers, with what could not be read of their file.</param>
    /// <returns>The scores; <see langword="null"/> where no judge has seen any.</returns>
    public static QualityEvaluation? Of(EvaluationRows<Prediction> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Of(rows.Rows, RowCounts.Of([.. rows.Rows.Select(static p => WrittenLength.Of(p))], rows.Broken.Count, rows.Replaced.Count));
    }

    internal static QualityEvaluation? Of(IReadOnlyList<Prediction> predictions, RowCounts counts)
    {
        var seen = predictions.Where(static p => p.Scores is not null).ToList();
        if (seen.Count == 0)
            return null;

        var judged = seen.Where(static p => p.Scores!.IsJudged).ToList();
        var both = judged.Where(static p => p.Length is not null).Select(static p => (Length: WrittenLength.Of(p).Score!.Value, p.Scores!.Quality)).ToList();
        var deviations = judged.Where(static p => p.Scores!.Votes.Count > 1).Select(static p => Deviation(p.Scores!)).ToList();
        return new()
        {
            Mean = judged.Count == 0 ? null : judged.Average(static p => p.Scores!.Quality),
            N = judged.Count,
            Overall = both.Count == 0 ? null : both.Average(static p => (p.Length + p.Quality) / 2),
            OverallN = both.Count,
            OverallLength = both.Count == 0 ? null : both.Average(static p => p.Length),
            OverallQuality = both.Count == 0 ? null : both.Average(static p => p.Quality),
            ByDimension = judged.Count == 0
                ? new Dictionary<string, double>()
                : QualityDimensions.All.ToDictionary(QualityDimensions.Name, d => judged.Average(p => (p.Scores![d] - 1) * 25)),
            Votes = seen.Sum(static p => p.Scores!.Votes.Count),
            FailedVotes = seen.Sum(static p => p.Scores!.Faults.Count),
            Unjudged = seen.Count - judged.Count,
            Unseen = predictions.Count - seen.Count,
            Rows = counts,
            VoteDeviation = deviations.Count == 0 ? null : deviations.Average(),
            Judges = [.. seen.Select(static p => p.Scores!.Description).Where(static j => j.Length > 0).Distinct()],
        };
    }

    private static double Deviation(QualityScores scores)
    {
        var values = scores.Votes.Select(static v => QualityDimensions.All.Average(d => (v.Of(d) - 1) * 25)).ToList();
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }
}
