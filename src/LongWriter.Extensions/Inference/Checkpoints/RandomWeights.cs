using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Bell-shaped random numbers of one tensor, each computed from its index with SplitMix64 (Steele, Lea and Flood, 2014) and with integers and single roundings only, so that they are the same on every machine.</summary>
internal sealed class RandomWeights(ulong seed, string name, float mean, float deviation)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const int ChunkElements = 1 << 16;

    // A sum of four 16-bit numbers has mean 2 · 65535 and variance 4 · (65536² - 1) / 12 (Irwin and Hall).
    private const int SumMean = 2 * ushort.MaxValue;
    private static readonly float SumDeviation = MathF.Sqrt(4 * ((65536f * 65536f) - 1) / 12);

    private readonly ulong _start = Mix(seed ^ Hash(name));
    private readonly float _halfStep = deviation / (2 * SumDeviation);

    public void Fill(long first, Span<float> destination)
    {
        for (var index = 0; index < destination.Length; index++)
        {
            var bits = Mix(_start + ((ulong)(first + index) * Golden));
            var sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
            // Odd, so that no weight is 0.
            destination[index] = mean + (((2 * (sum - SumMean)) + 1) * _halfStep);
        }
    }

    /// <summary>Numbers of a tensor that are equally likely from -bound to bound.</summary>
    public static float[] Even(ulong seed, string name, int count, float bound)
    {
        var start = Mix(seed ^ Hash(name));
        var numbers = new float[count];
        for (var index = 0; index < count; index++)
            numbers[index] = ((2 * (int)(Mix(start + ((ulong)index * Golden)) >> 40)) + 1 - (1 << 24)) * (bound / (1 << 24));
        return numbers;
    }

    public void Write(Stream stream, SafetensorsType type, long count)
    {
        var numbers = new float[Math.Min(count, ChunkElements)];
        var bits = new ushort[type == SafetensorsType.F32 ? 0 : numbers.Length];
        for (var first = 0L; first < count; first += ChunkElements)
        {
            var part = numbers.AsSpan(0, (int)Math.Min(ChunkElements, count - first));
            Fill(first, part);
            if (type == SafetensorsType.F32)
            {
                stream.Write(MemoryMarshal.AsBytes(part));
                continue;
            }

            var rounded = bits.AsSpan(0, part.Length);
            if (type == SafetensorsType.BF16)
            {
                WeightConversion.ToBFloat16(part, rounded);
            }
            else
            {
                for (var index = 0; index < part.Length; index++)
                    rounded[index] = BitConverter.HalfToUInt16Bits((Half)part[index]);
            }

            stream.Write(MemoryMarshal.AsBytes(rounded));
        }
    }

    private static ulong Mix(ulong z)
    {
        z += Golden;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>FNV-1a, 64 bit.</summary>
    private static ulong Hash(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in name)
            hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }
}
