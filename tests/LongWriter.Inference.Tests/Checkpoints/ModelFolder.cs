using System.Runtime.InteropServices;

namespace LongWriter.Tests;

/// <summary>A random model folder of a test's own, and its tensors under the names they have in the files.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelFolder(string config, SafetensorsType type = SafetensorsType.BF16, long shardBytes = long.MaxValue) =>
        Config = RandomCheckpoint.Write(_folder.Write("source.json", config), Path, new() { Seed = 42, Type = type, MaximumShardBytes = shardBytes });

    public ModelConfig Config { get; }

    public string Path => _folder.File("model");

    /// <summary>A tensor as floats, widened number by number.</summary>
    public float[] Values(string name)
    {
        using var file = SafetensorsFile.Open(System.IO.Path.Combine(Path, "model.safetensors"));
        var tensor = file.Find(name) ?? throw new ArgumentException(name);
        var bytes = new byte[tensor.ByteLength];
        Array.Copy(File.ReadAllBytes(file.Path), tensor.Offset, bytes, 0, bytes.Length);
        return tensor.Type switch
        {
            SafetensorsType.F32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            SafetensorsType.F16 => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(value => (float)value)],
            _ => [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(bits => BitConverter.Int32BitsToSingle(bits << 16))],
        };
    }

    /// <summary>Writes the single file anew with other tensors.</summary>
    public void Rewrite(Func<IEnumerable<SafetensorsEntry>, IEnumerable<SafetensorsEntry>> change)
    {
        var path = System.IO.Path.Combine(Path, "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        List<SafetensorsEntry> entries;
        using (var file = SafetensorsFile.Open(path))
            entries = [.. file.Tensors.Select(tensor => new SafetensorsEntry(tensor.Name, tensor.Type, tensor.Shape, stream => stream.Write(bytes.AsSpan((int)tensor.Offset, (int)tensor.ByteLength))))];
        SafetensorsWriter.Write(path, change(entries));
    }

    public void Dispose() => _folder.Dispose();
}
