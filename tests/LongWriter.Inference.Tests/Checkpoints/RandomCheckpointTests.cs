namespace LongWriter.Tests;

public class RandomCheckpointTests
{
    [Theory]
    [MemberData(nameof(PublishedConfigs.All), MemberType = typeof(PublishedConfigs))]
    public void Every_family_written_is_opened_again_with_sane_weights(string json)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("source.json", json);
        var model = folder.File("model");
        var config = RandomCheckpoint.Write(file, model, new() { Seed = 7 });

        Assert.Equal(json, File.ReadAllText(Path.Combine(model, "config.json")));
        using var weights = HuggingFaceCheckpoint.Open(model);
        Assert.Equal(config.Architecture, weights.Config.Architecture);
        foreach (var tensor in ModelTensor.Of(config))
        {
            Assert.Equal(StoredFormat.BFloat16, weights.FormatOf(tensor.Name));
            var values = new float[tensor.Rows * tensor.Columns];
            weights.Read(tensor, 0, values);
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            var expected = tensor.IsVector ? 0.1 : 1 / Math.Sqrt(tensor.Columns);
            Assert.InRange(deviation / expected, 0.5, 1.5);
            Assert.InRange(mean, (tensor.Name.EndsWith("norm.weight") ? 1 : 0) - expected, (tensor.Name.EndsWith("norm.weight") ? 1 : 0) + expected);
            Assert.DoesNotContain(0f, values);
        }
    }

    [Fact]
    public void Weights_to_begin_training_with_are_wider_in_a_narrow_model()
    {
        using var folder = new TemporaryFolder();
        var config = RandomCheckpoint.Write(folder.Write("source.json", PublishedConfigs.Llama), folder.Path, new() { Seed = 7, ForTraining = true, Type = SafetensorsType.F32 });
        using var weights = HuggingFaceCheckpoint.Open(folder.Path);
        foreach (var tensor in ModelTensor.Of(config))
        {
            var values = new float[tensor.Rows * tensor.Columns];
            weights.Read(tensor, 0, values);
            if (tensor.IsVector)
            {
                Assert.All(values, value => Assert.Equal(tensor.Name.EndsWith("norm.weight") ? 1 : 0, value));
                continue;
            }

            var added = tensor.Name.EndsWith("o_proj.weight") || tensor.Name.EndsWith("down_proj.weight");
            var expected = Math.Sqrt(2.0 / 5 / config.HiddenSize) / (added ? Math.Sqrt(2 * config.LayerCount) : 1);
            Assert.InRange(Math.Sqrt(values.Average(value => (double)value * value)) / expected, 0.9, 1.1);
        }
    }

    [Fact]
    public void One_seed_gives_the_same_bytes_and_another_others()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("source.json", PublishedConfigs.Qwen3);
        var bytes = new List<byte[]>();
        foreach (var seed in new ulong[] { 3, 3, 4 })
        {
            RandomCheckpoint.Write(file, folder.File($"m{bytes.Count}"), new() { Seed = seed });
            bytes.Add(File.ReadAllBytes(Path.Combine(folder.File($"m{bytes.Count}"), "model.safetensors")));
        }

        Assert.Equal(bytes[0], bytes[1]);
        Assert.NotEqual(bytes[0], bytes[2]);
    }

    // Computed by hand in another language from the definition: FNV-1a of the name, SplitMix64 of the index, the sum of its four 16-bit parts.
    [Theory]
    [InlineData("model.norm.weight", new ushort[] { 0x3F80, 0x3F84, 0x3F53, 0x3F90, 0x3F73, 0x3F88 })]
    [InlineData("model.embed_tokens.weight", new ushort[] { 0xBBAC, 0xBE3D, 0xBD05, 0x3E13, 0xBE01, 0xBE0C })]
    public void The_weights_of_a_seed_are_the_same_everywhere(string name, ushort[] first)
    {
        using var folder = new TemporaryFolder();
        RandomCheckpoint.Write(folder.Write("source.json", PublishedConfigs.Llama), folder.Path, new() { Seed = 7 });
        using var file = SafetensorsFile.Open(folder.File("model.safetensors"));
        var bits = new ushort[first.Length];
        file.Read(file.Find(name)!, 0, bits.AsSpan());
        Assert.Equal(first, bits);
    }

    [Fact]
    public void A_type_that_holds_no_weights_is_the_callers_mistake()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("source.json", PublishedConfigs.Llama);
        Assert.Throws<ArgumentException>(() => RandomCheckpoint.Write(file, folder.File("model"), new() { Type = SafetensorsType.I8 }));
        Assert.False(Directory.Exists(folder.File("model")));
    }
}
