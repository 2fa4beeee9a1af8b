namespace LongWriter;

/// <summary>A run's answers, evaluated.</summary>
public sealed record EvaluationRun
{
    /// <summary>The run's name, which stands beside every figure.</summary>
    public required string Name { get; init; }

    /// <summary>The answers, in the file's order.</summary>
    public required IReadOnlyList<EvaluatedAnswer> Answers { get; init; }

    /// <summary>Rows that could not be read.</summary>
    public required IReadOnlyList<BrokenRow> Broken { get; init; }

    /// <summary>Faults of parts of rows that count without them.</summary>
    public IReadOnlyList<BrokenRow> Faulty { get; init; } = [];

    /// <summary>Rows in whose place a later one counts.</summary>
    public IReadOnlyList<BrokenRow> Replaced { get; init; } = [];

    /// <summary>Length scores.</summary>
    public required LengthEvaluation Length { get; init; }

    /// <summary>Written against required length.</summary>
    public required RulerEvaluation Ruler { get; init; }

    /// <summary>A judge's scores; <see langword="null"/> where no judge has seen the answers.</summary>
    public required QualityEvaluation? Quality { get; init; }

    /// <summary>Figures without a judge.</summary>
    public required RepetitionEvaluation Repetition { get; init; }

    /// <summary>Evaluates answers, several at a time.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="rows">The answers, from <see cref="Prediction.Read"/>.</param>
    /// <param name="options">Sizes and limits; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public static EvaluationRun Evaluate(string name, EvaluationRows<Prediction> rows, MeasureOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new();
        options.Check();
        var answers = new EvaluatedAnswer[rows.Rows.Count];
        Parallel.For(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken }, i =>
        {
            var prediction = rows.Rows[i];
            var words = prediction.ResponseLength;
            answers[i] = new(prediction, words, WrittenLength.Of(prediction, words).Score, DocumentFigures.Of(prediction, options));
        });
        List<WrittenLength> lengths = [.. answers.Select(static a => WrittenLength.Of(a.Prediction, a.Words))];
        var counts = RowCounts.Of(lengths, rows.Broken.Count, rows.Replaced.Count);
        return new()
        {
            Name = name,
            Answers = answers,
            Broken = rows.Broken,
            Faulty = rows.Faulty,
            Replaced = rows.Replaced,
            Length = LengthMeasure.Of(lengths, counts),
            Ruler = RulerEvaluation.Of(lengths, counts),
            Quality = QualityEvaluation.Of(rows.Rows, counts),
            Repetition = RepetitionMeasure.Of(answers, options.WindowTokens, counts),
        };
    }
}

/// <summary>An answer with its figures.</summary>
/// <param name="Prediction">The answer.</param>
/// <param name="Words">Its length in words.</param>
/// <param name="LengthScore">S_l, 0 to 100, and 0 where the writer failed; <see langword="null"/> where no length is required.</param>
/// <param name="Figures">Figures without a judge.</param>
public sealed record EvaluatedAnswer(Prediction Prediction, int Words, double? LengthScore, DocumentFigures Figures);
