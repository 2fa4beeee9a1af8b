namespace LongWriter.Tests;

/// <summary>What is exported reads as what went in, for every family and format.</summary>
public class GgufRoundTripTests
{
    public static TheoryData<string, GgufExportFormat> All
    {
        get
        {
            var data = new TheoryData<string, GgufExportFormat>();
            foreach (var name in GgufModels.Names)
                foreach (var format in Enum.GetValues<GgufExportFormat>())
                    data.Add(name, format);

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_model_reads_back_as_it_was_exported(string name, GgufExportFormat format)
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config(name));
        using var read = GgufCheckpoint.Open(GgufModels.Export(folder, weights, format));

        Assert.Equal(weights.Config with { StopTokenIds = [] }, read.Config with { StopTokenIds = [], RopeTheta = weights.Config.RopeTheta });
        Assert.Equal(weights.Config.StopTokenIds, read.Config.StopTokenIds);
        Assert.Equal(weights.Config.RopeTheta, read.Config.RopeTheta);
        foreach (var tensor in ModelTensor.Of(weights.Config))
        {
            var values = new float[tensor.Rows * tensor.Columns];
            read.Read(tensor, 0, values);

            Assert.Equal(Expected(weights[tensor.Name], tensor, format), values);
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("chatglm")]
    public void Rows_read_one_by_one_are_those_read_together(string name)
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config(name));
        using var read = GgufCheckpoint.Open(GgufModels.Export(folder, weights, GgufExportFormat.Float32));
        foreach (var tensor in ModelTensor.Of(weights.Config))
        {
            var row = new float[tensor.Columns];
            for (var r = 0; r < tensor.Rows; r++)
            {
                read.Read(tensor, r, row);

                Assert.Equal(weights[tensor.Name][(r * tensor.Columns)..((r + 1) * tensor.Columns)], row);
            }
        }
    }

    [Theory]
    [InlineData(GgufExportFormat.Float32)]
    [InlineData(GgufExportFormat.Int8)]
    public void Eight_bit_groups_are_those_of_the_plain_quantiser(GgufExportFormat format)
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama"));
        using var read = GgufCheckpoint.Open(GgufModels.Export(folder, weights, format));
        foreach (var tensor in ModelTensor.Of(weights.Config).Where(static t => !t.IsVector))
        {
            var (quants, scales) = (new sbyte[tensor.Rows * tensor.Columns], new float[tensor.Rows * tensor.Columns / 32]);
            read.ReadInt8(tensor, 0, quants, scales);
            for (var group = 0; group < scales.Length; group++)
            {
                var (scale, expected) = MemoryWeights.Quantize(weights[tensor.Name][(group * 32)..(group * 32 + 32)]);

                Assert.Equal(scale, scales[group]);
                Assert.Equal(expected, quants[(group * 32)..(group * 32 + 32)]);
            }
        }
    }

    [Theory]
    [InlineData(GgufExportFormat.Float32, StoredFormat.Float32)]
    [InlineData(GgufExportFormat.BFloat16, StoredFormat.BFloat16)]
    [InlineData(GgufExportFormat.Float16, StoredFormat.Float16)]
    [InlineData(GgufExportFormat.Int8, StoredFormat.Int8)]
    public void Matrices_are_stored_as_asked_and_vectors_in_full(GgufExportFormat format, StoredFormat stored)
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama-biased"));
        using var read = GgufCheckpoint.Open(GgufModels.Export(folder, weights, format));

        Assert.All(ModelTensor.Of(weights.Config), tensor => Assert.Equal(tensor.IsVector ? StoredFormat.Float32 : stored, read.FormatOf(tensor.Name)));
    }

    [Fact]
    public void Bfloat16_bits_are_the_nearest_from_every_stored_form()
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama"));
        foreach (var format in Enum.GetValues<GgufExportFormat>())
        {
            using var read = GgufCheckpoint.Open(GgufModels.Export(folder, weights, format));
            foreach (var tensor in ModelTensor.Of(weights.Config))
            {
                var bits = new ushort[tensor.Rows * tensor.Columns];
                read.ReadBFloat16(tensor, 0, bits);

                Assert.Equal(Expected(weights[tensor.Name], tensor, format).Select(MemoryWeights.Bits), bits);
            }
        }
    }

    private static float[] Expected(float[] values, ModelTensor tensor, GgufExportFormat format)
    {
        if (tensor.IsVector || format == GgufExportFormat.Float32)
            return values;
        if (format == GgufExportFormat.Float16)
            return [.. values.Select(static v => (float)(Half)v)];
        // What Q8_0 has no place for is bfloat16.
        if (format == GgufExportFormat.BFloat16 || tensor.Columns % 32 != 0)
            return [.. values.Select(static v => MemoryWeights.Wide(MemoryWeights.Bits(v)))];

        return [.. values.Chunk(32).Select(MemoryWeights.Quantize).SelectMany(static g => g.Quants.Select(q => g.Scale * q))];
    }
}
