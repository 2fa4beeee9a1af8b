namespace LongWriter;

/// <summary>
/// Settings of a <see cref="SimulatedChatClient"/>. Lengths are in words; in Chinese in Chinese characters. The client copies
/// them when it is made.
/// </summary>
public sealed class SimulatedWriterOptions
{
    /// <summary>The seed of every answer. Two clients with the same settings answer the same request with the same text.</summary>
    public ulong Seed { get; set; }

    /// <summary>The ratio of the words written to the words asked for. Default 1.</summary>
    public double Bias { get; set; } = 1;

    /// <summary>
    /// The standard deviation σ of a normal noise on the length: written = asked · <see cref="Bias"/> · (1 + N(0, σ)). Default 0.
    /// </summary>
    public double Noise { get; set; }

    /// <summary>How the writer treats what it is asked for. Default <see cref="SimulatedWriterProfile.Obedient"/>.</summary>
    public SimulatedWriterProfile Profile { get; set; }

    /// <summary>The most words of an answer under <see cref="SimulatedWriterProfile.Ceiling"/>. Default 300.</summary>
    public int CeilingWords { get; set; } = 300;

    /// <summary>The words on top of what is asked under <see cref="SimulatedWriterProfile.AskedPlus"/>. Default 150.</summary>
    public int ExtraWords { get; set; } = 150;

    /// <summary>The words of an answer under <see cref="SimulatedWriterProfile.IgnoresAsk"/>. Default 450.</summary>
    public int HabitualWords { get; set; } = 450;

    /// <summary>The factor on <see cref="Bias"/> in the first section under <see cref="SimulatedWriterProfile.Drifting"/>. Default 1.3.</summary>
    public double DriftFrom { get; set; } = 1.3;

    /// <summary>The factor on <see cref="Bias"/> in the last section under <see cref="SimulatedWriterProfile.Drifting"/>. Default 0.6.</summary>
    public double DriftTo { get; set; } = 0.6;

    /// <summary>The share of sections that copy earlier passages under <see cref="SimulatedWriterProfile.Repeats"/>, 0 to 1. Default 1.</summary>
    public double RepeatShare { get; set; } = 1;

    /// <summary>
    /// The share of requests with a complaint that are answered as badly as before, 0 to 1, under
    /// <see cref="SimulatedWriterProfile.Repeats"/> and <see cref="SimulatedWriterProfile.MalformedPlans"/>. Default 0.3.
    /// </summary>
    public double IgnoreReaskShare { get; set; } = 0.3;

    /// <summary>The share of answers that refuse under <see cref="SimulatedWriterProfile.Refuses"/>, 0 to 1. Default 1.</summary>
    public double RefusalShare { get; set; } = 1;

    /// <summary>Whether a refusal ends with finish reason content filter (default) or with stop, as most models' refusals do.</summary>
    public bool RefusesWithContentFilter { get; set; } = true;

    /// <summary>The share of sections that open with a short Markdown heading, 0 to 1. Its words count. Default 0.25.</summary>
    public double HeadingShare { get; set; } = 0.25;

    /// <summary>
    /// Whether the output cap of a request is ignored, as some servers do. Default false: an answer longer than the cap is cut
    /// in mid-sentence and ends with finish reason length.
    /// </summary>
    public bool IgnoresOutputCap { get; set; }

    /// <summary>The words of one streamed update; in Chinese twice as many characters. Default 5.</summary>
    public int WordsPerUpdate { get; set; } = 5;

    /// <summary>The wait before an answer begins. Default none.</summary>
    public TimeSpan FirstUpdateDelay { get; set; }

    /// <summary>The wait before each further update. A call that is not streamed waits for the sum. Default none.</summary>
    public TimeSpan UpdateDelay { get; set; }

    /// <summary>The clock of the waits. Default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The name of the model where the request has none. Default <c>simulated</c>.</summary>
    public string ModelId { get; set; } = "simulated";

    /// <summary>
    /// Own answers, asked in order before the simulated writer; null passes the request on. They must be safe to call from
    /// several threads. What they throw, the call throws.
    /// </summary>
    public IList<Func<SimulatedRequest, SimulatedAnswer?>> Responders { get; } = [];

    internal SimulatedWriterOptions Copy()
    {
        Positive(Bias, nameof(Bias));
        Positive(DriftFrom, nameof(DriftFrom));
        Positive(DriftTo, nameof(DriftTo));
        if (!double.IsFinite(Noise) || Noise < 0)
            throw new ArgumentOutOfRangeException(nameof(Noise), Noise, "The noise is a standard deviation; set it to zero or more.");

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(CeilingWords);
        ArgumentOutOfRangeException.ThrowIfNegative(ExtraWords);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(HabitualWords);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(WordsPerUpdate);
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstUpdateDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(UpdateDelay, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        Share(RepeatShare, nameof(RepeatShare));
        Share(IgnoreReaskShare, nameof(IgnoreReaskShare));
        Share(RefusalShare, nameof(RefusalShare));
        Share(HeadingShare, nameof(HeadingShare));

        var copy = new SimulatedWriterOptions
        {
            Seed = Seed,
            Bias = Bias,
            Noise = Noise,
            Profile = Profile,
            CeilingWords = CeilingWords,
            ExtraWords = ExtraWords,
            HabitualWords = HabitualWords,
            DriftFrom = DriftFrom,
            DriftTo = DriftTo,
            RepeatShare = RepeatShare,
            IgnoreReaskShare = IgnoreReaskShare,
            RefusalShare = RefusalShare,
            RefusesWithContentFilter = RefusesWithContentFilter,
            HeadingShare = HeadingShare,
            IgnoresOutputCap = IgnoresOutputCap,
            WordsPerUpdate = WordsPerUpdate,
            FirstUpdateDelay = FirstUpdateDelay,
            UpdateDelay = UpdateDelay,
            TimeProvider = TimeProvider,
            ModelId = ModelId,
        };
        foreach (var responder in Responders)
            copy.Responders.Add(responder);

        return copy;
    }

    private static void Positive(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0)
            throw new ArgumentOutOfRangeException(name, value, "A ratio of written to asked words is positive; 1 is obedient.");
    }

    private static void Share(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "A share lies between 0 and 1.");
    }
}
