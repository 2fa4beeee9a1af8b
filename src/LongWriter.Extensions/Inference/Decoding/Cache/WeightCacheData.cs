using System.IO.Hashing;

namespace LongWriter;

/// <summary>Brings memory to a file and back, piece by piece on all threads, with a sum (XXH3, 64 bit) of each piece.</summary>
internal static unsafe class WeightCacheData
{
    // Small enough that a piece is summed while it is still in the processor's cache.
    public const int PieceBytes = 1 << 20;

    /// <returns>The sums.</returns>
    public static ulong[] Write(string path, NativeBuffer memory, int threads, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, preallocationSize: memory.Bytes);
        var sums = new ulong[Pieces(memory.Bytes)];
        Run(sums.Length, threads, cancellationToken, i =>
        {
            var piece = Piece(memory, i);
            RandomAccess.Write(file, piece, (long)i * PieceBytes);
            sums[i] = XxHash3.HashToUInt64(piece);
            return true;
        });
        return sums;
    }

    /// <returns>What is wrong with the file; <see langword="null"/> where nothing is.</returns>
    public static string? Read(string path, NativeBuffer memory, ulong[] sums, int threads, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length != memory.Bytes)
            return $"{DataName} has {length:N0} bytes instead of {memory.Bytes:N0}";

        var intact = Run(sums.Length, threads, cancellationToken, i =>
        {
            var piece = Piece(memory, i);
            for (var done = 0; done < piece.Length;)
            {
                var read = RandomAccess.Read(file, piece[done..], (long)i * PieceBytes + done);
                if (read == 0)
                    return false;

                done += read;
            }

            return XxHash3.HashToUInt64(piece) == sums[i];
        });
        return intact ? null : $"{DataName} does not hold what was written to it";
    }

    public static int Pieces(long bytes) => checked((int)((bytes + PieceBytes - 1) / PieceBytes));

    private const string DataName = WeightCache.DataFile;

    private static Span<byte> Piece(NativeBuffer memory, int i) =>
        new(memory.Data + (long)i * PieceBytes, (int)Math.Min(PieceBytes, memory.Bytes - (long)i * PieceBytes));

    // Ends with the first piece that fails; an error of the file system comes out as itself.
    private static bool Run(int pieces, int threads, CancellationToken cancellationToken, Func<int, bool> work)
    {
        try
        {
            return Parallel.For(0, pieces, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, (i, loop) =>
            {
                if (!work(i))
                    loop.Stop();
            }).IsCompleted;
        }
        catch (AggregateException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new IOException(exception.InnerException.Message, exception);
        }
    }
}
