using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace LongWriter;

/// <summary>Writes safetensors files that Hugging Face libraries read. A file appears whole or not at all.</summary>
/// <remarks>Tensors are streamed in the order given, those of larger elements first, as the format's own writer does, so that each is aligned.
/// The metadata <c>format</c> is <c>pt</c> unless given: the transformers library refuses files without it.</remarks>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes one file.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts to be put beside them.</param>
    /// <exception cref="ArgumentException">Two tensors of one name, a shape that no file can hold, or a tensor that wrote more or fewer bytes than its shape says.</exception>
    /// <exception cref="LongWriterException">The file cannot be written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static void Write(string path, IEnumerable<SafetensorsEntry> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        var placed = Placed(tensors);
        AtomicFile.Write(path, stream => WriteTo(stream, placed, metadata));
    }

    /// <summary>Writes a folder's weights: <c>model.safetensors</c>, or <c>model-00001-of-0000N.safetensors</c> and <c>model.safetensors.index.json</c> where they are larger than a shard. Weights of this name that were there in the other form are removed.</summary>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="maximumShardBytes">The most bytes of tensors in one file; a tensor that is larger has a file of its own.</param>
    /// <param name="metadata">Texts to be put into each file.</param>
    /// <param name="name">What the files' names begin with.</param>
    /// <exception cref="ArgumentException">Two tensors of one name, a shape that no file can hold, or a tensor that wrote more or fewer bytes than its shape says.</exception>
    /// <exception cref="LongWriterException">The files cannot be written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static void WriteFolder(string folder, IEnumerable<SafetensorsEntry> tensors, long maximumShardBytes = 5_000_000_000, IReadOnlyDictionary<string, string>? metadata = null, string name = "model")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumShardBytes);
        var all = tensors.ToList();
        _ = Placed(all);
        AtomicFile.CreateFolder(folder);
        var shards = Split(all, maximumShardBytes);
        var single = Path.Combine(folder, $"{name}.safetensors");
        var files = shards.Count == 1 ? [single] : shards.Select((_, index) => Path.Combine(folder, $"{name}-{index + 1:00000}-of-{shards.Count:00000}.safetensors")).ToList();
        for (var shard = 0; shard < shards.Count; shard++)
            Write(files[shard], shards[shard], metadata);
        var indexFile = single + SafetensorsIndex.Suffix;
        if (shards.Count == 1)
        {
            AtomicFile.Delete(indexFile);
        }
        else
        {
            AtomicFile.Write(indexFile, stream => WriteIndex(stream, shards, files));
            AtomicFile.Delete(single);
        }

        foreach (var stale in Directory.EnumerateFiles(folder, $"{name}-?????-of-?????.safetensors").Except(files).ToList())
            AtomicFile.Delete(stale);
    }

    private static List<(SafetensorsEntry Entry, long Bytes)> Placed(IEnumerable<SafetensorsEntry> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        var placed = new List<(SafetensorsEntry Entry, long Bytes)>();
        foreach (var entry in tensors)
        {
            if (!names.Add(entry.Name))
                throw new ArgumentException($"There are two tensors named {entry.Name}, or the name is reserved.", nameof(tensors));
            placed.Add((entry, entry.Type.ByteLength(entry.Shape) ?? throw new ArgumentException($"No file can hold the shape [{string.Join(", ", entry.Shape)}] of {entry.Name}.", nameof(tensors))));
        }

        return [.. placed.OrderByDescending(item => item.Entry.Type.Size())];
    }

    private static List<List<SafetensorsEntry>> Split(List<SafetensorsEntry> tensors, long maximum)
    {
        var shards = new List<List<SafetensorsEntry>> { new() };
        var bytes = 0L;
        foreach (var entry in tensors)
        {
            var size = entry.Type.ByteLength(entry.Shape)!.Value;
            if (shards[^1].Count > 0 && bytes > maximum - size)
            {
                shards.Add([]);
                bytes = 0;
            }

            shards[^1].Add(entry);
            bytes += size;
        }

        return shards;
    }

    private static void WriteTo(Stream stream, List<(SafetensorsEntry Entry, long Bytes)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = Header(tensors, metadata);
        var padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        if (padded > SafetensorsHeader.MaximumBytes)
            throw new ArgumentException($"The header of {tensors.Count} tensors has {padded} bytes, more than the format allows.", nameof(tensors));
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header);
        for (var index = header.Length; index < padded; index++)
            stream.WriteByte((byte)' ');
        foreach (var (entry, bytes) in tensors)
        {
            var start = stream.Position;
            entry.Write(stream);
            if (stream.Position - start != bytes)
                throw new ArgumentException($"{entry.Name} wrote {stream.Position - start} bytes; {entry.Type.Name()} [{string.Join(", ", entry.Shape)}] has {bytes}.", nameof(tensors));
        }
    }

    private static ReadOnlySpan<byte> Header(List<(SafetensorsEntry Entry, long Bytes)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            if (metadata?.ContainsKey("format") != true)
                json.WriteString("format", "pt");
            foreach (var (name, text) in metadata ?? new Dictionary<string, string>())
                json.WriteString(name, text);
            json.WriteEndObject();
            var offset = 0L;
            foreach (var (entry, bytes) in tensors)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type.Name());
                json.WriteStartArray("shape");
                foreach (var dimension in entry.Shape)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static void WriteIndex(Stream stream, List<List<SafetensorsEntry>> shards, List<string> files)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", shards.SelectMany(shard => shard).Sum(entry => entry.Type.ByteLength(entry.Shape)!.Value));
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach (var (entry, file) in shards.SelectMany((shard, index) => shard.Select(entry => (entry, Path.GetFileName(files[index])))))
            json.WriteString(entry.Name, file);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
