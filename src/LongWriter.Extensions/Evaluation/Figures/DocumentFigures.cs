namespace LongWriter;

/// <summary>What one answer says about itself without a judge.</summary>
public sealed record DocumentFigures
{
    /// <summary>The whole text. Depends on its length; see <see cref="Windows"/>.</summary>
    public required TextFigures Whole { get; init; }

    /// <summary>Consecutive windows of equal size, in order: comparable between texts of all lengths, and over the position in the text. None where the text is shorter than one.</summary>
    public required IReadOnlyList<TextFigures> Windows { get; init; }

    /// <summary>The size of <see cref="Windows"/> in tokens.</summary>
    public required int WindowTokens { get; init; }

    /// <summary>The number of sections: the pipeline's, else what stands between headings, else windows.</summary>
    public required int Sections { get; init; }

    /// <summary>Self-BLEU of the sections (BLEU-4), 0 to 1; <see langword="null"/> where there are fewer than two (Zhu 2018, arXiv 1802.01886).</summary>
    public required double? SelfBleu { get; init; }

    /// <summary>How the sections keep to their plan; <see langword="null"/> where no plan is known.</summary>
    public required PlanFigures? Plan { get; init; }

    /// <summary>How the text keeps the constraints of its prompt; <see langword="null"/> where it has none.</summary>
    public required UnitFigures? Units { get; init; }

    /// <summary>Faults of form.</summary>
    public required IntegrityFaults Integrity { get; init; }

    /// <summary>The rules of Gopher's repetition gate.</summary>
    public required IReadOnlyList<GopherRule> Gopher { get; init; }

    /// <summary>The verdict of the repetition gate.</summary>
    public required GateVerdict Gate { get; init; }

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
        var whole = TextMeasure.Of(text);
        var texts = prediction.Sections.Count > 0 ? SectionTexts.Of(prediction) : SectionTexts.ByHeading(prediction.Response);
        var sections = texts.Count > 1
            ? texts.ConvertAll(TokenText.Read)
            : [.. text.Windows(options.WindowTokens).Select(w => text.Part(w.First, w.End))];
        return new()
        {
            Whole = whole with { Overlap = NGramFigures.SectionOverlap(sections, NGramFigures.MaxN) },
            Windows = TextMeasure.Windows(text, options.WindowTokens),
            WindowTokens = options.WindowTokens,
            Sections = Math.Max(1, sections.Count),
            SelfBleu = LongWriter.SelfBleu.Compute(sections),
            Plan = PlanMeasure.Of(prediction, prediction.Sections.Count > 0 ? texts : []),
            Units = prediction.Units is { } task ? UnitMeasure.Of(prediction.Response, task) : null,
            Integrity = IntegrityCheck.Find(prediction, text),
            Gopher = GopherGate.Check(text),
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
