namespace LongWriter;

/// <summary>
/// Limits for a build: what is above them is broken, not merely worse. Calibrated on 252 English novellas of some 8,000 words by 21 models: there rep-4 went with a judge's
/// scores between models (rank correlation −0.82) and not at all within one model (+0.09). So gate and compare with these figures; never choose between
/// drafts of one model by them, nor label preference pairs. In Chinese characters are tokens, and the limits are not calibrated.
/// </summary>
public sealed record RepetitionGate
{
    /// <summary>
    /// The size in tokens that the limits were measured at; 8,000. rep-4 and compression grow with the text, so a longer text is looked at in consecutive stretches of this size, and the
    /// worst one counts. A shorter one is looked at as it is, and has less of both. The longest repeat and duplicate sentences are looked for in the whole text too: a copy may lie further
    /// from what it copies than a stretch is long.
    /// </summary>
    public int WindowTokens { get; init; } = 8_000;

    /// <summary>rep-4 above this is a warning; 0.06.</summary>
    public double WarnRepetition4 { get; init; } = 0.06;

    /// <summary>rep-4 above this fails; 0.10.</summary>
    public double FailRepetition4 { get; init; } = 0.10;

    /// <summary>A longest repeat of more tokens than this is a warning; 25.</summary>
    public int WarnLongestRepeat { get; init; } = 25;

    /// <summary>A longest repeat of this many tokens fails; 50.</summary>
    public int FailLongestRepeat { get; init; } = 50;

    /// <summary>A compression ratio above this is a warning; 3.0.</summary>
    public double WarnCompressionRatio { get; init; } = 3.0;

    /// <summary>A share of duplicate sentences above this fails, where there are <see cref="LeastDuplicateSentences"/>; 0.02.</summary>
    public double FailDuplicateSentences { get; init; } = 0.02;

    /// <summary>Fewer duplicate sentences than this fail nothing, however large their share is: one repeated sentence of 25 is none; 3.</summary>
    public int LeastDuplicateSentences { get; init; } = 3;

    /// <summary>The verdict on a text, by its windows and as a whole.</summary>
    internal GateVerdict Judge(IReadOnlyList<TextFigures> windows, TextFigures whole, string language)
    {
        if (windows.Count == 0)
            return new(GateOutcome.Pass, [], IsCalibrated(language));

        var reasons = new List<string>();
        var outcome = GateOutcome.Pass;
        var repetition = windows.Max(static w => w.Repetition4);
        var repeat = Math.Max(whole.LongestRepeat, windows.Max(static w => w.LongestRepeat));
        var compression = windows.Max(static w => w.CompressionRatio);
        var sentences = windows.Append(whole).Where(w => w.DuplicateSentenceCount >= LeastDuplicateSentences).Select(static w => w.DuplicateSentences).DefaultIfEmpty().Max();
        Hold(repetition > FailRepetition4, GateOutcome.Fail, $"rep-4 {repetition:0.000} > {FailRepetition4}");
        Hold(repetition > WarnRepetition4 && repetition <= FailRepetition4, GateOutcome.Warn, $"rep-4 {repetition:0.000} > {WarnRepetition4}");
        Hold(repeat >= FailLongestRepeat, GateOutcome.Fail, $"longest repeat {repeat} >= {FailLongestRepeat}");
        Hold(repeat > WarnLongestRepeat && repeat < FailLongestRepeat, GateOutcome.Warn, $"longest repeat {repeat} > {WarnLongestRepeat}");
        Hold(compression > WarnCompressionRatio, GateOutcome.Warn, $"compression {compression:0.00} > {WarnCompressionRatio}");
        Hold(sentences > FailDuplicateSentences, GateOutcome.Fail, $"duplicate sentences {sentences:0.000} > {FailDuplicateSentences}");
        return new(outcome, reasons, IsCalibrated(language));

        void Hold(bool isAbove, GateOutcome step, FormattableString reason)
        {
            if (!isAbove)
                return;

            reasons.Add(FormattableString.Invariant(reason));
            outcome = step > outcome ? step : outcome;
        }
    }

    private static bool IsCalibrated(string language) => AnswerLanguage.PrimaryOf(language) == "en";
}

/// <summary>What a gate says of a text.</summary>
public sealed class GateVerdict
{
    internal GateVerdict(GateOutcome outcome, IReadOnlyList<string> reasons, bool isCalibrated) => (Outcome, Reasons, IsCalibrated) = (outcome, reasons, isCalibrated);

    /// <summary>Whether it passes.</summary>
    public GateOutcome Outcome { get; }

    /// <summary>Which limits it is above, with its figures.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>Whether the limits were measured for the text's language: for English they were.</summary>
    public bool IsCalibrated { get; }
}

/// <summary>Whether a text passes a gate.</summary>
public enum GateOutcome
{
    /// <summary>It does.</summary>
    Pass,

    /// <summary>It does, but is above what nine of ten texts have.</summary>
    Warn,

    /// <summary>It does not: text collapse.</summary>
    Fail,
}
