using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A tensor that is to be written: its place in the header is known before its bytes are.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, the slowest first; none for a single number.</param>
/// <param name="Write">Writes its bytes, little-endian, exactly as many as type and shape say, to the end of the stream; called once.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    // Chunks, because the bytes of a large array do not fit one span.
    private const int ChunkElements = 1 << 20;

    /// <summary>A tensor of 32-bit floating-point numbers.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">Its elements, row-major.</param>
    public static SafetensorsEntry Float32(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values) => Of(name, SafetensorsType.F32, shape, values);

    /// <summary>A tensor of bfloat16 numbers.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="bits">The bits of its elements, row-major.</param>
    public static SafetensorsEntry BFloat16(string name, IReadOnlyList<long> shape, ReadOnlyMemory<ushort> bits) => Of(name, SafetensorsType.BF16, shape, bits);

    /// <summary>A tensor of 64-bit integers.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">Its elements, row-major.</param>
    public static SafetensorsEntry Int64(string name, IReadOnlyList<long> shape, ReadOnlyMemory<long> values) => Of(name, SafetensorsType.I64, shape, values);

    private static SafetensorsEntry Of<T>(string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<T> values)
        where T : unmanaged => new(name, type, shape, stream =>
        {
            for (var start = 0; start < values.Length; start += ChunkElements)
                stream.Write(MemoryMarshal.AsBytes(values.Span.Slice(start, Math.Min(ChunkElements, values.Length - start))));
        });
}
