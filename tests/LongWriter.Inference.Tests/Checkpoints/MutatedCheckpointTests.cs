namespace LongWriter.Tests;

public class MutatedCheckpointTests
{
    [Fact]
    public void Folders_with_damaged_files_give_typed_errors_or_readable_tensors()
    {
        using var model = new ModelFolder(PublishedConfigs.Qwen3, shardBytes: 20_000);
        var files = Directory.GetFiles(model.Path).Order(StringComparer.Ordinal).Select(file => (Path: file, Bytes: File.ReadAllBytes(file))).ToList();
        var (random, opened) = (new Random(77), 0);
        for (var round = 0; round < 600; round++)
        {
            var (path, bytes) = files[round % files.Count];
            // Only the first bytes of a shard: length and header.
            var head = Math.Min(bytes.Length, 700);
            File.WriteAllBytes(path, [.. Mutation.Of(bytes[..head], random, 1 + random.Next(2)), .. bytes[head..]]);
            try
            {
                using var weights = HuggingFaceCheckpoint.Open(model.Path);
                opened++;
                foreach (var tensor in ModelTensor.Of(weights.Config))
                    weights.Read(tensor, 0, new float[tensor.Rows * tensor.Columns]);
            }
            catch (LongWriterException exception)
            {
                Assert.Equal(LongWriterError.InvalidModel, exception.Error);
                Assert.Contains(model.Path, exception.Message);
            }

            File.WriteAllBytes(path, bytes);
        }

        Assert.InRange(opened, 5, 500);
    }
}
