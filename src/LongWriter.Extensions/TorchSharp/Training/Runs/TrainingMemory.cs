using System.Globalization;

namespace LongWriter;

/// <summary>What a run takes at its peak, in bytes, told from the shape alone: before anything is loaded.</summary>
/// <param name="Parameters">fp32; with <see cref="TrainingOptions.Lora"/> the model's in the type of <see cref="TrainingOptions.Precision"/>, and the adapter's.</param>
/// <param name="Gradients">fp32, of what is trained.</param>
/// <param name="Moments">AdamW's two of it, fp32.</param>
/// <param name="Activations">What layers keep for the way back, of one pack; with <see cref="TrainingOptions.Recompute"/> each layer's input and all of one layer.</param>
/// <param name="Logits">One block of the head and its gradient.</param>
public sealed record TrainingMemory(long Parameters, long Gradients, long Moments, long Activations, long Logits)
{
    // libtorch itself, and what its products pack.
    private const long Process = 400L << 20;

    /// <summary>The copy of the weights that answers are generated with, where the run has an evaluation.</summary>
    public long Answers { get; init; }

    /// <summary>All together, with what the process takes beside it.</summary>
    public long Total => Parameters + Gradients + Moments + Activations + Logits + Answers + Process;

    /// <summary>Estimates a run.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="options">The run.</param>
    /// <exception cref="LongWriterException">An option cannot be used (<see cref="LongWriterError.InvalidRequest"/>); the message names it.</exception>
    public static TrainingMemory Estimate(ModelConfig config, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        TrainingChecks.Check(options);
        double narrow = options.Precision == TrainingPrecision.BFloat16 ? 2 : 4;
        var all = new ModelInfo(config).Parameters;
        var trained = options.Lora is { } lora ? LoraMatrices.Count(config, lora) : all;
        var parameters = options.Lora is null ? 4 * all : (long)(narrow * all) + 4 * trained;
        // Of a token in a layer. Stream, two norms and two sums are fp32 of the hidden size, the norms' outputs narrow; queries, keys and values are kept projected, in fp32 before and
        // after the rotation, and narrow again, keys and values once more for each query head; the feed-forward layer keeps four of its width.
        var layer = config.HiddenSize * (24 + 4 * narrow)
            + (config.QuerySize + config.KeyValueSize) * (8 + 2 * narrow) + config.KeyValueSize * narrow + config.QuerySize * 4 * narrow
            + config.IntermediateSize * 4 * narrow;
        double tokens = options.PackLength;
        var kept = options.Recompute ? tokens * (4.0 * config.HiddenSize * config.LayerCount + layer) : tokens * layer * config.LayerCount;
        var rows = Math.Min(tokens, new TrainingPassOptions().HeadRows);
        var logits = rows * config.VocabularySize * (8 + narrow) + tokens * config.HiddenSize * 3 * narrow + 4.0 * config.VocabularySize * config.HiddenSize;
        return new(parameters, 4 * trained, 8 * trained, (long)Math.Min(kept, long.MaxValue / 4), (long)logits)
        {
            // The decoder that answers are generated with is a second copy.
            Answers = options.Evaluation is null ? 0 : (long)(narrow * all),
        };
    }

    /// <summary>Refuses a run that does not fit, before it is loaded.</summary>
    /// <param name="availableBytes">The memory that may be taken; what the runtime says this process may have where <see langword="null"/>.</param>
    /// <exception cref="LongWriterException">It does not fit (<see cref="LongWriterError.InsufficientMemory"/>); the message has the figures and what lessens them.</exception>
    public void EnsureFits(long? availableBytes = null)
    {
        var available = availableBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (Total > available)
            throw new LongWriterException(LongWriterError.InsufficientMemory, $"The run needs {this}; {Gigabytes(available)} are available. Set {nameof(TrainingOptions.Recompute)}, take a shorter {nameof(TrainingOptions.PackLength)}, train an adapter ({nameof(TrainingOptions.Lora)}), or a smaller model.");
    }

    /// <summary>The figures in one line.</summary>
    public override string ToString() =>
        $"about {Gigabytes(Total)}: parameters {Gigabytes(Parameters)}, gradients {Gigabytes(Gradients)}, moments {Gigabytes(Moments)}, activations {Gigabytes(Activations)}, head {Gigabytes(Logits)}, process {Gigabytes(Process)}"
        + (Answers > 0 ? $", to generate {Gigabytes(Answers)}" : "");

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):N2} GiB");
}
