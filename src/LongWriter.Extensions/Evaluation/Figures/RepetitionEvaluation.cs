namespace LongWriter;

/// <summary>The judge-free figures of a run.</summary>
public sealed class RepetitionEvaluation
{
    internal RepetitionEvaluation()
    {
    }

    /// <summary>The number of answers that have a word; the means are over these.</summary>
    public int N { get; internal init; }

    /// <summary>What became of the rows.</summary>
    public RowCounts Rows { get; internal init; } = new();

    /// <summary>The size in tokens of the matched windows.</summary>
    public int WindowTokens { get; internal init; }

    /// <summary>Means over whole texts; they depend on the texts' lengths. By the names of docs/evaluation.md, such as <c>rep4</c>; a figure that no text has is not there.</summary>
    public IReadOnlyDictionary<string, double> Whole { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The number of texts that have a window, which <see cref="Matched"/> is over; shorter ones are in <see cref="Whole"/> alone.</summary>
    public int MatchedN { get; internal init; }

    /// <summary>Means over matched windows, each text counting once: comparable between runs.</summary>
    public IReadOnlyDictionary<string, double> Matched { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Means by position: those of the first windows of the texts, of the second ones, and so on, each <see cref="WindowTokens"/> after the one before.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> ByPosition { get; internal init; } = [];

    /// <summary>The number of texts that <see cref="ByPosition"/> is over at each position.</summary>
    public IReadOnlyList<int> CountByPosition { get; internal init; } = [];

    /// <summary>Means of what is known about plans; empty where no plan is.</summary>
    public IReadOnlyDictionary<string, double> Plan { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Means of what is known about numbered parts; empty where no prompt has them.</summary>
    public IReadOnlyDictionary<string, double> Units { get; internal init; } = new Dictionary<string, double>();

    /// <summary>
    /// The mean share of checks that hold, by the quarter of the parts that they are in, so that decay shows; <see langword="null"/> for a quarter without checks. Empty where no prompt has
    /// numbered parts.
    /// </summary>
    public IReadOnlyList<double?> UnitsByQuarter { get; internal init; } = [];

    /// <summary>Answers by fault of form; one answer may have several. Names are those of <see cref="IntegrityFaults"/>.</summary>
    public IReadOnlyDictionary<string, int> Integrity { get; internal init; } = new Dictionary<string, int>();

    /// <summary>Answers that Gopher's gate rejects.</summary>
    public int GopherRejects { get; internal init; }

    /// <summary>Texts in a language that the gate is calibrated for; refused, failed and empty answers are none. Where this is 0 a run without failures says nothing.</summary>
    public int GateN { get; internal init; }

    /// <summary>Answers in a language that the gate is calibrated for and that fail it.</summary>
    public int GateFails { get; internal init; }

    /// <summary>Answers in such a language that only warn.</summary>
    public int GateWarns { get; internal init; }

    /// <summary>Answers in another language above a failing limit; such a limit is not calibrated, so they are shown and fail nothing.</summary>
    public int UncalibratedFails { get; internal init; }
}
