namespace LongWriter;

/// <summary>How the weight matrices of an exported GGUF file are stored. Norms and biases are always fp32.</summary>
public enum GgufExportFormat
{
    /// <summary>16 bit, bfloat16: what most models are trained in.</summary>
    BFloat16,

    /// <summary>32 bit, for checks.</summary>
    Float32,

    /// <summary>16 bit, IEEE: for programs that know no bfloat16. A weight above 65,504 does not fit.</summary>
    Float16,

    /// <summary>8 bit in groups of 32 with one scale (Q8_0). A matrix whose rows are no multiple of 32 is written as bfloat16.</summary>
    Int8,
}
