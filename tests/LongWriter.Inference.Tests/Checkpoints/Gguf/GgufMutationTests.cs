namespace LongWriter.Tests;

/// <summary>Thousands of damaged files: each is read, or refused with a typed error.</summary>
public class GgufMutationTests
{
    private const int Mutations = 1200;

    [Theory]
    [InlineData("llama", 1)]
    [InlineData("chatglm", 2)]
    [InlineData("llama-biased", 3)]
    public void A_mutated_file_gives_a_typed_error_or_a_model(string name, int seed)
    {
        using var folder = new TemporaryFolder();
        var config = GgufModels.Config(name) with { HiddenSize = 32, IntermediateSize = 32, HeadCount = 2, KeyValueHeadCount = 1, HeadDimension = 16, RotaryDimension = name == "chatglm" ? 8 : 16, LayerCount = 1 };
        using var weights = new MemoryWeights(config);
        var sound = File.ReadAllBytes(GgufModels.Export(folder, weights, GgufExportFormat.Int8));
        var headerLength = Header(folder.File("model.gguf"));
        var random = new Random(seed);
        var (refused, read) = (0, 0);
        for (var i = 0; i < Mutations; i++)
        {
            var path = folder.File("mutated.gguf");
            File.WriteAllBytes(path, Mutate(sound, headerLength, random));
            try
            {
                ReadAll(path);
                read++;
            }
            catch (LongWriterException fault)
            {
                Assert.Equal(LongWriterError.InvalidModel, fault.Error);
                Assert.Contains("mutated.gguf", fault.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        // Both happen, or the mutations try nothing.
        Assert.True(refused > Mutations / 4 && read > Mutations / 50, $"{refused} refused, {read} read");
    }

    private static byte[] Mutate(byte[] sound, int headerLength, Random random)
    {
        var bytes = (byte[])sound.Clone();
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                // A length, a count or an offset that is far too large, or negative.
                BitConverter.TryWriteBytes(bytes.AsSpan(random.Next(headerLength - 8)), random.Next(3) switch { 0 => 1UL << 60, 1 => ulong.MaxValue, _ => (ulong)random.Next() });
                return bytes;
            case 2:
                for (var i = random.Next(1, 4); i > 0; i--)
                    bytes[random.Next(headerLength)] ^= (byte)(1 << random.Next(8));

                return bytes;
            default:
                var (from, count) = (random.Next(headerLength), random.Next(1, 40));
                return [.. bytes[..from], .. random.Next(2) == 0 ? [] : new byte[count], .. bytes[Math.Min(bytes.Length, from + count)..]];
        }
    }

    private static void ReadAll(string path)
    {
        using var model = GgufCheckpoint.Open(path);
        _ = GgufVocabulary.Read(model.File);
        foreach (var tensor in ModelTensor.Of(model.Config))
        {
            model.Read(tensor, 0, new float[tensor.Rows * tensor.Columns]);
            if (tensor.Columns % 32 == 0)
                model.ReadInt8(tensor, 0, new sbyte[tensor.Rows * tensor.Columns], new float[tensor.Rows * tensor.Columns / 32]);
        }
    }

    private static int Header(string path)
    {
        using var file = GgufFile.Open(path);
        return (int)file.Tensors.Values.Min(static t => t.Offset);
    }
}
