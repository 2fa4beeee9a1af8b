namespace LongWriter;

/// <summary>Random weights to begin with.</summary>
public sealed record TrainingInit
{
    /// <summary>A <c>config.json</c> of a supported architecture: the model's shape.</summary>
    public required string Config { get; init; }

    /// <summary>The folder of the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Where the weights begin; 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Writes the model that a run begins with: fp32, the same on every machine.</summary>
    /// <param name="folder">The folder to be made.</param>
    /// <exception cref="LongWriterException">The configuration cannot be used (<see cref="LongWriterError.InvalidModel"/>), or a folder cannot be read or written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public void Write(string folder) =>
        RandomCheckpoint.Write(Config, folder, new() { Seed = Seed, Type = SafetensorsType.F32, ForTraining = true, TokenizerFolder = Tokenizer });
}
