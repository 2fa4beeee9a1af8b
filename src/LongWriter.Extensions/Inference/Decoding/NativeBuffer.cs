using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Memory outside the collector's reach, on a border of 64 bytes or, where large, of a huge page.</summary>
internal sealed unsafe partial class NativeBuffer : IDisposable
{
    private const nuint HugePage = 1 << 21;
    private const int AdviseHugePage = 14;

    /// <param name="bytes">How much.</param>
    /// <param name="cleared">Whether it is zeroed; else whoever fills it touches it first.</param>
    /// <exception cref="LongWriterException">The memory is not there.</exception>
    public NativeBuffer(long bytes, bool cleared = true)
    {
        Bytes = bytes;
        var size = checked((nuint)bytes);
        try
        {
            Data = (byte*)NativeMemory.AlignedAlloc(size + 64, size >= HugePage ? HugePage : 64);
        }
        catch (OutOfMemoryException exception)
        {
            throw new LongWriterException(LongWriterError.InsufficientMemory, $"{bytes:N0} bytes for the model are not to be had; use a smaller weight format or a shorter context.", exception);
        }

        if (size >= HugePage && OperatingSystem.IsLinux())
            Advise(size);

        if (cleared)
            NativeMemory.Clear(Data, size);

        GC.AddMemoryPressure(Math.Max(1, bytes));
    }

    ~NativeBuffer() => Free();

    public byte* Data { get; private set; }

    public long Bytes { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Data == null)
            return;

        NativeMemory.AlignedFree(Data);
        Data = null;
        GC.RemoveMemoryPressure(Math.Max(1, Bytes));
    }

    // Fewer misses of the address cache; what it answers does not matter, and a C library of another name has none.
    private void Advise(nuint size)
    {
        try
        {
            _ = MemoryAdvise(Data, size / HugePage * HugePage, AdviseHugePage);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Ordinary pages then.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
