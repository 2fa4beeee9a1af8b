using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Values as GGUF files store them. Each method that reads returns whether every number is finite; where one is not, what it wrote is of no use.</summary>
internal static class GgufBlocks
{
    private const int Group = WeightConversion.GroupSize;
    private const int BlockBytes = 34;

    /// <summary>Widens stored values of any type that is read.</summary>
    public static bool ToFloat(GgufTensorType type, ReadOnlySpan<byte> source, Span<float> destination) => type.Stored switch
    {
        StoredFormat.Float32 => WeightConversion.FromFloat32(MemoryMarshal.Cast<byte, float>(source), destination),
        StoredFormat.Float16 => WeightConversion.FromFloat16(MemoryMarshal.Cast<byte, ushort>(source), destination),
        StoredFormat.BFloat16 => WeightConversion.FromBFloat16(MemoryMarshal.Cast<byte, ushort>(source), destination),
        _ => FromBlocks(source, destination),
    };

    /// <summary>Takes blocks of Q8_0 apart, as they are.</summary>
    public static bool FromBlocks(ReadOnlySpan<byte> source, Span<sbyte> quants, Span<float> scales)
    {
        var finite = true;
        for (var block = 0; block < quants.Length / Group; block++)
        {
            var bytes = source.Slice(block * BlockBytes, BlockBytes);
            scales[block] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
            finite &= float.IsFinite(scales[block]);
            MemoryMarshal.Cast<byte, sbyte>(bytes[2..]).CopyTo(quants.Slice(block * Group, Group));
        }

        return finite;
    }

    /// <summary>Puts quants and scales together as blocks of Q8_0.</summary>
    public static void ToBlocks(ReadOnlySpan<sbyte> quants, ReadOnlySpan<float> scales, Span<byte> destination)
    {
        for (var block = 0; block < scales.Length; block++)
        {
            var bytes = destination.Slice(block * BlockBytes, BlockBytes);
            BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)scales[block]);
            MemoryMarshal.AsBytes(quants.Slice(block * Group, Group)).CopyTo(bytes[2..]);
        }
    }

    private static bool FromBlocks(ReadOnlySpan<byte> source, Span<float> destination)
    {
        var finite = true;
        for (var block = 0; block < destination.Length / Group; block++)
        {
            var bytes = source.Slice(block * BlockBytes, BlockBytes);
            var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
            finite &= float.IsFinite(scale);
            var quants = MemoryMarshal.Cast<byte, sbyte>(bytes[2..]);
            var values = destination.Slice(block * Group, Group);
            for (var i = 0; i < Group; i++)
                values[i] = scale * quants[i];
        }

        return finite;
    }
}
