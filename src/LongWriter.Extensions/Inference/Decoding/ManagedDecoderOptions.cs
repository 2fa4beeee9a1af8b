namespace LongWriter;

/// <summary>How a <see cref="ManagedDecoder"/> holds a model and runs it.</summary>
public sealed class ManagedDecoderOptions
{
    /// <summary>How weight matrices are held. Default <see cref="WeightFormat.BFloat16"/>. With <see cref="WeightFormat.Int8"/>, a matrix whose columns are not a multiple of 32 stays 16 bit.</summary>
    public WeightFormat Weights { get; set; } = WeightFormat.BFloat16;

    /// <summary>Threads that compute, the caller's among them; 1 or more. Default: one for each processor the process may use. More than the machine has cores for is slower.</summary>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>How keys and values are held. Default <see langword="null"/>: fp32 beside fp32 weights, else bfloat16.</summary>
    public KeyValueFormat? KeyValues { get; set; }

    /// <summary>A folder that <see cref="WeightFormat.Int8"/> weights are kept in once they are made, so that the next decoder of the same model reads them as they are; other formats do not use it. Default <see langword="null"/>: none.</summary>
    /// <remarks>See <see cref="LocalModelOptions.QuantizedCache"/>.</remarks>
    public string? QuantizedCache { get; set; }

    /// <summary>The format of keys and values that holds.</summary>
    internal KeyValueFormat KeyValuesHeld => KeyValues ?? (Weights == WeightFormat.Float32 ? KeyValueFormat.Float32 : KeyValueFormat.BFloat16);

    /// <summary>Which registers to use; for tests.</summary>
    internal VectorWidth Vectors { get; set; }

    /// <summary>Rows that go through the layers together; more are taken in turns.</summary>
    internal int MaxRows { get; set; } = 256;
}
