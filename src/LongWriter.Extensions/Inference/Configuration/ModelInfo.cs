using System.Globalization;

namespace LongWriter;

/// <summary>What a model takes, told from its configuration alone: before anything is loaded.</summary>
public sealed class ModelInfo
{
    // Of 32 8-bit weights; decoders hold the scale as fp32.
    private const int Int8ScaleBytes = 4;

    private readonly Int128 _vectorElements;
    private readonly Int128 _matrixElements;
    private readonly Int128 _groupedElements;

    /// <summary>Counts a model.</summary>
    /// <param name="config">The model's shape.</param>
    public ModelInfo(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        foreach (var tensor in ModelTensor.Of(config))
        {
            var elements = (Int128)tensor.Rows * tensor.Columns;
            if (tensor.IsVector)
                _vectorElements += elements;
            else if (tensor.Columns % WeightConversion.GroupSize == 0)
                _groupedElements += elements;
            else
                _matrixElements += elements;
        }
    }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>How many weights the model has; a head that is the embedding counts once.</summary>
    public long Parameters => Saturated(_vectorElements + _matrixElements + _groupedElements);

    /// <summary>The memory of the weights, in bytes. Norms and biases are held as fp32; 8 bit has a scale of 4 bytes with each 32 weights, and a matrix whose columns are no multiple of 32 stays bfloat16.</summary>
    /// <param name="format">How a decoder holds the matrices.</param>
    public long WeightBytes(WeightFormat format) => Saturated((_vectorElements * sizeof(float)) + format switch
    {
        WeightFormat.Float32 => (_matrixElements + _groupedElements) * sizeof(float),
        WeightFormat.Int8 => (_matrixElements * sizeof(ushort)) + _groupedElements + (_groupedElements / WeightConversion.GroupSize * Int8ScaleBytes),
        _ => (_matrixElements + _groupedElements) * sizeof(ushort),
    });

    /// <summary>The memory of the keys and values of one token, in bytes.</summary>
    /// <param name="elementBytes">Bytes of one number: 2 (bfloat16) or 4 (fp32).</param>
    public long KeyValueBytesPerToken(int elementBytes = 2) => KeyValueBytes(1, elementBytes);

    /// <summary>The memory of the keys and values of a sequence, in bytes; a sliding window does not lessen it.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="elementBytes">Bytes of one number: 2 (bfloat16) or 4 (fp32).</param>
    public long KeyValueBytes(int tokens, int elementBytes = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(elementBytes);
        return Saturated((Int128)2 * Config.LayerCount * Config.KeyValueSize * elementBytes * tokens);
    }

    /// <summary>Refuses a model that does not fit, before it is loaded.</summary>
    /// <param name="format">How a decoder holds the matrices.</param>
    /// <param name="tokens">Tokens of all sequences together that have to fit beside the weights.</param>
    /// <param name="elementBytes">Bytes of one number of the keys and values: 2 or 4.</param>
    /// <param name="availableBytes">The memory that may be taken; what the runtime says this process may have where <see langword="null"/>.</param>
    /// <exception cref="LongWriterException">It does not fit (<see cref="LongWriterError.InsufficientMemory"/>); the message has the figures and what would fit.</exception>
    public void EnsureFits(WeightFormat format, int tokens, int elementBytes = 2, long? availableBytes = null)
    {
        var available = availableBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var (weights, keyValues) = (WeightBytes(format), KeyValueBytes(tokens, elementBytes));
        if ((Int128)weights + keyValues <= available)
            return;
        var advice = Enum.GetValues<WeightFormat>().Where(other => WeightBytes(other) < weights).OrderByDescending(WeightBytes)
            .Where(other => (Int128)WeightBytes(other) + keyValues <= available).Select(other => $"{other} weights ({Gigabytes(WeightBytes(other))})").ToList();
        if (weights < available && KeyValueBytesPerToken(elementBytes) is > 0 and var perToken)
            advice.Add(string.Create(CultureInfo.InvariantCulture, $"at most {(available - weights) / perToken:N0} tokens"));
        throw new LongWriterException(
            LongWriterError.InsufficientMemory,
            string.Create(CultureInfo.InvariantCulture, $"{Config.Architecture} with {Parameters:N0} parameters needs {Gigabytes(weights)} for its weights as {format} and {Gigabytes(keyValues)} for the keys and values of {tokens:N0} tokens; {Gigabytes(available)} are available. ")
            + (advice.Count > 0 ? $"What would fit: {string.Join(", or ", advice)}." : "Take a smaller model or a machine with more memory."));
    }

    private static long Saturated(Int128 bytes) => bytes > long.MaxValue ? long.MaxValue : (long)bytes;

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):N2} GiB");
}
