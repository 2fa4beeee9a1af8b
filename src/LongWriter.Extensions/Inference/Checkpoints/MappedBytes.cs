using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A piece of a mapped file that stays mapped until this is disposed, also when the file is closed meanwhile.</summary>
internal readonly unsafe ref struct MappedBytes : IDisposable
{
    private readonly SafeBuffer _buffer;

    /// <param name="view">A view from the start of the file.</param>
    /// <param name="offset">The first byte; the caller has checked that the range lies inside.</param>
    /// <param name="length">How many bytes.</param>
    public MappedBytes(MemoryMappedViewAccessor view, long offset, int length)
    {
        _buffer = view.SafeMemoryMappedViewHandle;
        byte* start = null;
        _buffer.AcquirePointer(ref start);
        Bytes = new ReadOnlySpan<byte>(start + view.PointerOffset + offset, length);
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public void Dispose() => _buffer.ReleasePointer();
}
