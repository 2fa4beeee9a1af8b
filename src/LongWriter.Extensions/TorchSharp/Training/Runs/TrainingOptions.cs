using System.Text.Json.Serialization;

namespace LongWriter;

/// <summary>How a model is trained. The defaults are the paper's recipe but for what depends on the machine (LongWriter, section 4.1).</summary>
public sealed record TrainingOptions
{
    /// <summary>The folder that takes checkpoints, metrics and the trained model.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The most tokens of a pack; a longer sequence is refused. 32,768.</summary>
    public int PackLength { get; init; } = 32_768;

    /// <summary>Packs of an optimiser step; 8. The last step of an epoch takes those that are left.</summary>
    public int PacksPerStep { get; init; } = 8;

    /// <summary>Times that all data is gone through; 4.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>The most steps of the run; <see langword="null"/> for as many as the epochs have. The learning rate comes down over these.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>What losses are averaged over.</summary>
    public LossAveraging Averaging { get; init; }

    /// <summary>The learning rate.</summary>
    public LearningRateSchedule LearningRate { get; init; } = new();

    /// <summary>The optimiser.</summary>
    public AdamWOptions AdamW { get; init; } = new();

    /// <summary>Trains small matrices on top of the weights instead of these; <see langword="null"/> for full training. The output folder then has the adapter, as the peft library stores it, beside the model that it is merged into.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>What matrix products are computed in; parameters, gradients and moments are always fp32.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Whether a layer is computed again on the way back: a third more time, and of each layer only its input is kept.</summary>
    public bool Recompute { get; init; }

    /// <summary>Threads that compute; one a processor unless set. A run is resumed with as many, because sums depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Begins the order of the data.</summary>
    public long Seed { get; init; }

    /// <summary>Steps between two checkpoints; 100. One is always written at the end.</summary>
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>Checkpoints that are kept, the newest ones; 2.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>How the model is evaluated while it is trained; <see langword="null"/>, the default, for not at all. What on is said to the trainer. May be another where a run is resumed.</summary>
    public EvaluationOptions? Evaluation { get; init; }

    /// <summary>Ends the run at the first step after so long, with a checkpoint to go on from; <see langword="null"/> for never.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>How the trained model's weights are stored: BF16, or F32. Checkpoints are always fp32.</summary>
    public SafetensorsType SaveAs { get; init; } = SafetensorsType.BF16;

    /// <summary>Whether a run that has checkpoints in the folder goes on from the newest one. Otherwise a folder that has any is refused.</summary>
    [JsonIgnore]
    public bool Resume { get; init; }
}

/// <summary>What matrix products of training are computed in.</summary>
public enum TrainingPrecision
{
    /// <summary>bfloat16.</summary>
    [JsonStringEnumMemberName("bf16")]
    BFloat16,

    /// <summary>fp32, for checks.</summary>
    [JsonStringEnumMemberName("fp32")]
    Float32,
}
