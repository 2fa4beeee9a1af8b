namespace LongWriter.Tests;

/// <summary>Random weights of any shape of model, in memory; conversions are plain loops in double precision.</summary>
internal sealed class MemoryWeights : ModelWeights
{
    private readonly Dictionary<string, float[]> _values = [];

    public MemoryWeights(ModelConfig config, int seed = 3)
        : base(config)
    {
        var random = new Random(seed);
        foreach (var tensor in ModelTensor.Of(config))
            _values[tensor.Name] = [.. Enumerable.Range(0, tensor.Rows * tensor.Columns).Select(_ => (float)((tensor.IsVector ? 1 : 0) + (random.NextDouble() - 0.5) * Math.Pow(10, random.NextDouble() * 2 - 2)))];
    }

    public float[] this[string name] => _values[name];

    public override StoredFormat FormatOf(string name) => StoredFormat.Float32;

    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination) => _values[tensor.Name].AsSpan(firstRow * tensor.Columns, destination.Length).CopyTo(destination);

    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination)
    {
        for (var i = 0; i < destination.Length; i++)
            destination[i] = Bits(_values[tensor.Name][firstRow * tensor.Columns + i]);
    }

    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales)
    {
        for (var group = 0; group < quants.Length / 32; group++)
        {
            var values = _values[tensor.Name].Skip(firstRow * tensor.Columns + group * 32).Take(32).ToArray();
            var (most, bytes) = Quantize(values);
            scales[group] = most;
            bytes.CopyTo(quants[(group * 32)..]);
        }
    }

    /// <summary>The plain quantiser: scale = max |w| / 127 in fp16, each weight over it to the nearest.</summary>
    public static (float Scale, sbyte[] Quants) Quantize(float[] values)
    {
        var scale = (float)(Half)(values.Max(static v => Math.Abs(v)) / 127);
        return (scale, [.. values.Select(v => scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(Math.Round((double)v / scale), -127, 127))]);
    }

    /// <summary>The nearer of the two bfloat16 numbers around a value, the even one between them.</summary>
    public static ushort Bits(float value)
    {
        var lower = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
        var (below, above) = (Wide(lower), Wide((ushort)(lower + 1)));
        var (down, up) = (Math.Abs((double)value - below), Math.Abs((double)above - value));
        return down < up || (down == up && lower % 2 == 0) ? lower : (ushort)(lower + 1);
    }

    public static float Wide(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
