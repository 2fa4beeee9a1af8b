namespace LongWriter.Tests;

public class WeightConversionTests
{
    private static readonly ushort[] AllBits = [.. Enumerable.Range(0, 65536).Select(bits => (ushort)bits)];

    [Fact]
    public void Every_finite_bfloat16_is_widened_exactly()
    {
        var finite = AllBits.Where(bits => (bits & 0x7F80) != 0x7F80).ToArray();
        var values = new float[finite.Length];
        Assert.True(WeightConversion.FromBFloat16(finite, values));
        for (var index = 0; index < finite.Length; index++)
            Assert.Equal(finite[index] << 16, BitConverter.SingleToInt32Bits(values[index]));
    }

    [Fact]
    public void Every_finite_fp16_is_widened_exactly()
    {
        var finite = AllBits.Where(bits => (bits & 0x7C00) != 0x7C00).ToArray();
        var values = new float[finite.Length];
        Assert.True(WeightConversion.FromFloat16(finite, values));
        for (var index = 0; index < finite.Length; index++)
        {
            var (exponent, mantissa) = ((finite[index] >> 10) & 31, finite[index] & 1023);
            var magnitude = exponent == 0 ? Math.ScaleB(mantissa, -24) : Math.ScaleB(1024 + mantissa, exponent - 25);
            Assert.Equal((finite[index] >> 15 == 1 ? -magnitude : magnitude), values[index]);
            Assert.Equal(finite[index] >> 15 == 1, float.IsNegative(values[index]));
        }
    }

    [Fact]
    public void Rounding_to_bfloat16_takes_the_nearest_and_of_two_the_even()
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, 20_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).Where(value => Math.Abs(value) < 3.3e38f)
            .Concat(Enumerable.Range(0, 4_000).Select(_ => BitConverter.Int32BitsToSingle((random.Next(0x100, 0x7F00) << 16) | 0x8000))).ToArray();
        var rounded = new ushort[values.Length];
        Assert.True(WeightConversion.ToBFloat16(values, rounded));
        for (var index = 0; index < values.Length; index++)
        {
            // The two neighbours that 16 bits can hold.
            var below = (ushort)(BitConverter.SingleToUInt32Bits(values[index]) >> 16);
            var above = (ushort)(below + 1);
            var (low, high) = (Math.Abs((double)values[index] - Widen(below)), Math.Abs(Widen(above) - (double)values[index]));
            Assert.Equal(low < high || (low == high && below % 2 == 0) ? below : above, rounded[index]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(30)]
    [InlineData(34)]
    public void A_number_that_is_none_is_found_wherever_it_stands(int place)
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, BitConverter.Int32BitsToSingle(0x7FFFFFFF) })
        {
            var values = new float[35];
            values[place] = bad;
            Assert.False(WeightConversion.FromFloat32(values, new float[35]));
            Assert.False(WeightConversion.ToBFloat16(values, new ushort[35]));
            var bits = new ushort[35];
            bits[place] = (ushort)(BitConverter.SingleToUInt32Bits(bad) >> 16);
            Assert.False(WeightConversion.FromBFloat16(bits, new float[35]));
            Assert.False(WeightConversion.CopyBFloat16(bits, new ushort[35]));
            bits[place] = BitConverter.HalfToUInt16Bits((Half)bad);
            Assert.False(WeightConversion.FromFloat16(bits, new float[35]));
            var group = new float[64];
            group[place] = bad;
            Assert.False(WeightConversion.ToInt8(group, new sbyte[64], new float[2]));
        }

        var large = new float[35];
        large[place] = -float.MaxValue;
        Assert.True(WeightConversion.FromFloat32(large, new float[35]));
        Assert.False(WeightConversion.ToBFloat16(large, new ushort[35]));
    }

    [Fact]
    public void Groups_of_32_get_the_scale_that_fp16_holds_and_the_nearest_quants()
    {
        var random = new Random(5);
        var weights = new float[32 * 400];
        for (var index = 0; index < weights.Length; index++)
            weights[index] = (random.NextSingle() - 0.5f) * MathF.Pow(10, (index / 32 % 20) - 12);
        var (quants, scales) = (new sbyte[weights.Length], new float[weights.Length / 32]);
        Assert.True(WeightConversion.ToInt8(weights, quants, scales));
        for (var group = 0; group < scales.Length; group++)
        {
            var maximum = weights.Skip(group * 32).Take(32).Max(Math.Abs);
            Assert.Equal((float)(Half)(maximum / 127), scales[group]);
            for (var index = group * 32; index < (group + 1) * 32; index++)
            {
                var exact = scales[group] == 0 ? 0 : Math.Clamp(Math.Round(weights[index] / scales[group], MidpointRounding.ToEven), -127, 127);
                Assert.Equal(exact, quants[index]);
            }

            // Where fp16 has its full precision, no weight is further off than half a step and what the scale lost.
            if (scales[group] > 6.2e-5f)
                Assert.All(Enumerable.Range(group * 32, 32), index => Assert.InRange(Math.Abs((quants[index] * scales[group]) - weights[index]), 0, scales[group] * 0.57f));
        }

        Assert.Contains(0f, scales);
        Assert.Equal(127, quants.Max());
    }

    [Fact]
    public void Weights_beyond_what_an_fp16_scale_reaches_are_refused()
    {
        var weights = new float[32];
        weights[9] = 65504f * 127;
        Assert.True(WeightConversion.ToInt8(weights, new sbyte[32], new float[1]));
        weights[9] = 66000f * 127;
        Assert.False(WeightConversion.ToInt8(weights, new sbyte[32], new float[1]));
    }

    [Fact]
    public void Vector_and_plain_loops_agree_at_every_length()
    {
        var random = new Random(8);
        var values = Enumerable.Range(0, 70).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-30, 10))).ToArray();
        var halves = values.Select(value => BitConverter.HalfToUInt16Bits((Half)value)).ToArray();
        for (var length = 0; length <= values.Length; length++)
        {
            var (rounded, copied, widened, fromHalf) = (new ushort[length], new ushort[length], new float[length], new float[length]);
            Assert.True(WeightConversion.ToBFloat16(values.AsSpan(0, length), rounded));
            Assert.True(WeightConversion.CopyBFloat16(rounded, copied));
            Assert.True(WeightConversion.FromBFloat16(rounded, widened));
            Assert.True(WeightConversion.FromFloat16(halves.AsSpan(0, length), fromHalf));
            Assert.Equal(rounded, copied);
            for (var index = 0; index < length; index++)
            {
                // One number alone takes the plain loop.
                var (oneRounded, oneWidened, oneHalf) = (new ushort[1], new float[1], new float[1]);
                WeightConversion.ToBFloat16(values.AsSpan(index, 1), oneRounded);
                WeightConversion.FromBFloat16(oneRounded, oneWidened);
                WeightConversion.FromFloat16(halves.AsSpan(index, 1), oneHalf);
                Assert.Equal((oneRounded[0], oneWidened[0], oneHalf[0]), (rounded[index], widened[index], fromHalf[index]));
            }
        }
    }

    [Fact]
    public void Plain_and_vector_groups_agree()
    {
        var random = new Random(6);
        for (var round = 0; round < 500; round++)
        {
            var weights = Enumerable.Range(0, 32).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-30, 10))).ToArray();
            var (quants, scales, plain) = (new sbyte[32], new float[1], new sbyte[32]);
            Assert.True(WeightConversion.ToInt8(weights, quants, scales));
            Assert.Equal((float)(Half)(BitConverter.UInt32BitsToSingle(WeightConversion.MaximumMagnitudePlain(weights)) / 127), scales[0]);
            if (scales[0] == 0)
                continue;
            WeightConversion.DividePlain(weights, scales[0], plain);
            Assert.Equal(plain, quants);
        }
    }

    private static double Widen(ushort bits) => BitConverter.Int32BitsToSingle(bits << 16);
}
