namespace LongWriter;

/// <summary>A storage type of GGUF tensors; the numbers are the file's.</summary>
/// <param name="Id">The number in the file.</param>
/// <param name="Name">The name that its tools use.</param>
/// <param name="BlockLength">Values in a block; 0 where this library does not read the type.</param>
/// <param name="BlockBytes">Bytes of a block.</param>
internal sealed record GgufTensorType(uint Id, string Name, int BlockLength, int BlockBytes)
{
    public static readonly GgufTensorType Float32 = new(0, "F32", 1, 4);
    public static readonly GgufTensorType Float16 = new(1, "F16", 1, 2);
    public static readonly GgufTensorType BFloat16 = new(30, "BF16", 1, 2);

    /// <summary>Blocks of 32: an fp16 scale, then 32 signed bytes.</summary>
    public static readonly GgufTensorType Int8 = new(8, "Q8_0", 32, 34);

    private static readonly Dictionary<uint, string> UnsupportedNames = new()
    {
        [2] = "Q4_0",
        [3] = "Q4_1",
        [6] = "Q5_0",
        [7] = "Q5_1",
        [9] = "Q8_1",
        [10] = "Q2_K",
        [11] = "Q3_K",
        [12] = "Q4_K",
        [13] = "Q5_K",
        [14] = "Q6_K",
        [15] = "Q8_K",
        [16] = "IQ2_XXS",
        [17] = "IQ2_XS",
        [18] = "IQ3_XXS",
        [19] = "IQ1_S",
        [20] = "IQ4_NL",
        [21] = "IQ3_S",
        [22] = "IQ2_S",
        [23] = "IQ4_XS",
        [24] = "I8",
        [25] = "I16",
        [26] = "I32",
        [27] = "I64",
        [28] = "F64",
        [29] = "IQ1_M",
        [34] = "TQ1_0",
        [35] = "TQ2_0",
        [39] = "MXFP4",
    };

    public bool IsSupported => BlockLength > 0;

    public StoredFormat Stored => Id switch { 0 => StoredFormat.Float32, 1 => StoredFormat.Float16, 30 => StoredFormat.BFloat16, _ => StoredFormat.Int8 };

    public static GgufTensorType Of(uint id) => id switch
    {
        0 => Float32,
        1 => Float16,
        8 => Int8,
        30 => BFloat16,
        _ => new(id, UnsupportedNames.GetValueOrDefault(id) ?? $"type {id}", 0, 0),
    };

    /// <summary>Bytes of so many values, which are whole blocks.</summary>
    public long BytesOf(long values) => values / BlockLength * BlockBytes;
}
