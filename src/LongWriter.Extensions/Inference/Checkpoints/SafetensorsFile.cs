using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A safetensors file, memory-mapped: opening reads its header alone, tensors are read when asked for. Safe for concurrent readers.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;

    private readonly long _headerLength;

    private SafetensorsFile(FileStream stream, MemoryMappedFile file, MemoryMappedViewAccessor view, SafetensorsHeader header, string path, long headerLength)
    {
        (Path, _stream, _file, _view, _header, _headerLength) = (path, stream, file, view, header, headerLength);
        Tensors = [.. header.Tensors.Values.OrderBy(tensor => tensor.Offset)];
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their place in the file.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>What the writer of the file has put beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LongWriterException">The file is missing, cut off, damaged or not of this format (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? stream = null;
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var length = stream.Length;
            var headerLength = ReadHeaderLength(path, stream, length);
            file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            var opened = new SafetensorsFile(stream, file, view, ReadHeader(path, view, headerLength, length), path, headerLength);
            (stream, file, view) = (null, null, null);
            return opened;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Invalid(path, "there is no such file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Invalid(path, $"the file cannot be read: {exception.Message}", exception);
        }
        finally
        {
            view?.Dispose();
            file?.Dispose();
            stream?.Dispose();
        }
    }

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor, or <see langword="null"/> where the file has none of this name.</returns>
    public SafetensorsTensor? Find(string name) => _header.Tensors.GetValueOrDefault(name);

    /// <summary>Copies elements of a tensor as they are stored.</summary>
    /// <typeparam name="T">A type of the size of the tensor's elements, for example <see cref="float"/> for F32 and <see cref="ushort"/> for the bits of BF16.</typeparam>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="firstElement">The first element.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has another size, the range lies outside the tensor, or the tensor is of another file.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Read<T>(SafetensorsTensor tensor, long firstElement, Span<T> destination)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!ReferenceEquals(Find(tensor.Name), tensor))
            throw new ArgumentException($"{tensor.Name} is no tensor of {Path}.", nameof(tensor));
        if (Unsafe.SizeOf<T>() != tensor.Type.Size())
            throw new ArgumentException($"{typeof(T).Name} has {Unsafe.SizeOf<T>()} bytes, an element of {tensor.Name} ({tensor.Type.Name()}) {tensor.Type.Size()}.", nameof(destination));
        if (firstElement < 0 || firstElement > tensor.ElementCount - destination.Length)
            throw new ArgumentException($"{tensor.Name} has {tensor.ElementCount} elements; {destination.Length} from {firstElement} on are asked for.", nameof(firstElement));
        var bytes = MemoryMarshal.AsBytes(destination);
        using var lease = Lease(tensor, firstElement * tensor.Type.Size(), bytes.Length);
        lease.Bytes.CopyTo(bytes);
    }

    /// <summary>Closes the file. A reader that is at work finishes first.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Bytes of a tensor where they lie, kept mapped until the lease ends.</summary>
    internal MappedBytes Lease(SafetensorsTensor tensor, long offset, int length) =>
        new(_view, tensor.Offset + offset, length);

    internal void Identify(SourceFingerprint fingerprint) =>
        fingerprint.Add(_stream, sizeof(ulong) + _headerLength, Tensors.Select(static tensor => (tensor.Offset, tensor.ByteLength)), (offset, length) => new(_view, offset, length));

    private static long ReadHeaderLength(string path, FileStream stream, long length)
    {
        if (length < sizeof(ulong))
            throw Invalid(path, $"the file has {length} bytes, too few for a safetensors file.");
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(bytes);
        var header = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (header > SafetensorsHeader.MaximumBytes)
            throw Invalid(path, $"the header would have {header} bytes; the format allows {SafetensorsHeader.MaximumBytes}. This is no safetensors file.");
        if (header > (ulong)(length - sizeof(ulong)))
            throw Invalid(path, $"the header would have {header} bytes, the whole file has {length}. The file is cut off; fetch it again.");
        return (long)header;
    }

    private static SafetensorsHeader ReadHeader(string path, MemoryMappedViewAccessor view, long headerLength, long length)
    {
        using var bytes = new MappedBytes(view, sizeof(ulong), (int)headerLength);
        return SafetensorsHeader.Parse(path, bytes.Bytes, length);
    }

    private static LongWriterException Invalid(string path, string message, Exception? inner = null) => new(LongWriterError.InvalidModel, $"{path}: {message}", inner);
}
