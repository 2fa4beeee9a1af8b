using System.IO.MemoryMappedFiles;

namespace LongWriter;

/// <summary>A GGUF file of version 2 or 3, little endian, mapped into memory: metadata and tensors under the names of the file. Safe for concurrent readers.</summary>
/// <remarks>Format: the specification of GGUF in the ggml project. Values stay where they are until they are asked for.</remarks>
internal sealed class GgufFile : IDisposable
{
    private const int DefaultAlignment = 32;
    private const int LongestName = 1 << 16;

    private readonly FileStream _stream;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private long _headerEnd;

    private GgufFile(string path, FileStream stream, MemoryMappedFile map)
    {
        Path = path;
        Length = stream.Length;
        _stream = stream;
        _map = map;
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        Metadata = new GgufMetadata(path, _view, Length);
        try
        {
            Tensors = ReadHeader();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    public GgufMetadata Metadata { get; }

    public IReadOnlyDictionary<string, GgufTensor> Tensors { get; }

    /// <summary>Opens a file and checks its header; no tensor is read.</summary>
    /// <exception cref="LongWriterException">There is no such file, or it is no GGUF file that can be read (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static GgufFile Open(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            try
            {
                if (stream.Length < 24)
                    throw GgufFault.Of(path, $"has {stream.Length} bytes; a GGUF file has more. Download it again.");

                return new GgufFile(path, stream, MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false));
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw GgufFault.Of(path, $"cannot be opened: {e.Message} Give the path of a .gguf file.", e);
        }
    }

    /// <summary>Bytes of a tensor, mapped; the caller disposes them.</summary>
    public MappedBytes Map(GgufTensor tensor, long offset, int count) => new(_view, tensor.Offset + offset, count);

    public void Identify(SourceFingerprint fingerprint) => fingerprint.Add(
        _stream, _headerEnd, Tensors.Values.OrderBy(static tensor => tensor.Offset).Select(tensor => (tensor.Offset, tensor.Type.IsSupported ? SizeOf(tensor) : 0)), (offset, length) => new(_view, offset, length));

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }

    private unsafe Dictionary<string, GgufTensor> ReadHeader()
    {
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var cursor = new GgufCursor(Path, start + _view.PointerOffset, Length);
            if (!cursor.Take(4, "the signature").SequenceEqual("GGUF"u8))
                throw GgufFault.Of(Path, "is no GGUF file (it does not begin with GGUF). Give a .gguf file, or the folder of a Hugging Face checkpoint.");

            var version = cursor.UInt32("the version");
            if ((version & 0xFFFF) == 0)
                throw GgufFault.Of(Path, "is a big-endian GGUF file. Take the little-endian one.");
            if (version is not (2 or 3))
                throw GgufFault.Of(Path, $"is of GGUF version {version}; versions 2 and 3 can be read. Convert the model again with a current tool.");

            var tensorCount = cursor.Count(24, "the number of tensors");
            var valueCount = cursor.Count(13, "the number of metadata values");
            for (long i = 0; i < valueCount; i++)
            {
                var key = cursor.Text("a metadata key", LongestName);
                var type = cursor.ValueType(key);
                Metadata.Add(key, new(type, cursor.Position));
                cursor.Skip(type, key);
            }

            return ReadTensors(ref cursor, tensorCount);
        }
        finally
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private Dictionary<string, GgufTensor> ReadTensors(ref GgufCursor cursor, long count)
    {
        var tensors = new Dictionary<string, GgufTensor>();
        for (long i = 0; i < count; i++)
        {
            var name = cursor.Text("a tensor's name", LongestName);
            var dimensionCount = cursor.UInt32(name);
            if (dimensionCount is 0 or > 4)
                throw GgufFault.Of(Path, $"tensor {name} has {dimensionCount} dimensions; 1 to 4 are possible. The file is damaged.");

            var dimensions = new long[dimensionCount];
            for (var d = 0; d < dimensions.Length; d++)
            {
                var size = cursor.UInt64(name);
                if (size is 0 or > int.MaxValue)
                    throw GgufFault.Of(Path, $"tensor {name} has the size {size} in dimension {d}; 1 to {int.MaxValue} is possible. The file is damaged.");

                dimensions[d] = (long)size;
            }

            var type = GgufTensorType.Of(cursor.UInt32(name));
            var offset = cursor.UInt64(name);
            if (offset > (ulong)Length)
                throw GgufFault.Of(Path, $"tensor {name} begins at byte {offset} of the data, beyond the end of the file. The file is cut off or damaged.");
            if (!tensors.TryAdd(name, new(name, dimensions, type, (long)offset)))
                throw GgufFault.Of(Path, $"has two tensors of the name {name}. The file is damaged.");
        }

        _headerEnd = cursor.Position;
        return Place(tensors, _headerEnd);
    }

    /// <summary>Counts offsets from the beginning of the file, and checks that each tensor lies inside it and upon no other.</summary>
    private Dictionary<string, GgufTensor> Place(Dictionary<string, GgufTensor> tensors, long headerEnd)
    {
        var alignment = Metadata.Integer("general.alignment", 1, 1 << 20) ?? DefaultAlignment;
        if ((alignment & (alignment - 1)) != 0)
            throw GgufFault.Of(Path, $"general.alignment is {alignment}; it has to be a power of two. The file is damaged.");

        var dataStart = (headerEnd + alignment - 1) / alignment * alignment;
        GgufTensor? before = null;
        long end = 0;
        foreach (var tensor in tensors.Values.OrderBy(static t => t.Offset).ToArray())
        {
            if (tensor.Offset % alignment != 0)
                throw GgufFault.Of(Path, $"tensor {tensor.Name} begins at byte {tensor.Offset} of the data, which is no multiple of {alignment}. The file is damaged.");
            if (tensor.Offset < end)
                throw GgufFault.Of(Path, $"tensor {tensor.Name} lies upon tensor {before!.Name}. The file is damaged.");

            var placed = tensor with { Offset = dataStart + tensor.Offset };
            tensors[tensor.Name] = placed;
            // The size of a type that is not read is not known; who asks for such a tensor is told of the type.
            end = tensor.Offset + (tensor.Type.IsSupported ? SizeOf(placed) : 1);
            if (dataStart + end > Length)
                throw GgufFault.Of(Path, $"tensor {tensor.Name} ({tensor.Type.Name}, {tensor.Shape}) goes beyond the end of the file. The file is cut off or damaged. Download it again.");

            before = tensor;
        }

        return tensors;
    }

    private long SizeOf(GgufTensor tensor)
    {
        if (tensor.Dimensions[0] % tensor.Type.BlockLength != 0)
            throw GgufFault.Of(Path, $"tensor {tensor.Name} has rows of {tensor.Dimensions[0]} values, which are no whole blocks of {tensor.Type.Name} ({tensor.Type.BlockLength}). The file is damaged.");

        // Every value takes a byte or more, so no product that fits the file overflows.
        long values = 1;
        foreach (var size in tensor.Dimensions)
        {
            if (size > Length / values)
                throw GgufFault.Of(Path, $"tensor {tensor.Name} ({tensor.Type.Name}, {tensor.Shape}) goes beyond the end of the file. The file is cut off or damaged. Download it again.");

            values *= size;
        }

        return tensor.Type.BytesOf(values);
    }
}
