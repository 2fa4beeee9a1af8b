namespace LongWriter;

/// <summary>What one answer says about itself without a judge.</summary>
public sealed class DocumentFigures
{
    internal DocumentFigures()
    {
    }

    /// <summary>The whole text. Depends on its length; see <see cref="Windows"/>.</summary>
    public TextFigures Whole { get; internal init; } = new();

    /// <summary>Consecutive windows of equal size, in order: comparable between texts of all lengths, and over the position in the text. None where the text is shorter than one.</summary>
    public IReadOnlyList<TextFigures> Windows { get; internal init; } = [];

    /// <summary>The size of <see cref="Windows"/> in tokens.</summary>
    public int WindowTokens { get; internal init; }

    /// <summary>The number of sections: the pipeline's, else what stands between headings, else windows.</summary>
    public int Sections { get; internal init; }

    /// <summary>Self-BLEU of the sections (BLEU-4), 0 to 1; <see langword="null"/> where there are fewer than two (Zhu 2018, arXiv 1802.01886).</summary>
    public double? SelfBleu { get; internal init; }

    /// <summary>How the sections keep to their plan; <see langword="null"/> where no plan is known.</summary>
    public PlanFigures? Plan { get; internal init; }

    /// <summary>How the text keeps the constraints of its prompt; <see langword="null"/> where it has none.</summary>
    public UnitFigures? Units { get; internal init; }

    /// <summary>Faults of form.</summary>
    public IntegrityFaults Integrity { get; internal init; }

    /// <summary>The rules of Gopher's repetition gate that reject the text, with its figures; none where it passes.</summary>
    public IReadOnlyList<string> GopherRejects { get; internal init; } = [];

    /// <summary>The verdict of the repetition gate.</summary>
    public GateVerdict Gate { get; internal init; } = new(GateOutcome.Pass, [], isCalibrated: false);

    /// <summary>Measures an answer. Time linear in its length but for a logarithm.</summary>
    /// <param name="prediction">The answer.</param>
    /// <param name="options">Sizes and limits; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public static DocumentFigures Of(Prediction prediction, MeasureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        options ??= new();
        options.Check();
        var text = TokenText.Read(prediction.Response);
        var texts = prediction.Sections.Count > 0 ? SectionTexts.Of(prediction) : SectionTexts.ByHeading(prediction.Response);
        var sections = texts.Count > 1
            ? texts.ConvertAll(TokenText.Read)
            : [.. text.Windows(options.WindowTokens).Select(w => text.Part(w.First, w.End))];
        var whole = TextMeasure.Of(text, NGramFigures.SectionOverlap(sections, NGramFigures.MaxN));
        return new()
        {
            Whole = whole,
            Windows = TextMeasure.Windows(text, options.WindowTokens),
            WindowTokens = options.WindowTokens,
            Sections = Math.Max(1, sections.Count),
            SelfBleu = LongWriter.SelfBleu.Compute(sections),
            Plan = PlanMeasure.Of(prediction, prediction.Sections.Count > 0 ? texts : []),
            Units = prediction.Units is { } task ? UnitMeasure.Of(prediction.Response, task) : null,
            Integrity = IntegrityCheck.Find(prediction, text),
            GopherRejects = [.. GopherGate.Check(text).Where(static r => r.Rejects).Select(static r => FormattableString.Invariant($"{r.Rule} {r.Value:0.00} > {r.Limit:0.00}"))],
            Gate = options.Gate.Judge(GateWindows(text, whole, options.Gate.WindowTokens), whole, prediction.Language),
        };
    }

    /// <summary>Stretches of the gate's size that cover the text; the last one begins where it has to for that.</summary>
    private static List<TextFigures> GateWindows(TokenText text, TextFigures whole, int size)
    {
        if (text.Count == 0)
            return [];
        if (text.Count <= size)
            return [whole];

        var windows = text.Windows(size).ToList();
        if (windows[^1].End < text.Count)
            windows.Add((text.Count - size, text.Count));
        return windows.ConvertAll(w => TextMeasure.Of(text.Part(w.First, w.End)));
    }
}
