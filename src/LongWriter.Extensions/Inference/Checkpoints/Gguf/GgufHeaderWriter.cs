using System.Text;

namespace LongWriter;

/// <summary>Writes the header of a GGUF file of version 3: metadata, then where the tensors are.</summary>
internal sealed class GgufHeaderWriter
{
    public const int Alignment = 32;

    private readonly MemoryStream _values = new();
    private readonly BinaryWriter _writer;
    private long _count;

    public GgufHeaderWriter() => _writer = new BinaryWriter(_values, Encoding.UTF8);

    public void Add(string key, string value)
    {
        Key(key, GgufValueType.Text);
        Text(_writer, value);
    }

    public void Add(string key, uint value)
    {
        Key(key, GgufValueType.UInt32);
        _writer.Write(value);
    }

    public void Add(string key, float value)
    {
        Key(key, GgufValueType.Float32);
        _writer.Write(value);
    }

    public void Add(string key, bool value)
    {
        Key(key, GgufValueType.Boolean);
        _writer.Write(value);
    }

    public void Add(string key, IReadOnlyList<string> values)
    {
        Array(key, GgufValueType.Text, values.Count);
        foreach (var value in values)
            Text(_writer, value);
    }

    public void Add(string key, IReadOnlyList<float> values)
    {
        Array(key, GgufValueType.Float32, values.Count);
        foreach (var value in values)
            _writer.Write(value);
    }

    public void Add(string key, IReadOnlyList<GgufTokenType> values)
    {
        Array(key, GgufValueType.Int32, values.Count);
        foreach (var value in values)
            _writer.Write((int)value);
    }

    /// <summary>Writes the header up to the first byte of the first tensor.</summary>
    public void WriteTo(Stream stream, IReadOnlyList<GgufExportTensor> tensors)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)_count);
        _writer.Flush();
        writer.Write(_values.GetBuffer().AsSpan(0, (int)_values.Length));
        long offset = 0;
        foreach (var tensor in tensors)
        {
            Text(writer, tensor.Name);
            writer.Write((uint)tensor.Dimensions.Count);
            foreach (var size in tensor.Dimensions)
                writer.Write((ulong)size);

            writer.Write(tensor.Type.Id);
            writer.Write((ulong)offset);
            offset += tensor.Bytes + PaddingAfter(tensor.Bytes);
        }

        writer.Flush();
        stream.Write(new byte[PaddingAfter(stream.Position)]);
    }

    /// <summary>How many bytes are put after so many, for what follows to be aligned.</summary>
    public static int PaddingAfter(long bytes) => (int)(-bytes & (Alignment - 1));

    private void Key(string key, GgufValueType type)
    {
        Text(_writer, key);
        _writer.Write((uint)type);
        _count++;
    }

    private void Array(string key, GgufValueType element, int count)
    {
        Key(key, GgufValueType.Array);
        _writer.Write((uint)element);
        _writer.Write((ulong)count);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
