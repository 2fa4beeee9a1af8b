using System.Numerics;

namespace LongWriter;

/// <summary>
/// Band keys of a set of shingles: two sets of Jaccard similarity s share a band of r min-wise hashes with a chance of s^r, and one of b bands with
/// 1 − (1 − s^r)^b (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, section 3.4).
/// </summary>
internal static class MinHash
{
    public const int Bands = 21;
    public const int Rows = 6;

    // A multiple of every vector's width; the last two are not used.
    private const int Hashes = 128;

    private static readonly uint[] Factors = Numbers(0x5EED, odd: true);
    private static readonly uint[] Offsets = Numbers(0xBA5E, odd: false);

    /// <summary>One key a band. Sets without shingles have keys that nothing else has.</summary>
    public static ulong[] BandsOf(ReadOnlySpan<ulong> shingles)
    {
        Span<uint> least = stackalloc uint[Hashes];
        least.Fill(uint.MaxValue);
        // Vectors of factors and offsets are read once for all shingles.
        for (var v = 0; v < Hashes; v += Vector<uint>.Count)
        {
            var (factor, offset) = (new Vector<uint>(Factors, v), new Vector<uint>(Offsets, v));
            var minimum = new Vector<uint>(uint.MaxValue);
            foreach (var shingle in shingles)
                minimum = Vector.Min(minimum, (new Vector<uint>((uint)(shingle >> 32) ^ (uint)shingle) ^ offset) * factor);
            minimum.CopyTo(least[v..]);
        }

        var keys = new ulong[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var key = (ulong)band;
            foreach (var hash in least.Slice(band * Rows, Rows))
                key = (key ^ hash) * 0x9E3779B97F4A7C15 ^ (key >> 29);
            keys[band] = key ^ (key >> 32);
        }

        return keys;
    }

    private static uint[] Numbers(int seed, bool odd)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Hashes).Select(_ => (uint)random.NextInt64(1L << 32) | (odd ? 1u : 0u))];
    }
}
