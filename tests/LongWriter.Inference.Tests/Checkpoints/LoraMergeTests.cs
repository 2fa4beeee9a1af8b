namespace LongWriter.Tests;

public class LoraMergeTests
{
    [Theory]
    [InlineData(SafetensorsType.F32)]
    [InlineData(SafetensorsType.BF16)]
    public void A_merged_model_is_the_model_with_the_adapter_on_top_in_its_family_s_form(SafetensorsType type)
    {
        using var model = new ModelFolder(PublishedConfigs.ChatGlm);
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(model.Path, "tokenizer.model"), "the tokenizer");
        File.WriteAllText(Path.Combine(model.Path, "notes.txt"), "no part of a model");
        var random = new Random(3);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        // Query and value of a module of 48 + 24 + 24 rows, and one that is whole.
        var parts = new Dictionary<string, (float[] Down, float[] Up)> { [TensorNames.Query(1)] = (Numbers(2 * 40), Numbers(48 * 2)), [TensorNames.Value(1)] = (Numbers(2 * 40), Numbers(24 * 2)), [TensorNames.AttentionOutput(0)] = (Numbers(2 * 48), Numbers(40 * 2)) };
        LoraWriter.Write(folder.File("adapter"), model.Config, "somewhere", 2, 3, parts);

        LoraAdapter.Merge(model.Path, folder.File("adapter"), folder.File("merged"), type);

        using var adapted = LoraAdapter.Load(HuggingFaceCheckpoint.Open(model.Path), folder.File("adapter"));
        using var merged = HuggingFaceCheckpoint.Open(folder.File("merged"));
        using var plain = HuggingFaceCheckpoint.Open(model.Path);
        foreach (var tensor in ModelTensor.Of(model.Config))
        {
            var (expected, actual, bits, expectedBits) = (new float[tensor.Rows * tensor.Columns], new float[tensor.Rows * tensor.Columns], new ushort[tensor.Rows * tensor.Columns], new ushort[tensor.Rows * tensor.Columns]);
            plain.Read(tensor, 0, expected);
            if (parts.TryGetValue(tensor.Name, out var part))
            {
                for (var i = 0; i < expected.Length; i++)
                    expected[i] += (float)(1.5 * Enumerable.Range(0, 2).Sum(k => (double)part.Up[i / tensor.Columns * 2 + k] * part.Down[k * tensor.Columns + i % tensor.Columns]));
            }

            merged.Read(tensor, 0, actual);
            Assert.All(expected.Zip(actual), x => Assert.Equal(x.First, x.Second, type == SafetensorsType.F32 ? 1e-6 : 0.01));
            adapted.ReadBFloat16(tensor, 0, expectedBits);
            merged.ReadBFloat16(tensor, 0, bits);
            Assert.Equal(expectedBits, bits);
            Assert.Equal(type == SafetensorsType.F32 ? StoredFormat.Float32 : StoredFormat.BFloat16, merged.FormatOf(tensor.Name));
        }

        Assert.Equal(["config.json", "model.safetensors", "tokenizer.model"], Directory.EnumerateFiles(folder.File("merged")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_merged_is_not_written_over()
    {
        using var model = new ModelFolder(PublishedConfigs.Mistral);
        using var folder = new TemporaryFolder();
        var values = (new float[2 * 64], new float[64 * 2]);
        LoraWriter.Write(folder.File("adapter"), model.Config, "somewhere", 2, 3, new Dictionary<string, (float[], float[])> { [TensorNames.Query(0)] = values });

        Refused(model.Path + Path.DirectorySeparatorChar, SafetensorsType.BF16, "another folder");
        Refused(folder.File("x/../adapter"), SafetensorsType.BF16, "another folder");
        Refused(folder.File("merged"), SafetensorsType.F16, "F16");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => LoraAdapter.Merge(model.Path, folder.File("adapter"), folder.File("merged"), cancellationToken: cancelled.Token));
        Assert.Equal(["config.json"], Directory.EnumerateFiles(folder.File("merged")).Select(Path.GetFileName));

        void Refused(string output, SafetensorsType type, string says)
        {
            var error = Assert.Throws<LongWriterException>(() => LoraAdapter.Merge(model.Path, folder.File("adapter"), output, type));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }
}
