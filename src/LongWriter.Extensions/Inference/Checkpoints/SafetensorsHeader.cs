using System.Text.Json;

namespace LongWriter;

/// <summary>The JSON header of a safetensors file, checked: every tensor inside the file, none over another, no gap between them.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own bound on the header.</summary>
    public const int MaximumBytes = 100_000_000;

    private const int MaximumDimensions = 16;

    private readonly string _path;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private bool _hasMetadata;

    private SafetensorsHeader(string path, long dataStart) => (_path, _dataStart) = (path, dataStart);

    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <param name="path">For messages.</param>
    /// <param name="json">The header without its length.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long fileLength)
    {
        var header = new SafetensorsHeader(path, sizeof(ulong) + json.Length);
        try
        {
            header.Read(json);
        }
        catch (JsonException exception)
        {
            throw header.Invalid($"the header is no JSON that can be used: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What the JSON reader throws for text that is no Unicode.
            throw header.Invalid($"a name in the header cannot be read: {exception.Message}", exception);
        }

        header.CheckRanges(fileLength);
        return header;
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
            throw Invalid("the header does not begin with {; this is no safetensors file.");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Invalid($"tensor {Short(name)}: an object is expected.");
            if (name == "__metadata__")
                ReadMetadata(ref reader);
            else if (!_tensors.TryAdd(name, ReadTensor(ref reader, name)))
                throw Invalid($"tensor {Short(name)} is there twice.");
        }

        // What follows the object may be spaces; anything else throws here.
        while (reader.Read())
        {
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (_hasMetadata)
            throw Invalid("__metadata__ is there twice.");
        _hasMetadata = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                throw Invalid($"__metadata__.{Short(name)} is no text.");
            if (!_metadata.TryAdd(name, reader.GetString()!))
                throw Invalid($"__metadata__.{Short(name)} is there twice.");
        }
    }

    private SafetensorsTensor ReadTensor(ref Utf8JsonReader reader, string name)
    {
        SafetensorsType? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "dtype" when type is null && reader.TokenType == JsonTokenType.String:
                    type = SafetensorsTypes.Parse(reader.GetString()!) ?? throw Invalid($"tensor {Short(name)}: dtype {Short(reader.GetString()!)} is not supported.");
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, field, MaximumDimensions);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, field, 2);
                    break;
                default:
                    throw Invalid($"tensor {Short(name)}: {Short(field)} is unknown, doubled or of the wrong type.");
            }
        }

        if (type is not { } known || shape is null || offsets is not [var begin, var end])
            throw Invalid($"tensor {Short(name)}: dtype, shape and two data_offsets are needed.");
        var bytes = known.ByteLength(shape) ?? throw Invalid($"tensor {Short(name)}: shape [{string.Join(", ", shape)}] is more than a file can hold.");
        if (end < begin || end - begin != bytes)
            throw Invalid($"tensor {Short(name)}: data_offsets {begin} to {end} do not hold the {bytes} bytes of {known.Name()} [{string.Join(", ", shape)}].");
        return new(name, known, shape, begin, bytes);
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string name, string field, int maximum)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Invalid($"tensor {Short(name)}: {field} is no list.");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw Invalid($"tensor {Short(name)}: {field} has an entry that is no whole number from 0 up.");
            if (numbers.Count == maximum)
                throw Invalid($"tensor {Short(name)}: {field} has more than {maximum} entries.");
            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>The ranges in order of their place tile the data exactly; then their place in the file is known.</summary>
    private void CheckRanges(long fileLength)
    {
        var data = fileLength - _dataStart;
        var position = 0L;
        SafetensorsTensor? last = null;
        foreach (var tensor in _tensors.Values.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.ByteLength).ToList())
        {
            var end = tensor.Offset + tensor.ByteLength;
            if (end < 0 || end > data)
                throw Invalid($"tensor {Short(tensor.Name)}: its bytes end at {(ulong)end}, the file has {data} bytes of data. The file is cut off or damaged; fetch it again.");
            if (tensor.Offset < position)
                throw Invalid($"tensors {Short(last!.Name)} and {Short(tensor.Name)} lie over each other.");
            if (tensor.Offset > position)
                throw Invalid($"there are {tensor.Offset - position} bytes before tensor {Short(tensor.Name)} that belong to none.");
            position = end;
            last = tensor;
            _tensors[tensor.Name] = tensor with { Offset = tensor.Offset + _dataStart };
        }

        if (position != data)
            throw Invalid($"there are {data - position} bytes after the last tensor that belong to none.");
    }

    private static string Short(string name) => name.Length <= 200 ? name : string.Concat(name.AsSpan(0, 197), "...");

    private LongWriterException Invalid(string message, Exception? inner = null) => new(LongWriterError.InvalidModel, $"{_path}: {message}", inner);
}
