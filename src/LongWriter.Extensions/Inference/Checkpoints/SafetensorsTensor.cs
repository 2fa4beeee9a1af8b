namespace LongWriter;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, the slowest first; none for a single number.</param>
/// <param name="Offset">Where its bytes begin, counted from the start of the file.</param>
/// <param name="ByteLength">How many bytes it has.</param>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Offset, long ByteLength)
{
    /// <summary>How many elements it has.</summary>
    public long ElementCount => ByteLength / Type.Size();

    /// <summary>The shape in a form for messages, for example <c>[32000, 4096]</c>.</summary>
    internal string ShapeText => $"[{string.Join(", ", Shape)}]";
}

/// <summary>The type of a tensor's elements; all little-endian.</summary>
public enum SafetensorsType
{
    /// <summary>IEEE, 64 bit.</summary>
    F64,

    /// <summary>IEEE, 32 bit.</summary>
    F32,

    /// <summary>IEEE, 16 bit.</summary>
    F16,

    /// <summary>bfloat16: the upper half of 32 bit.</summary>
    BF16,

    /// <summary>Signed, 64 bit.</summary>
    I64,

    /// <summary>Signed, 32 bit.</summary>
    I32,

    /// <summary>Signed, 16 bit.</summary>
    I16,

    /// <summary>Signed, 8 bit.</summary>
    I8,

    /// <summary>Unsigned, 64 bit.</summary>
    U64,

    /// <summary>Unsigned, 32 bit.</summary>
    U32,

    /// <summary>Unsigned, 16 bit.</summary>
    U16,

    /// <summary>Unsigned, 8 bit.</summary>
    U8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}

/// <summary>The names and sizes of the types, as the format has them.</summary>
internal static class SafetensorsTypes
{
    public static int Size(this SafetensorsType type) => type switch
    {
        SafetensorsType.F64 or SafetensorsType.I64 or SafetensorsType.U64 => 8,
        SafetensorsType.F32 or SafetensorsType.I32 or SafetensorsType.U32 => 4,
        SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.I16 or SafetensorsType.U16 => 2,
        _ => 1,
    };

    public static string Name(this SafetensorsType type) => type == SafetensorsType.Bool ? "BOOL" : type.ToString();

    public static SafetensorsType? Parse(string name) => name switch
    {
        "F64" => SafetensorsType.F64,
        "F32" => SafetensorsType.F32,
        "F16" => SafetensorsType.F16,
        "BF16" => SafetensorsType.BF16,
        "I64" => SafetensorsType.I64,
        "I32" => SafetensorsType.I32,
        "I16" => SafetensorsType.I16,
        "I8" => SafetensorsType.I8,
        "U64" => SafetensorsType.U64,
        "U32" => SafetensorsType.U32,
        "U16" => SafetensorsType.U16,
        "U8" => SafetensorsType.U8,
        "BOOL" => SafetensorsType.Bool,
        _ => null,
    };

    /// <summary>Elements of a shape; <see langword="null"/> where a dimension is negative or the bytes do not fit 63 bits.</summary>
    public static long? ByteLength(this SafetensorsType type, IReadOnlyList<long> shape)
    {
        Int128 bytes = type.Size();
        foreach (var dimension in shape)
        {
            if (dimension < 0)
                return null;
            bytes *= dimension;
            if (bytes > long.MaxValue)
                return null;
        }

        return (long)bytes;
    }
}
