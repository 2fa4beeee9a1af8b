using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace LongWriter;

/// <summary>
/// A file of lines that only grows by whole lines. What stands after the last line feed is a torn tail: a line whose write
/// was interrupted. Whoever opens the file decides about it before the first append.
/// </summary>
internal class LineFile : IDisposable
{
    private const int ScanBlock = 64 * 1024;

    private readonly FileStream _stream;

    public LineFile(FileStream stream)
    {
        _stream = stream;
        var end = RandomAccess.GetLength(Handle);
        Length = FindLastLineEnd(Handle, end);
        TornBytes = end - Length;
    }

    public SafeFileHandle Handle => _stream.SafeFileHandle;

    /// <summary>The length of the complete lines in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The length of the torn tail in bytes.</summary>
    public long TornBytes { get; private set; }

    /// <summary>The first failure of an append. The file takes no more lines after it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Why the part of a line that a failed append left could not be cut off; the next open does it.</summary>
    public Exception? CutFailure { get; private set; }

    /// <summary>Reads the torn tail.</summary>
    /// <param name="bytes">Where it goes: <see cref="TornBytes"/> bytes.</param>
    public void ReadTail(Span<byte> bytes) => ReadFully(Handle, bytes, Length);

    /// <summary>Cuts the torn tail off.</summary>
    public void CutTail()
    {
        if (TornBytes == 0)
            return;

        Truncate(Length);
        TornBytes = 0;
    }

    /// <summary>Makes the torn tail a line by ending it.</summary>
    public void EndTail()
    {
        if (TornBytes == 0)
            return;

        Write("\n"u8, Length + TornBytes);
        Length += TornBytes + 1;
        TornBytes = 0;
    }

    /// <summary>Appends a line with one write. On failure nothing of it stays, as far as the file can still be cut.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <param name="durable">Whether to wait until the disk has it.</param>
    public void Append(ReadOnlySpan<byte> line, bool durable)
    {
        if (Failure is not null)
            throw new InvalidOperationException("An earlier append failed.", Failure);

        var size = line.Length + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            line.CopyTo(buffer);
            buffer[line.Length] = (byte)'\n';
            Write(buffer.AsSpan(0, size), Length);
            if (durable)
                Flush();

            Length += size;
        }
        catch (Exception e)
        {
            Failure = e;
            TryCutRemains();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes at a position.</summary>
    protected virtual void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(Handle, bytes, position);

    /// <summary>Waits until the disk has what was written.</summary>
    protected virtual void Flush() => RandomAccess.FlushToDisk(Handle);

    /// <summary>Cuts the file to a length.</summary>
    protected virtual void Truncate(long length) => RandomAccess.SetLength(Handle, length);

    private void TryCutRemains()
    {
        try
        {
            Truncate(Length);
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            CutFailure = e;
        }
    }

    private static long FindLastLineEnd(SafeFileHandle handle, long end)
    {
        var block = ArrayPool<byte>.Shared.Rent(ScanBlock);
        try
        {
            while (end > 0)
            {
                var start = Math.Max(0, end - ScanBlock);
                var wanted = block.AsSpan(0, (int)(end - start));
                ReadFully(handle, wanted, start);
                if (wanted.LastIndexOf((byte)'\n') is var at and >= 0)
                    return start + at + 1;

                end = start;
            }

            return 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static void ReadFully(SafeFileHandle handle, Span<byte> bytes, long position)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(handle, bytes, position);
            if (read == 0)
                throw new EndOfStreamException("The file was shortened while it was read.");

            bytes = bytes[read..];
            position += read;
        }
    }
}
