using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LongWriter;

// The 8-bit form: groups of 32 with one scale each.
internal static partial class WeightConversion
{
    /// <summary>Weights that share one scale in the 8-bit form.</summary>
    public const int GroupSize = 32;

    private const uint InfinityBits = 0x7F800000;

    // Between these, fp16 has its full 11 bits.
    private const float SmallestNormalHalf = 6.103515625e-5f;
    private const float LargestHalf = 65504;

    /// <summary>Quantises whole groups: scale = max |w| / 127 rounded to what fp16 holds, quant = w / scale rounded to nearest (ties to even) and kept within ±127. A group whose scale fp16 cannot tell from 0 becomes 0.</summary>
    /// <returns>Whether every weight is finite and every scale within fp16; if not, what was written is of no use.</returns>
    public static bool ToInt8(ReadOnlySpan<float> weights, Span<sbyte> quants, Span<float> scales)
    {
        for (var group = 0; group < weights.Length / GroupSize; group++)
        {
            var source = weights.Slice(group * GroupSize, GroupSize);
            var target = quants.Slice(group * GroupSize, GroupSize);
            // Magnitudes are in the order of their bits, and what is not finite lies above all others.
            var maximum = Vector256.IsHardwareAccelerated ? MaximumMagnitude(source) : MaximumMagnitudePlain(source);
            var scale = RoundToHalf(BitConverter.UInt32BitsToSingle(maximum) / sbyte.MaxValue);
            scales[group] = scale;
            if (maximum >= InfinityBits || scale > LargestHalf)
                return false;
            if (scale == 0)
                target.Clear();
            else if (Vector256.IsHardwareAccelerated)
                Divide(source, scale, target);
            else
                DividePlain(source, scale, target);
        }

        return true;
    }

    /// <summary>The plain form that <see cref="Divide(ReadOnlySpan{float}, float, Span{sbyte})"/> equals.</summary>
    internal static void DividePlain(ReadOnlySpan<float> weights, float scale, Span<sbyte> quants)
    {
        for (var index = 0; index < weights.Length; index++)
            quants[index] = (sbyte)Math.Clamp(MathF.Round(weights[index] / scale), -sbyte.MaxValue, sbyte.MaxValue);
    }

    /// <summary>The plain form that <see cref="MaximumMagnitude"/> equals.</summary>
    internal static uint MaximumMagnitudePlain(ReadOnlySpan<float> weights)
    {
        var maximum = 0u;
        foreach (var weight in weights)
            maximum = Math.Max(maximum, BitConverter.SingleToUInt32Bits(weight) & int.MaxValue);
        return maximum;
    }

    private static uint MaximumMagnitude(ReadOnlySpan<float> weights)
    {
        ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, int>(weights));
        var mask = Vector256.Create(int.MaxValue);
        var maxima = Vector256.Max(
            Vector256.Max(Vector256.LoadUnsafe(ref first) & mask, Vector256.LoadUnsafe(ref first, 8) & mask),
            Vector256.Max(Vector256.LoadUnsafe(ref first, 16) & mask, Vector256.LoadUnsafe(ref first, 24) & mask));
        var four = Vector128.Max(maxima.GetLower(), maxima.GetUpper());
        var two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return (uint)Math.Max(two[0], two[1]);
    }

    private static void Divide(ReadOnlySpan<float> weights, float scale, Span<sbyte> quants)
    {
        ref var first = ref MemoryMarshal.GetReference(weights);
        var divisor = Vector256.Create(scale);
        var lower = Vector256.Narrow(Divide(Vector256.LoadUnsafe(ref first), divisor), Divide(Vector256.LoadUnsafe(ref first, 8), divisor));
        var upper = Vector256.Narrow(Divide(Vector256.LoadUnsafe(ref first, 16), divisor), Divide(Vector256.LoadUnsafe(ref first, 24), divisor));
        Vector256.Narrow(lower, upper).CopyTo(quants);
    }

    // All numbers are finite here, so the native forms of minimum, maximum and conversion are exact.
    private static Vector256<int> Divide(Vector256<float> weights, Vector256<float> scale)
    {
        var limit = Vector256.Create((float)sbyte.MaxValue);
        return Vector256.ConvertToInt32Native(Vector256.MinNative(Vector256.MaxNative(Vector256.Round(weights / scale), -limit), limit));
    }

    private static float RoundToHalf(float scale)
    {
        if (!(scale >= SmallestNormalHalf && scale <= LargestHalf))
            return (float)(Half)scale;
        // To 11 bits, nearest, ties to even.
        var bits = BitConverter.SingleToUInt32Bits(scale);
        return BitConverter.UInt32BitsToSingle((bits + 0xFFF + ((bits >> 13) & 1)) & ~0x1FFFu);
    }
}
