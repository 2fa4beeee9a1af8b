using System.Buffers.Binary;
using System.Text.Json;

namespace LongWriter.Tests;

public class SafetensorsWriterTests
{
    [Fact]
    public void A_file_has_the_bytes_that_the_format_asks_for()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsEntry.BFloat16("half", [1], new ushort[] { 0x3F80 }), SafetensorsEntry.Float32("logits", [2, 1], new[] { 1f, -2f }), SafetensorsEntry.Int64("ids", [2], new[] { 5L, -6L })], new Dictionary<string, string> { ["step"] = "12 \"ö\"" });

        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal((byte)'{', bytes[8]);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        var root = header.RootElement;
        Assert.Equal("pt", root.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal("12 \"ö\"", root.GetProperty("__metadata__").GetProperty("step").GetString());
        // Larger elements first, so that each tensor is aligned to its own.
        Assert.Equal("""{"dtype":"I64","shape":[2],"data_offsets":[0,16]}""", root.GetProperty("ids").GetRawText());
        Assert.Equal("""{"dtype":"F32","shape":[2,1],"data_offsets":[16,24]}""", root.GetProperty("logits").GetRawText());
        Assert.Equal("""{"dtype":"BF16","shape":[1],"data_offsets":[24,26]}""", root.GetProperty("half").GetRawText());
        Assert.Equal([5, 0, 0, 0, 0, 0, 0, 0, 0xFA, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0x80, 0x3F], bytes[(8 + length)..]);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        var random = new Random(3);
        var values = Enumerable.Range(0, 3_000).Select(_ => random.NextSingle()).ToArray();
        SafetensorsWriter.Write(path, [SafetensorsEntry.Float32("empty", [0, 7], default), SafetensorsEntry.Float32("v", [3, 10, 100], values)]);
        using var file = SafetensorsFile.Open(path);
        var read = new float[3_000];
        file.Read(file.Find("v")!, 0, read.AsSpan());
        Assert.Equal(values, read);
        Assert.Equal([3L, 10, 100], file.Find("v")!.Shape);
        Assert.Equal(0, file.Find("empty")!.ElementCount);
    }

    [Fact]
    public void A_failure_leaves_what_was_there_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.safetensors", "old");
        Assert.Throws<InvalidTimeZoneException>(() => SafetensorsWriter.Write(path, [new("a", SafetensorsType.F32, [1], _ => throw new InvalidTimeZoneException())]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [new("short", SafetensorsType.F32, [2], stream => stream.Write(new byte[4]))]));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_a_typed_error()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "none", "a.safetensors");
        var exception = Assert.Throws<LongWriterException>(() => SafetensorsWriter.Write(path, []));
        Assert.Equal(LongWriterError.InvalidRequest, exception.Error);
        Assert.Contains(path, exception.Message);
    }

    [Fact]
    public void Two_tensors_of_one_name_and_shapes_beyond_any_file_are_the_callers_mistake()
    {
        using var folder = new TemporaryFolder();
        var one = SafetensorsEntry.Float32("a", [1], new float[1]);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder.File("a"), [one, one]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder.File("a"), [one with { Name = "__metadata__" }]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder.File("a"), [one with { Shape = [-1] }]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder.File("a"), [one with { Shape = [1L << 40, 1L << 40] }]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_larger_than_a_shard_is_split_and_indexed()
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("model");
        var entries = Enumerable.Range(0, 5).Select(index => SafetensorsEntry.Float32($"t{index}", [index + 1], Enumerable.Repeat((float)index, index + 1).ToArray())).ToList();
        SafetensorsWriter.WriteFolder(target, entries, maximumShardBytes: 12);

        // 4 + 8 bytes, 12, 16 (more than a shard, so alone), 20.
        Assert.Equal(["model-00001-of-00004.safetensors", "model-00002-of-00004.safetensors", "model-00003-of-00004.safetensors", "model-00004-of-00004.safetensors", "model.safetensors.index.json"], Names(target));
        using (var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "model.safetensors.index.json"))))
        {
            Assert.Equal(60, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
            var map = index.RootElement.GetProperty("weight_map");
            Assert.Equal(["1", "1", "2", "3", "4"], Enumerable.Range(0, 5).Select(number => map.GetProperty($"t{number}").GetString()![10..11]));
        }

        using (var shard = SafetensorsFile.Open(Path.Combine(target, "model-00001-of-00004.safetensors")))
            Assert.Equal(["t0", "t1"], shard.Tensors.Select(tensor => tensor.Name));

        SafetensorsWriter.WriteFolder(target, entries.Take(3), maximumShardBytes: 12);
        Assert.Equal(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"], Names(target));
        SafetensorsWriter.WriteFolder(target, entries);
        Assert.Equal(["model.safetensors"], Names(target));
        SafetensorsWriter.WriteFolder(target, entries, maximumShardBytes: 30);
        Assert.Equal(["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors", "model.safetensors.index.json"], Names(target));
    }

    private static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
