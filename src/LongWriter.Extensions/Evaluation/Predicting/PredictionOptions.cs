using System.Globalization;

namespace LongWriter;

/// <summary>How predictions are made.</summary>
public sealed record PredictionOptions
{
    /// <summary>Answers to each prompt; 1. More show how far a writer's length swings between runs. From 1 to 1,000.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Answers that are made at a time; 4. From 1 to 1,000.</summary>
    public int InFlight { get; init; } = 4;

    /// <summary>Single calls: the temperature; 0.5, as in the paper. <see langword="null"/> leaves it to the provider.</summary>
    public float? Temperature { get; init; } = 0.5f;

    /// <summary>Single calls: the output cap in tokens; 32,768, as in the paper. Never above what the client says that the model can write.</summary>
    public int MaxOutputTokens { get; init; } = 32_768;

    /// <summary>
    /// Begins the answers' own seeds, which are a function of this, the prompt's id and the sample's number, so that the samples of a prompt differ and each can be made again.
    /// <see langword="null"/>, the default: single calls take 0, and a pipeline's calls carry what its own options say.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>Pipelines: whether the required length is given beside the prompt; <see langword="true"/>. Otherwise the pipeline reads it from the prompt.</summary>
    public bool PassLength { get; init; } = true;

    /// <summary>A name for the writer's own settings, which a resumed run has to have too; <see langword="null"/>, the default, for none.</summary>
    public string? WriterSettings { get; init; }

    /// <summary>Whether a run that was stopped goes on: answers that are there stay, failed ones are asked for again. Otherwise a file that is there already is refused.</summary>
    public bool Resume { get; init; }

    /// <summary>Single calls: retries, watchdogs and limits around every call. A pipeline has its own.</summary>
    public ResilienceOptions Resilience { get; init; } = new();

    /// <summary>Single calls: hears of retries and waits; called from several threads. <see langword="null"/>, the default: nobody.</summary>
    public Action<WritingNotice>? OnNotice { get; init; }

    /// <summary>The settings that change answers, in one line.</summary>
    internal string Describe(bool isPipeline, string? model)
    {
        var own = isPipeline
            ? FormattableString.Invariant($"pipeline pass-length={PassLength}{(Seed is { } seed ? $" seed={seed}" : "")}")
            : string.Create(CultureInfo.InvariantCulture, $"single temperature={Temperature?.ToString(CultureInfo.InvariantCulture) ?? "-"} max-tokens={MaxOutputTokens} seed={Seed ?? 0}");
        return string.Join(' ', new[] { own, model is null ? null : $"model={model}", WriterSettings }.OfType<string>());
    }

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        OptionRange.Hold(Samples is >= 1 and <= 1_000, nameof(Samples), Samples, "from 1 to 1000");
        OptionRange.Hold(InFlight is >= 1 and <= 1_000, nameof(InFlight), InFlight, "from 1 to 1000");
        OptionRange.Hold(Temperature is null or (>= 0 and <= 10), nameof(Temperature), Temperature ?? 0, "from 0 to 10");
        OptionRange.Hold(MaxOutputTokens >= 1, nameof(MaxOutputTokens), MaxOutputTokens, "1 or more");
    }
}
