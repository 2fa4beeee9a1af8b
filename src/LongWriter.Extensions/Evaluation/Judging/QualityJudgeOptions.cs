namespace LongWriter;

/// <summary>How a judge is asked.</summary>
public sealed record QualityJudgeOptions
{
    /// <summary>Votes for an answer; 1, as in the paper. More show how far the judge agrees with itself. From 1 to 100.</summary>
    public int Votes { get; init; } = 1;

    /// <summary>How often one vote is asked for until its JSON can be used; 3. From 1 to 20.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Votes that are asked for at a time; 4. From 1 to 1,000.</summary>
    public int InFlight { get; init; } = 4;

    /// <summary>The temperature; 0.5, as in the paper. <see langword="null"/> leaves it to the provider.</summary>
    public float? Temperature { get; init; } = 0.5f;

    /// <summary>The output cap in tokens; 1,024, as in the paper. Never above what the client says that the model can write.</summary>
    public int MaxOutputTokens { get; init; } = 1_024;

    /// <summary>Begins the votes' own seeds; 0.</summary>
    public long Seed { get; init; }

    /// <summary>A name for the judge's own settings, such as its provider, which a resumed judging has to have too; <see langword="null"/>, the default, for none.</summary>
    public string? JudgeSettings { get; init; }

    /// <summary>
    /// Whether a judging that was stopped goes on: what has a usable verdict stays, the rest is asked for again. Another judge, prompt or setting is refused. Otherwise a file that is there
    /// already is refused.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Retries, watchdogs and limits around every call.</summary>
    public ResilienceOptions Resilience { get; init; } = new();

    /// <summary>Hears of retries and waits; called from several threads. <see langword="null"/>, the default: nobody.</summary>
    public Action<WritingNotice>? OnNotice { get; init; }

    /// <summary>The settings that change verdicts, in one line.</summary>
    /// <param name="model">The model that the client says it asks.</param>
    /// <param name="prompt">The prompt's own hash.</param>
    /// <param name="votes">Votes for a verdict; null where there is no choice.</param>
    internal string Describe(string? model, string prompt, int? votes) => string.Join(' ', new[]
    {
        votes is null ? null : FormattableString.Invariant($"votes={votes}"),
        FormattableString.Invariant($"attempts={Attempts} temperature={Temperature?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"} max-tokens={MaxOutputTokens} seed={Seed} prompt={prompt}"),
        model is null ? null : $"model={model}",
        JudgeSettings,
    }.OfType<string>());

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        OptionRange.Hold(Votes is >= 1 and <= 100, nameof(Votes), Votes, "from 1 to 100");
        OptionRange.Hold(Attempts is >= 1 and <= 20, nameof(Attempts), Attempts, "from 1 to 20");
        OptionRange.Hold(InFlight is >= 1 and <= 1_000, nameof(InFlight), InFlight, "from 1 to 1000");
        OptionRange.Hold(Temperature is null or (>= 0 and <= 10), nameof(Temperature), Temperature ?? 0, "from 0 to 10");
        OptionRange.Hold(MaxOutputTokens >= 1, nameof(MaxOutputTokens), MaxOutputTokens, "1 or more");
    }
}
