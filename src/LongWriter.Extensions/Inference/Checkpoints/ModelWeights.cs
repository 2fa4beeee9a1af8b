namespace LongWriter;

/// <summary>The tensors of a checkpoint under their canonical names, converted while they are read; nothing is held in memory. Safe for concurrent readers.</summary>
public abstract class ModelWeights : IDisposable
{
    /// <summary>Makes a source.</summary>
    /// <param name="config">The model's shape.</param>
    protected ModelWeights(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
    }

    /// <summary>The model's shape. Every tensor of <see cref="ModelTensor.Of"/> is there in the shape it says; the source has checked it.</summary>
    public ModelConfig Config { get; }

    /// <summary>How a tensor is stored; the cheapest way to read it.</summary>
    /// <param name="name">A canonical name.</param>
    public abstract StoredFormat FormatOf(string name);

    /// <summary>Reads rows as fp32.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="destination">Rows, row-major; a multiple of the tensor's columns.</param>
    /// <exception cref="LongWriterException">The values are not usable (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public abstract void Read(ModelTensor tensor, int firstRow, Span<float> destination);

    /// <summary>Reads rows as bfloat16 bits, rounded to nearest even where the file holds more.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="destination">Rows, row-major; a multiple of the tensor's columns.</param>
    /// <exception cref="LongWriterException">The values are not usable (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public abstract void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination);

    /// <summary>Reads rows as 8-bit groups of 32 weights: weight = scale · quant. Copied where the file holds just that, else made so: scale = max |w| / 127.</summary>
    /// <param name="tensor">The tensor; its columns are a multiple of 32.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="quants">Rows, row-major; a multiple of the tensor's columns.</param>
    /// <param name="scales">One scale for each 32 quants; values that fp16 holds exactly.</param>
    /// <exception cref="LongWriterException">The values are not usable (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public abstract void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales);

    /// <summary>Adds what tells the source from any other.</summary>
    /// <returns>Whether it can be told: a source without files cannot.</returns>
    internal virtual bool Identify(SourceFingerprint fingerprint) => false;

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the files.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>How a checkpoint stores a tensor.</summary>
public enum StoredFormat
{
    /// <summary>32 bit.</summary>
    Float32,

    /// <summary>16 bit, IEEE.</summary>
    Float16,

    /// <summary>16 bit, bfloat16.</summary>
    BFloat16,

    /// <summary>8 bit in groups of 32 with one fp16 scale each (Q8_0).</summary>
    Int8,
}
