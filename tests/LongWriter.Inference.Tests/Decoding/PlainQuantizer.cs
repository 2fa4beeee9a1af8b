namespace LongWriter.Tests;

/// <summary>What a reader does with fp32 weights, written plainly.</summary>
internal static class PlainQuantizer
{
    public static ushort BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var rest = bits & 0xFFFF;
        var upper = bits >> 16;
        return (ushort)(rest > 0x8000 || rest == 0x8000 && upper % 2 == 1 ? upper + 1 : upper);
    }

    public static void Int8(ReadOnlySpan<float> values, Span<sbyte> quants, Span<float> scales)
    {
        for (var group = 0; group < scales.Length; group++)
        {
            var most = 0f;
            foreach (var value in values.Slice(32 * group, 32))
                most = Math.Max(most, Math.Abs(value));

            var scale = (float)(Half)(most / 127);
            scales[group] = scale;
            for (var i = 32 * group; i < 32 * (group + 1); i++)
                quants[i] = scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(values[i] / scale), -127, 127);
        }
    }
}
