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
}
