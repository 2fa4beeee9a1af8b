using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Where a metadata value is in a GGUF file.</summary>
internal readonly record struct GgufValue(GgufValueType Type, long Offset);

/// <summary>The metadata of a GGUF file, read where it lies when it is asked for. A missing key gives <see langword="null"/>, another type than the one asked for an error.</summary>
internal sealed class GgufMetadata(string file, MemoryMappedViewAccessor view, long length)
{
    private readonly Dictionary<string, GgufValue> _values = [];

    public IEnumerable<string> Keys => _values.Keys;

    public void Add(string key, GgufValue value)
    {
        if (!_values.TryAdd(key, value))
            throw GgufFault.Of(file, $"has two metadata values of the key {key}. The file is damaged.");
    }

    public string? Text(string key) => Find(key, GgufValueType.Text) is { } value ? Read(value, (ref GgufCursor c) => c.Text(key)) : null;

    public bool? Flag(string key) => Find(key, GgufValueType.Boolean) is { } value ? Read(value, (ref GgufCursor c) => c.Take(1, key)[0] != 0) : null;

    /// <summary>A whole number of any width.</summary>
    public long? Integer(string key, long least, long most)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        if (!IsInteger(value.Type))
            throw Unfit(key, value.Type, "a whole number");

        var number = Read(value, (ref GgufCursor c) => Integer(c.Take(GgufCursor.SizeOf(value.Type), key), value.Type));
        return number >= least && number <= most ? number : throw GgufFault.Of(file, $"{key} is {number}; {least:N0} to {most:N0} is possible.");
    }

    /// <summary>A number, whole or not, that is finite.</summary>
    public double? Number(string key)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        if (IsInteger(value.Type))
            return Integer(key, long.MinValue, long.MaxValue);

        var number = value.Type switch
        {
            GgufValueType.Float32 => Read(value, (ref GgufCursor c) => BinaryPrimitives.ReadSingleLittleEndian(c.Take(4, key))),
            GgufValueType.Float64 => Read(value, (ref GgufCursor c) => BinaryPrimitives.ReadDoubleLittleEndian(c.Take(8, key))),
            _ => throw Unfit(key, value.Type, "a number"),
        };
        return double.IsFinite(number) ? number : throw GgufFault.Of(file, $"{key} is {number}; it has to be finite.");
    }

    public IReadOnlyList<string>? Texts(string key) => Items(key, GgufValueType.Text, (ref GgufCursor c, int count) =>
    {
        var texts = new string[count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = c.Text(key);

        return texts;
    });

    public IReadOnlyList<float>? Numbers(string key) => Items(key, GgufValueType.Float32, (ref GgufCursor c, int count) => MemoryMarshal.Cast<byte, float>(c.Take(checked(4 * count), key)).ToArray());

    public IReadOnlyList<int>? Integers(string key) => Items(key, GgufValueType.Int32, (ref GgufCursor c, int count) => MemoryMarshal.Cast<byte, int>(c.Take(checked(4 * count), key)).ToArray());

    private T[]? Items<T>(string key, GgufValueType element, ArrayReader<T> read)
    {
        const int MostItems = 1 << 25;
        if (Find(key, GgufValueType.Array) is not { } value)
            return null;

        return Read(value, (ref GgufCursor c) =>
        {
            var type = c.ValueType(key);
            if (type != element)
                throw Unfit(key, type, $"an array of {element}");

            var count = c.Count(GgufCursor.SizeOf(element), $"the length of {key}");
            return count <= MostItems ? read(ref c, (int)count) : throw GgufFault.Of(file, $"{key} has {count:N0} entries, more than {MostItems:N0}. The file is damaged.");
        });
    }

    private GgufValue? Find(string key, GgufValueType type)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;

        return value.Type == type ? value : throw Unfit(key, value.Type, type.ToString());
    }

    private unsafe T Read<T>(GgufValue value, ValueReader<T> read)
    {
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var cursor = new GgufCursor(file, start + view.PointerOffset, length) { Position = value.Offset };
            return read(ref cursor);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private LongWriterException Unfit(string key, GgufValueType type, string wanted) => GgufFault.Of(file, $"{key} is of type {type}; it has to be {wanted}. The file is damaged.");

    private static bool IsInteger(GgufValueType type) => type is not (GgufValueType.Float32 or GgufValueType.Float64 or GgufValueType.Boolean or GgufValueType.Text or GgufValueType.Array);

    private static long Integer(ReadOnlySpan<byte> bytes, GgufValueType type) => type switch
    {
        GgufValueType.UInt8 => bytes[0],
        GgufValueType.Int8 => (sbyte)bytes[0],
        GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        GgufValueType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        GgufValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        GgufValueType.UInt64 => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    private delegate T ValueReader<T>(ref GgufCursor cursor);

    private delegate T[] ArrayReader<T>(ref GgufCursor cursor, int count);
}
