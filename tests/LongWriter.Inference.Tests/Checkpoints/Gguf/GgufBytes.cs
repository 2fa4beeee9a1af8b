using System.Text;

namespace LongWriter.Tests;

/// <summary>Builds GGUF files byte by byte from the format's definition, sound or not; none of the library's code.</summary>
internal sealed class GgufBytes
{
    private readonly List<byte[]> _values = [];
    private readonly List<(string Name, ulong[] Dimensions, uint Type, byte[] Data, ulong? Offset)> _tensors = [];

    public uint Version { get; init; } = 3;

    public int Alignment { get; init; } = 32;

    public GgufBytes Value(string key, object value)
    {
        _values.Add([.. Text(key), .. Typed(value)]);
        return this;
    }

    /// <summary>A value whose type and bytes are given as they are.</summary>
    public GgufBytes Raw(string key, uint type, params byte[] bytes)
    {
        _values.Add([.. Text(key), .. BitConverter.GetBytes(type), .. bytes]);
        return this;
    }

    public GgufBytes Tensor(string name, ulong[] dimensions, uint type, byte[] data, ulong? offset = null)
    {
        _tensors.Add((name, dimensions, type, data, offset));
        return this;
    }

    /// <summary>An F32 tensor.</summary>
    public GgufBytes Floats(string name, float[] values, params ulong[] dimensions) => Tensor(name, dimensions, 0, [.. values.SelectMany(BitConverter.GetBytes)]);

    public byte[] Build()
    {
        var bytes = new List<byte>();
        bytes.AddRange("GGUF"u8);
        bytes.AddRange(BitConverter.GetBytes(Version));
        bytes.AddRange(BitConverter.GetBytes((ulong)_tensors.Count));
        bytes.AddRange(BitConverter.GetBytes((ulong)_values.Count));
        foreach (var value in _values)
            bytes.AddRange(value);

        var data = new List<byte>();
        foreach (var tensor in _tensors)
        {
            bytes.AddRange(Text(tensor.Name));
            bytes.AddRange(BitConverter.GetBytes((uint)tensor.Dimensions.Length));
            foreach (var size in tensor.Dimensions)
                bytes.AddRange(BitConverter.GetBytes(size));

            bytes.AddRange(BitConverter.GetBytes(tensor.Type));
            bytes.AddRange(BitConverter.GetBytes(tensor.Offset ?? (ulong)data.Count));
            data.AddRange(tensor.Data);
            Pad(data);
        }

        Pad(bytes);
        return [.. bytes, .. data];
    }

    public string Save(TemporaryFolder folder, string name = "model.gguf")
    {
        File.WriteAllBytes(folder.File(name), Build());
        return folder.File(name);
    }

    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. BitConverter.GetBytes((ulong)bytes.Length), .. bytes];
    }

    /// <summary>The type's number and the value's bytes.</summary>
    public static byte[] Typed(object value) => value switch
    {
        byte v => [0, 0, 0, 0, v],
        sbyte v => [1, 0, 0, 0, (byte)v],
        ushort v => [2, 0, 0, 0, .. BitConverter.GetBytes(v)],
        short v => [3, 0, 0, 0, .. BitConverter.GetBytes(v)],
        uint v => [4, 0, 0, 0, .. BitConverter.GetBytes(v)],
        int v => [5, 0, 0, 0, .. BitConverter.GetBytes(v)],
        float v => [6, 0, 0, 0, .. BitConverter.GetBytes(v)],
        bool v => [7, 0, 0, 0, v ? (byte)1 : (byte)0],
        string v => [8, 0, 0, 0, .. Text(v)],
        ulong v => [10, 0, 0, 0, .. BitConverter.GetBytes(v)],
        long v => [11, 0, 0, 0, .. BitConverter.GetBytes(v)],
        double v => [12, 0, 0, 0, .. BitConverter.GetBytes(v)],
        // An array says its elements' type once.
        Array v => [9, 0, 0, 0, .. v.Length == 0 ? [8, 0, 0, 0] : Typed(v.GetValue(0)!)[..4], .. BitConverter.GetBytes((ulong)v.Length), .. v.Cast<object>().SelectMany(static item => Typed(item)[4..])],
        _ => throw new ArgumentException($"{value.GetType()}", nameof(value)),
    };

    private void Pad(List<byte> bytes)
    {
        while (bytes.Count % Alignment != 0)
            bytes.Add(0);
    }
}
