using System.Numerics;

namespace LongWriter;

/// <summary>The generator behind every draw: xoshiro256** 1.0 (Blackman and Vigna), its state filled by SplitMix64; integers only, so equal on every machine.</summary>
internal struct SamplingRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public SamplingRandom(long seed)
    {
        var state = unchecked((ulong)seed);
        (_s0, _s1, _s2, _s3) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    /// <summary>A generator with a given state, not all zero.</summary>
    public SamplingRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>The next output of SplitMix64.</summary>
    public static ulong Split(ref ulong state)
    {
        var z = unchecked(state += 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    public ulong Next()
    {
        var result = unchecked(BitOperations.RotateLeft(_s1 * 5, 7) * 9);
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>From 0 to below 1, in steps of 2^-53.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));
}
