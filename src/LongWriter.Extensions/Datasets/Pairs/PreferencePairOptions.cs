namespace LongWriter;

/// <summary>How preference pairs are drawn and chosen.</summary>
public sealed record PreferencePairOptions
{
    /// <summary>Answers drawn for an instruction; 4, as in the paper (LongWriter, section 4.1). From 2 to 1,000.</summary>
    public int Samples { get; init; } = 4;

    /// <summary>Answers that are drawn at a time; 4. From 1 to 1,000.</summary>
    public int SamplesInFlight { get; init; } = 4;

    /// <summary>The temperature; 0.8. <see langword="null"/> leaves it to the provider, for models that take none. At 0 most models give the same answer each time, and no pair comes of it.</summary>
    public float? Temperature { get; init; } = 0.8f;

    /// <summary>The share of probability that tokens are drawn from; <see langword="null"/>, the default, leaves it to the provider.</summary>
    public float? TopP { get; init; }

    /// <summary>The output cap in tokens; 32,768. Never above what the client says that the model can write. An answer that reaches it is never chosen.</summary>
    public int MaxOutputTokens { get; init; } = 32_768;

    /// <summary>Begins the samples' own seeds, which are a function of this, the row's id and the sample's number; and picks the rejected answers. 0.</summary>
    public long Seed { get; init; }

    /// <summary>How far the rejected answer's score has to be below that of the chosen one, 0 to 100; 0. Equal scores are no preference in any case.</summary>
    public double MinMargin { get; init; }

    /// <summary>Scores answers beside S_l; <see langword="null"/>, the default, for S_l alone.</summary>
    public IAnswerScorer? Scorer { get; init; }

    /// <summary>What <see cref="Scorer"/> counts: the score is (1 - w)·S_l + w·scorer; 0.5. Where no length is required it counts alone.</summary>
    public double ScorerWeight { get; init; } = 0.5;

    /// <summary>Whether a run that was stopped goes on. Otherwise samples that are there already are refused.</summary>
    public bool Resume { get; init; }

    /// <summary>Retries, watchdogs and limits around every call.</summary>
    public ResilienceOptions Resilience { get; init; } = new();

    /// <summary>Hears of retries and waits; called from several threads. <see langword="null"/>, the default: nobody.</summary>
    public Action<WritingNotice>? OnNotice { get; init; }

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        Hold(Samples is >= 2 and <= 1_000, nameof(Samples), Samples, "from 2 to 1000");
        Hold(SamplesInFlight is >= 1 and <= 1_000, nameof(SamplesInFlight), SamplesInFlight, "from 1 to 1000");
        Hold(Temperature is null or (>= 0 and <= 10), nameof(Temperature), Temperature ?? 0, "from 0 to 10");
        Hold(TopP is null or (> 0 and <= 1), nameof(TopP), TopP ?? 0, "more than 0 and at most 1");
        Hold(MaxOutputTokens >= 1, nameof(MaxOutputTokens), MaxOutputTokens, "1 or more");
        Hold(MinMargin is >= 0 and <= 100, nameof(MinMargin), MinMargin, "from 0 to 100");
        Hold(ScorerWeight is >= 0 and <= 1, nameof(ScorerWeight), ScorerWeight, "from 0 to 1");
        if (Scorer is not null && string.IsNullOrWhiteSpace(Scorer.Name))
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{nameof(Scorer)} has no name.");
    }

    private static void Hold(bool holds, string name, double value, string range)
    {
        if (!holds)
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{name} is {value}; it has to be {range}."));
    }
}
