using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LongWriter;

/// <summary>Converts weights between the floating-point forms of files and of decoders. Each method returns whether every number is finite in the new form; where one is not, what it wrote is of no use.</summary>
internal static partial class WeightConversion
{
    private static readonly float HalfToFloat = MathF.ScaleB(1, 112);

    public static bool FromBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        var (index, faults) = (0, Vector256<ushort>.Zero);
        if (Vector256.IsHardwareAccelerated)
        {
            var exponent = Vector256.Create((ushort)0x7F80);
            for (; index <= source.Length - Vector256<ushort>.Count; index += Vector256<ushort>.Count)
            {
                var bits = Vector256.Create(source[index..]);
                faults |= Vector256.Equals(bits & exponent, exponent);
                var (lower, upper) = Vector256.Widen(bits);
                (lower << 16).AsSingle().CopyTo(destination[index..]);
                (upper << 16).AsSingle().CopyTo(destination[(index + Vector256<float>.Count)..]);
            }
        }

        var finite = faults == Vector256<ushort>.Zero;
        for (; index < source.Length; index++)
        {
            destination[index] = BitConverter.UInt32BitsToSingle((uint)source[index] << 16);
            finite &= float.IsFinite(destination[index]);
        }

        return finite;
    }

    public static bool FromFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        var (index, faults) = (0, Vector256<ushort>.Zero);
        if (Vector256.IsHardwareAccelerated)
        {
            var exponent = Vector256.Create((ushort)0x7C00);
            for (; index <= source.Length - Vector256<ushort>.Count; index += Vector256<ushort>.Count)
            {
                var bits = Vector256.Create(source[index..]);
                faults |= Vector256.Equals(bits & exponent, exponent);
                var (lower, upper) = Vector256.Widen(bits);
                FromFloat16(lower).CopyTo(destination[index..]);
                FromFloat16(upper).CopyTo(destination[(index + Vector256<float>.Count)..]);
            }
        }

        var finite = faults == Vector256<ushort>.Zero;
        for (; index < source.Length; index++)
        {
            destination[index] = (float)BitConverter.UInt16BitsToHalf(source[index]);
            finite &= float.IsFinite(destination[index]);
        }

        return finite;
    }

    public static bool FromFloat32(ReadOnlySpan<float> source, Span<float> destination)
    {
        source.CopyTo(destination);
        return AllFinite(source);
    }

    /// <summary>Rounds to nearest, ties to even.</summary>
    public static bool ToBFloat16(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(source);
        var (index, faults) = (0, Vector256<uint>.Zero);
        if (Vector256.IsHardwareAccelerated)
        {
            for (; index <= bits.Length - Vector256<ushort>.Count; index += Vector256<ushort>.Count)
            {
                var lower = Rounded(Vector256.Create(bits[index..]), ref faults);
                var upper = Rounded(Vector256.Create(bits[(index + Vector256<uint>.Count)..]), ref faults);
                Vector256.Narrow(lower, upper).CopyTo(destination[index..]);
            }
        }

        var finite = faults == Vector256<uint>.Zero;
        for (; index < bits.Length; index++)
        {
            var rounded = (bits[index] + 0x7FFF + ((bits[index] >> 16) & 1)) >> 16;
            destination[index] = (ushort)rounded;
            finite &= (bits[index] & 0x7F800000) != 0x7F800000 && (rounded & 0x7F80) != 0x7F80;
        }

        return finite;
    }

    /// <summary>Copies bfloat16 bits and looks at them.</summary>
    public static bool CopyBFloat16(ReadOnlySpan<ushort> source, Span<ushort> destination)
    {
        source.CopyTo(destination);
        var (index, faults) = (0, Vector256<ushort>.Zero);
        if (Vector256.IsHardwareAccelerated)
        {
            var exponent = Vector256.Create((ushort)0x7F80);
            for (; index <= source.Length - Vector256<ushort>.Count; index += Vector256<ushort>.Count)
                faults |= Vector256.Equals(Vector256.Create(source[index..]) & exponent, exponent);
        }

        var finite = faults == Vector256<ushort>.Zero;
        for (; index < source.Length; index++)
            finite &= (source[index] & 0x7F80) != 0x7F80;
        return finite;
    }

    /// <summary>Looks for NaN and infinity.</summary>
    public static bool AllFinite(ReadOnlySpan<float> source)
    {
        var bits = MemoryMarshal.Cast<float, uint>(source);
        var (index, faults) = (0, Vector256<uint>.Zero);
        if (Vector256.IsHardwareAccelerated)
        {
            var exponent = Vector256.Create(0x7F800000u);
            for (; index <= bits.Length - Vector256<uint>.Count; index += Vector256<uint>.Count)
                faults |= Vector256.Equals(Vector256.Create(bits[index..]) & exponent, exponent);
        }

        var finite = faults == Vector256<uint>.Zero;
        for (; index < source.Length; index++)
            finite &= float.IsFinite(source[index]);
        return finite;
    }

    private static Vector256<float> FromFloat16(Vector256<uint> bits)
    {
        // Exponent and mantissa at their place in 32 bit are 2^112 too small; the product is exact, also for subnormal numbers.
        var magnitude = ((bits & Vector256.Create(0x7FFFu)) << 13).AsSingle() * HalfToFloat;
        return (magnitude.AsUInt32() | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }

    private static Vector256<uint> Rounded(Vector256<uint> bits, ref Vector256<uint> faults)
    {
        var exponent = Vector256.Create(0x7F800000u);
        var rounded = bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256<uint>.One);
        faults |= Vector256.Equals(bits & exponent, exponent) | Vector256.Equals(rounded & exponent, exponent);
        return rounded >> 16;
    }
}
