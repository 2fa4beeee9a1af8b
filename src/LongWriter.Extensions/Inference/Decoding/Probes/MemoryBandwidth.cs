using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter;

/// <summary>How fast memory is read: the roof that decoding one text cannot pass. Held against <see cref="DecoderInfo.BytesReadPerToken"/> times tokens per second.</summary>
public sealed unsafe class MemoryBandwidth : IDisposable
{
    private const int Line = 256;

    private readonly NativeBuffer _buffer;
    private readonly ThreadTeam _team;
    private readonly TimeProvider _clock;
    private readonly long[] _sums;
    private readonly long _share;

    /// <summary>Takes a buffer to read.</summary>
    /// <param name="bytes">Its size; the weights' size, because what fits a cache is read faster.</param>
    /// <param name="threads">Threads that read, each its own part.</param>
    /// <param name="clock">Measures the time.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread, or fewer than 256 bytes for each.</exception>
    /// <exception cref="LongWriterException">The memory is not there.</exception>
    public MemoryBandwidth(long bytes, int threads, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, threads * Line);
        (_clock, _sums, _share) = (clock, new long[16 * threads], bytes / threads / Line * Line);
        _buffer = new NativeBuffer(_share * threads);
        // Pages that were never written may all be one and the same page of zeros.
        for (long i = 0; i < _buffer.Bytes; i += Line)
            _buffer.Data[i] = (byte)(i / Line);

        _team = new ThreadTeam(threads, "LongWriter probe");
        // The first round wakes and compiles.
        Read(0);
    }

    /// <summary>Reads the buffer as fast as the threads can and returns bytes per second, the best of some rounds.</summary>
    /// <param name="rounds">How often; with and without prefetch by turns, because some machines read faster with it and some without.</param>
    public double Measure(int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var elapsed = Read(round % 2 * 8 * Line);
            if (elapsed < best)
                best = elapsed;
        }

        return _buffer.Bytes / Math.Max(best.TotalSeconds, 1e-9);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _team.Dispose();
        _buffer.Dispose();
    }

    private TimeSpan Read(int ahead)
    {
        var start = _clock.GetTimestamp();
        _team.Run(member => _sums[16 * member] += Sum(_buffer.Data + member * _share, _share, ahead));
        return _clock.GetElapsedTime(start);
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
