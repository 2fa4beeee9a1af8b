namespace LongWriter;

/// <summary>A recipe of the paper.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">The model that it begins with, on the Hugging Face hub.</param>
/// <param name="Template">The chat template, by LLaMA-Factory's name.</param>
internal sealed record LlamaFactoryPreset(string Name, string Model, string Template)
{
    public static LlamaFactoryPreset[] All { get; } =
    [
        // The repository whose architecture is transformers' own: attention of packs is told apart there, not in the model's own code.
        new("longwriter-glm4-9b", "THUDM/glm-4-9b-hf", "glm4"),
        new("longwriter-llama3.1-8b", "meta-llama/Llama-3.1-8B", "llama3"),
    ];

    public static LlamaFactoryPreset Get(string name) => Array.Find(All, p => p.Name == name)
        ?? throw new LongWriterException(LongWriterError.InvalidRequest, $"There is no preset '{name}'. Take one of {string.Join(", ", All.Select(static p => p.Name))}.");

    /// <summary>The run's options with the paper's hyper-parameters (LongWriter, section 4.1).</summary>
    public static TrainingOptions Over(TrainingOptions run) => run with
    {
        PackLength = 32_768,
        PacksPerStep = 8,
        Epochs = 4,
        MaxSteps = null,
        Averaging = LossAveraging.Token,
        LearningRate = new() { Peak = 1e-5, Decay = LearningRateDecay.Cosine, WarmupShare = 0.03, DecayShare = 1, Floor = 0 },
        AdamW = run.AdamW with { Beta1 = 0.9, Beta2 = 0.95, WeightDecay = 0.1 },
        Precision = TrainingPrecision.BFloat16,
    };
}
