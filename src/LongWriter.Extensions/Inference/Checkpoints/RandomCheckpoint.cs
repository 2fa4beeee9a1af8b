namespace LongWriter;

/// <summary>Writes model folders with random weights in the published form and names of their family: for tests, for benchmarks, and to train from nothing.</summary>
public static class RandomCheckpoint
{
    private static readonly string[] Added = [".o_proj.weight", ".down_proj.weight", ".dense.weight", ".dense_4h_to_h.weight"];

    /// <summary>Writes <c>config.json</c>, as it is, and weights that fit it.</summary>
    /// <param name="configFile">The configuration of a supported architecture; any size.</param>
    /// <param name="folder">The folder to be made, or whose weights are replaced.</param>
    /// <param name="options">How; defaults where <see langword="null"/>.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="LongWriterException">The configuration cannot be used (<see cref="LongWriterError.InvalidModel"/>), or the folder cannot be written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static ModelConfig Write(string configFile, string folder, RandomCheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(configFile);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new();
        if (options.Type is not (SafetensorsType.BF16 or SafetensorsType.F16 or SafetensorsType.F32))
            throw new ArgumentException($"{options.Type} is no form of weights; take BF16, F16 or F32.", nameof(options));
        var config = ModelConfigReader.Read(configFile);
        // Read before anything is written: it may be the file that is replaced.
        var json = JsonModelFile.ReadBytes(configFile);
        var entries = TensorLayout.Of(config).Sources(config).Select(tensor => Entry(tensor, config, options));
        SafetensorsWriter.WriteFolder(folder, entries, options.MaximumShardBytes);
        AtomicFile.Write(Path.Combine(folder, ModelConfigReader.FileName), stream => stream.Write(json));
        if (options.TokenizerFolder is { } tokenizer)
            ModelCompanions.CopyTokenizer(tokenizer, folder);
        return config;
    }

    private static SafetensorsEntry Entry(ModelTensor tensor, ModelConfig config, RandomCheckpointOptions options)
    {
        var weights = new RandomWeights(options.Seed, tensor.Name, Mean(tensor), options.ForTraining ? TrainingDeviation(tensor, config) : Deviation(tensor));
        return new(tensor.Name, options.Type, tensor.IsVector ? [tensor.Rows] : [tensor.Rows, tensor.Columns], stream => weights.Write(stream, options.Type, (long)tensor.Rows * tensor.Columns));
    }

    // Norm weights lie around 1, biases around 0.
    private static float Mean(ModelTensor tensor) => tensor.IsVector && !IsBias(tensor) ? 1 : 0;

    /// <summary>One over the root of the inputs keeps activations and logits near 1; vectors are far enough from 1 and 0 that leaving one out shows.</summary>
    private static float Deviation(ModelTensor tensor) =>
        tensor.IsVector ? 0.1f : 1 / MathF.Sqrt(tensor.Columns);

    /// <summary>√(2 / 5d) at width d (Nguyen and Salazar 2019, section 3), which is GPT-2's 0.02 at its width and more where a model is narrower: one of width 128 that begins with 0.02 is late to look back at all. What is added to the stream is divided by the root of how often that is done (GPT-2, section 2.3), so that its size does not grow with depth.</summary>
    private static float TrainingDeviation(ModelTensor tensor, ModelConfig config)
    {
        if (tensor.IsVector)
            return 0;

        var deviation = MathF.Sqrt(2f / (5 * config.HiddenSize));
        return Array.Exists(Added, name => tensor.Name.EndsWith(name, StringComparison.Ordinal)) ? deviation / MathF.Sqrt(2 * config.LayerCount) : deviation;
    }

    private static bool IsBias(ModelTensor tensor) => tensor.Name.EndsWith(".bias", StringComparison.Ordinal);
}

/// <summary>How a random checkpoint is written.</summary>
public sealed record RandomCheckpointOptions
{
    /// <summary>Where the weights begin; one seed gives the same bytes on every machine. 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the weights are stored: BF16 (the default), F16 or F32.</summary>
    public SafetensorsType Type { get; init; } = SafetensorsType.BF16;

    /// <summary>Whether the weights are such as training begins with: matrices around 0 with a deviation of √(2 / 5d) at width d, norm weights 1, biases 0. Otherwise they are such that leaving one out shows, for tests.</summary>
    public bool ForTraining { get; init; }

    /// <summary>A folder whose tokenizer files are copied; none where <see langword="null"/>.</summary>
    public string? TokenizerFolder { get; init; }

    /// <summary>The most bytes of tensors in one file; 4 GB unless set.</summary>
    public long MaximumShardBytes { get; init; } = 4_000_000_000;
}
