using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter;

/// <summary>How fast memory is read: the roof that decoding one text cannot pass. Held against <see cref="DecoderInfo.BytesReadPerToken"/> times tokens per second.</summary>
public static unsafe class MemoryBandwidth
{
    private const int Line = 256;

    /// <summary>Reads a buffer as fast as the threads can and returns bytes per second, the best of some rounds.</summary>
    /// <param name="bytes">Size of the buffer; the weights' size, because what fits a cache is read faster.</param>
    /// <param name="threads">Threads that read, each its own part.</param>
    /// <param name="rounds">How often; with and without prefetch by turns.</param>
    /// <param name="clock">Measures the time.</param>
    public static double Measure(long bytes, int threads, int rounds, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, threads * Line);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var share = bytes / threads / Line * Line;
        using var buffer = new NativeBuffer(share * threads);
        // Pages that were never written may all be one and the same page of zeros.
        for (long i = 0; i < buffer.Bytes; i += Line)
            buffer.Data[i] = (byte)(i / Line);

        using var team = new ThreadTeam(threads, "LongWriter probe");
        var (sums, best) = (new long[16 * threads], TimeSpan.MaxValue);
        for (var round = 0; round <= rounds; round++)
        {
            var start = clock.GetTimestamp();
            // Some machines read faster with software prefetch, some without.
            var ahead = round % 2 * 8 * Line;
            team.Run(member => sums[16 * member] += Sum(buffer.Data + member * share, share, ahead));
            var elapsed = clock.GetElapsedTime(start);
            // The first round wakes and compiles.
            if (round > 0 && elapsed < best)
                best = elapsed;
        }

        GC.KeepAlive(sums);
        return buffer.Bytes / Math.Max(best.TotalSeconds, 1e-9);
    }

    /// <summary>The exclusive or of all numbers, so that no read can be left out.</summary>
    internal static long Sum(byte* data, long bytes, int ahead)
    {
        var (a, b, c, d) = (Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero, Vector512<long>.Zero);
        for (long i = 0; i < bytes; i += Line)
        {
            if (ahead > 0 && Sse.IsSupported)
            {
                Sse.Prefetch0(data + i + ahead);
                Sse.Prefetch0(data + i + ahead + 64);
                Sse.Prefetch0(data + i + ahead + 128);
                Sse.Prefetch0(data + i + ahead + 192);
            }

            a ^= Vector512.Load((long*)(data + i));
            b ^= Vector512.Load((long*)(data + i + 64));
            c ^= Vector512.Load((long*)(data + i + 128));
            d ^= Vector512.Load((long*)(data + i + 192));
        }

        var all = a ^ b ^ c ^ d;
        var sum = 0L;
        for (var i = 0; i < Vector512<long>.Count; i++)
            sum ^= all[i];

        return sum;
    }
}
