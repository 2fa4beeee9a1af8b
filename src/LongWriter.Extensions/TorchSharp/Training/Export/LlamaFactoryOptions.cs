namespace LongWriter;

/// <summary>How a run is written for LLaMA-Factory.</summary>
public sealed record LlamaFactoryOptions
{
    /// <summary>The names for <see cref="Preset"/>.</summary>
    public static IReadOnlyList<string> Presets { get; } = [.. LlamaFactoryPreset.All.Select(static p => p.Name)];

    /// <summary>
    /// <c>longwriter-glm4-9b</c> or <c>longwriter-llama3.1-8b</c>: the model and the hyper-parameters of the paper (LongWriter, section 4.1) in place of the run's.
    /// <see langword="null"/>, the default: the run's own.
    /// </summary>
    public string? Preset { get; init; }

    /// <summary>The model as the machines with the GPUs know it: a folder there, or a name of the Hugging Face hub. <see langword="null"/>, the default: that of the preset, else of the run.</summary>
    public string? Model { get; init; }

    /// <summary>GPUs that the packs of a step are spread over; 8. The packs of a step have to be a multiple.</summary>
    public int Devices { get; init; } = 8;

    /// <summary>What is learned; <see langword="null"/>, the default, to tell by the run and its first row.</summary>
    public LlamaFactoryStage? Stage { get; init; }
}

/// <summary>What LLaMA-Factory learns, under its own names.</summary>
public enum LlamaFactoryStage
{
    /// <summary>Texts (<c>pt</c>).</summary>
    Pt,

    /// <summary>Conversations (<c>sft</c>).</summary>
    Sft,

    /// <summary>Pairs of answers (<c>dpo</c>).</summary>
    Dpo,
}
