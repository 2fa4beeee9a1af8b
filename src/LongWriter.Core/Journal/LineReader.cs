using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace LongWriter;

/// <summary>Reads the complete lines of a file that may be growing.</summary>
internal static class LineReader
{
    private const int FirstBuffer = 64 * 1024;

    /// <summary>Reads the lines that end before a position, each in memory of its own, without their line feeds.</summary>
    /// <param name="handle">The file.</param>
    /// <param name="length">Where to stop.</param>
    /// <param name="wrap">Turns what the file system throws into what the caller throws.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        SafeFileHandle handle,
        long length,
        Func<Exception, Exception> wrap,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(FirstBuffer, Math.Max(1, length)));
        try
        {
            var filled = 0;
            for (long position = 0; position < length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (filled == buffer.Length)
                    buffer = Grow(buffer);

                var wanted = buffer.AsMemory(filled, (int)Math.Min(buffer.Length - filled, length - position));
                var read = await ReadSomeAsync(handle, wanted, position, wrap, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    yield break;

                position += read;
                var searched = filled;
                filled += read;
                var start = 0;
                while (buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n') is var at and >= 0)
                {
                    yield return buffer.AsSpan(start, searched + at - start).ToArray();
                    start = searched += at + 1;
                }

                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                filled -= start;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static async ValueTask<int> ReadSomeAsync(
        SafeFileHandle handle,
        Memory<byte> buffer,
        long position,
        Func<Exception, Exception> wrap,
        CancellationToken cancellationToken)
    {
        try
        {
            return await RandomAccess.ReadAsync(handle, buffer, position, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            throw wrap(e);
        }
    }
}
