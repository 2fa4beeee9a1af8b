using System.Numerics;
using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>
/// Exponentials of scores. Made of single-precision additions, multiplications and divisions in a fixed order, without fused steps, so
/// that every machine and every vector width gives the same bits, and a seed the same draws.
/// </summary>
internal static class Exponential
{
    private const float Log2E = 1.44269504f;
    // ln 2 in two parts, the first short enough for exact products.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    // Adding it rounds to a whole number, to nearest even.
    private const float Rounder = 12582912f;
    // Below it a result is no normal number; taken as 0.
    private const float Least = -87.3f;

    /// <summary>The greatest value; NaN where one is NaN.</summary>
    public static float Max(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var max = new Vector<float>(float.NegativeInfinity);
        var ordered = Vector<int>.AllBitsSet;
        foreach (var x in vectors)
        {
            max = Vector.ConditionalSelect(Vector.GreaterThan(x, max), x, max);
            ordered &= Vector.Equals(x, x);
        }

        var result = ordered == Vector<int>.AllBitsSet ? float.NegativeInfinity : float.NaN;
        for (var i = 0; i < Vector<float>.Count; i++)
            result = MathF.Max(result, max[i]);
        foreach (var x in values[(vectors.Length * Vector<float>.Count)..])
            result = MathF.Max(result, x);
        return result;
    }

    /// <summary>exp(x − shift) of each value; the shift is at least the greatest of them.</summary>
    public static void Shifted(ReadOnlySpan<float> values, float shift, Span<float> results)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(values);
        var to = MemoryMarshal.Cast<float, Vector<float>>(results);
        var by = new Vector<float>(shift);
        for (var i = 0; i < from.Length; i++)
            to[i] = Of(from[i] - by);
        for (var i = from.Length * Vector<float>.Count; i < values.Length; i++)
            results[i] = Of(values[i] - shift);
    }

    /// <summary>The sum, in an order that does not hang on the machine.</summary>
    public static double Sum(ReadOnlySpan<float> values)
    {
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }

        for (; i < values.Length; i++)
            a += values[i];
        return a + b + (c + d);
    }

    /// <summary>exp(x) for x of at most 0, to about 1e-7 of it.</summary>
    public static float Of(float x)
    {
        if (!(x >= Least))
            return 0;

        var n = (x * Log2E) + Rounder - Rounder;
        var r = x - (n * Ln2High) - (n * Ln2Low);
        // Taylor's series to r^7; |r| is at most ln 2 / 2.
        var p = (r * (1f / 5040)) + (1f / 720);
        p = (p * r) + (1f / 120);
        p = (p * r) + (1f / 24);
        p = (p * r) + (1f / 6);
        p = (p * r) + 0.5f;
        p = (p * r) + 1f;
        p = (p * r) + 1f;
        return p * BitConverter.Int32BitsToSingle(((int)n + 127) << 23);
    }

    private static Vector<float> Of(Vector<float> x)
    {
        var rounder = new Vector<float>(Rounder);
        var n = (x * Log2E) + rounder - rounder;
        var r = x - (n * Ln2High) - (n * Ln2Low);
        var p = (r * (1f / 5040)) + new Vector<float>(1f / 720);
        p = (p * r) + new Vector<float>(1f / 120);
        p = (p * r) + new Vector<float>(1f / 24);
        p = (p * r) + new Vector<float>(1f / 6);
        p = (p * r) + new Vector<float>(0.5f);
        p = (p * r) + Vector<float>.One;
        p = (p * r) + Vector<float>.One;
        var scaled = p * Vector.AsVectorSingle((Vector.ConvertToInt32(n) + new Vector<int>(127)) << 23);
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, new Vector<float>(Least)), scaled, Vector<float>.Zero);
    }
}
