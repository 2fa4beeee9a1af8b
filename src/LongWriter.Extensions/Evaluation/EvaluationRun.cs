namespace LongWriter;

/// <summary>A run's answers, evaluated.</summary>
public sealed class EvaluationRun
{
    internal EvaluationRun()
    {
    }

    /// <summary>The run's name, which stands beside every figure.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The answers, in the file's order.</summary>
    public IReadOnlyList<EvaluatedAnswer> Answers { get; internal init; } = [];

    /// <summary>Rows that could not be read.</summary>
    public IReadOnlyList<BrokenRow> Broken { get; internal init; } = [];

    /// <summary>Faults of parts of rows that count without them.</summary>
    public IReadOnlyList<BrokenRow> Faulty { get; internal init; } = [];

    /// <summary>Rows in whose place a later one counts.</summary>
    public IReadOnlyList<BrokenRow> Replaced { get; internal init; } = [];

    /// <summary>Length scores.</summary>
    public LengthEvaluation Length { get; internal init; } = new();

    /// <summary>Written against required length.</summary>
    public RulerEvaluation Ruler { get; internal init; } = new();

    /// <summary>A judge's scores; <see langword="null"/> where no judge has seen the answers.</summary>
    public QualityEvaluation? Quality { get; internal init; }

    /// <summary>Figures without a judge.</summary>
    public RepetitionEvaluation Repetition { get; internal init; } = new();

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
public sealed class EvaluatedAnswer
{
    internal EvaluatedAnswer(Prediction prediction, int words, double? lengthScore, DocumentFigures figures) =>
        (Prediction, Words, LengthScore, Figures) = (prediction, words, lengthScore, figures);

    /// <summary>The answer.</summary>
    public Prediction Prediction { get; }

    /// <summary>Its length in words.</summary>
    public int Words { get; }

    /// <summary>S_l, 0 to 100, and 0 where the writer failed; <see langword="null"/> where no length is required.</summary>
    public double? LengthScore { get; }

    /// <summary>Figures without a judge.</summary>
    public DocumentFigures Figures { get; }
}
