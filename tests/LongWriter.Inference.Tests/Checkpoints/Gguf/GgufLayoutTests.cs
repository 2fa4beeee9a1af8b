namespace LongWriter.Tests;

/// <summary>Files put together by hand in the form that llama.cpp's converter gives them, and what the exporter makes of the same model.</summary>
public class GgufLayoutTests
{
    private const int Heads = 3;
    private const int Width = 8;
    private const int Hidden = 16;
    private const int Inner = 24;
    private const int Vocabulary = 11;

    private static readonly Random Numbers = new(5);

    [Fact]
    public void Rows_of_query_and_key_come_out_in_the_order_of_the_published_file()
    {
        using var folder = new TemporaryFolder();
        var (query, key) = (Values(Heads * Width * Hidden), Values(Width * Hidden));
        using var read = GgufCheckpoint.Open(Llama(Interleave(query, Heads, Hidden), Interleave(key, 1, Hidden)).Save(folder));

        Assert.Equal(query, Read(read, new(TensorNames.Query(0), Heads * Width, Hidden)));
        Assert.Equal(key, Read(read, new(TensorNames.Key(0), Width, Hidden)));
    }

    [Fact]
    public void The_exporter_puts_rows_of_query_and_key_where_the_converter_does()
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama-biased"));
        var config = weights.Config;
        using var file = GgufFile.Open(GgufModels.Export(folder, weights, GgufExportFormat.Float32));

        Assert.Equal(Interleave(weights[TensorNames.Query(1)], config.HeadCount, config.HiddenSize, config.HeadDimension), Stored(file, "blk.1.attn_q.weight"));
        Assert.Equal(Interleave(weights[TensorNames.Key(1)], config.KeyValueHeadCount, config.HiddenSize, config.HeadDimension), Stored(file, "blk.1.attn_k.weight"));
        Assert.Equal(Interleave(weights[TensorNames.BiasOf(TensorNames.Key(1))], config.KeyValueHeadCount, 1, config.HeadDimension), Stored(file, "blk.1.attn_k.bias"));
        Assert.Equal(weights[TensorNames.Value(1)], Stored(file, "blk.1.attn_v.weight"));
        Assert.Equal([64, 192], file.Tensors["blk.1.attn_q.weight"].Dimensions);
    }

    [Fact]
    public void A_fused_query_key_value_and_a_fused_gate_are_taken_apart()
    {
        using var folder = new TemporaryFolder();
        var (query, key, value) = (Values(2 * Width * Hidden), Values(Width * Hidden), Values(Width * Hidden));
        var (bias, gate, up) = (Values(4 * Width), Values(Inner * Hidden), Values(Inner * Hidden));
        var bytes = Metadata("chatglm", 2).Value("chatglm.rope.dimension_count", (uint)Width / 2)
            .Floats("blk.0.attn_qkv.weight", [.. query, .. key, .. value], Hidden, 4 * Width).Floats("blk.0.attn_qkv.bias", bias, 4 * Width)
            .Floats("blk.0.ffn_up.weight", [.. gate, .. up], Hidden, 2 * Inner);
        using var read = GgufCheckpoint.Open(Common(bytes, 2 * Width).Save(folder));

        Assert.Equal(query, Read(read, new(TensorNames.Query(0), 2 * Width, Hidden)));
        Assert.Equal(key, Read(read, new(TensorNames.Key(0), Width, Hidden)));
        Assert.Equal(value, Read(read, new(TensorNames.Value(0), Width, Hidden)));
        Assert.Equal(bias[(3 * Width)..], Read(read, new(TensorNames.BiasOf(TensorNames.Value(0)), Width, 1)));
        Assert.Equal(gate, Read(read, new(TensorNames.Gate(0), Inner, Hidden)));
        Assert.Equal(up, Read(read, new(TensorNames.Up(0), Inner, Hidden)));
        Assert.True(read.Config is { RotaryInterleaved: true, RotaryDimension: Width / 2, AttentionBias: true, TiedEmbeddings: true, Architecture: "ChatGLMModel" });
    }

    [Fact]
    public void Frequency_factors_are_what_the_file_has()
    {
        using var folder = new TemporaryFolder();
        using var read = GgufCheckpoint.Open(Llama().Floats("rope_freqs.weight", [1, 1.5f, 4, 8], Width / 2).Save(folder));

        Assert.Equal([1, 1.5f, 4, 8], Assert.IsType<FrequencyFactorsRopeScaling>(read.Config.RopeScaling).Factors);
    }

    [Fact]
    public void The_scaling_of_Llama_3_1_becomes_the_factor_of_each_frequency()
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama") with { RopeScaling = new Llama3RopeScaling(8, 1, 4, 64) });
        using var read = GgufCheckpoint.Open(GgufModels.Export(folder, weights, GgufExportFormat.Float32));

        var factors = Assert.IsType<FrequencyFactorsRopeScaling>(read.Config.RopeScaling).Factors;
        Assert.Equal(16, factors.Count);
        for (var i = 0; i < 16; i++)
        {
            // The definition by wavelengths, as it is published.
            var frequency = 1 / Math.Pow(20000, 2.0 * i / 32);
            var wavelength = 2 * Math.PI / frequency;
            var smooth = (64 / wavelength - 1) / (4 - 1);
            var scaled = wavelength > 64 ? frequency / 8 : wavelength < 16 ? frequency : (1 - smooth) * frequency / 8 + smooth * frequency;

            Assert.Equal(frequency / scaled, factors[i], 1e-5);
        }

        Assert.Contains(factors, static f => f is > 1 and < 8);
    }

    [Fact]
    public void Factors_are_written_as_they_were_read()
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama-narrow") with { RopeScaling = new FrequencyFactorsRopeScaling([1, 1.25f, 2, 3, 7]) });
        using var read = GgufCheckpoint.Open(GgufModels.Export(folder, weights, GgufExportFormat.Float32));

        Assert.Equal([1, 1.25f, 2, 3, 7], Assert.IsType<FrequencyFactorsRopeScaling>(read.Config.RopeScaling).Factors);
    }

    /// <summary>A sound llama file of one layer.</summary>
    internal static GgufBytes Llama(float[]? query = null, float[]? key = null) =>
        Common(Metadata("llama", Heads), Heads * Width)
            .Floats("blk.0.attn_q.weight", query ?? Values(Heads * Width * Hidden), Hidden, Heads * Width)
            .Floats("blk.0.attn_k.weight", key ?? Values(Width * Hidden), Hidden, Width)
            .Floats("blk.0.attn_v.weight", Values(Width * Hidden), Hidden, Width)
            .Floats("blk.0.ffn_gate.weight", Values(Inner * Hidden), Hidden, Inner)
            .Floats("blk.0.ffn_up.weight", Values(Inner * Hidden), Hidden, Inner);

    internal static float[] Values(int count)
    {
        lock (Numbers)
            return [.. Enumerable.Range(0, count).Select(static _ => (float)(Numbers.NextDouble() - 0.5))];
    }

    private static GgufBytes Metadata(string architecture, int heads) => new GgufBytes()
        .Value("general.architecture", architecture).Value("general.name", "by hand")
        .Value(architecture + ".context_length", 128u).Value(architecture + ".embedding_length", (uint)Hidden).Value(architecture + ".block_count", 1u)
        .Value(architecture + ".feed_forward_length", (uint)Inner).Value(architecture + ".attention.head_count", (uint)heads)
        .Value(architecture + ".attention.head_count_kv", 1u).Value(architecture + ".attention.key_length", (uint)Width)
        .Value(architecture + ".attention.value_length", (uint)Width).Value(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f);

    private static GgufBytes Common(GgufBytes bytes, int query) => bytes
        .Floats("token_embd.weight", Values(Vocabulary * Hidden), Hidden, Vocabulary).Floats("output_norm.weight", Values(Hidden), Hidden)
        .Floats("blk.0.attn_norm.weight", Values(Hidden), Hidden).Floats("blk.0.ffn_norm.weight", Values(Hidden), Hidden)
        .Floats("blk.0.attn_output.weight", Values(Hidden * query), (ulong)query, Hidden)
        .Floats("blk.0.ffn_down.weight", Values(Hidden * Inner), Inner, Hidden);

    /// <summary>Neighbouring rows of the result are the same row of the first and the second half of a head.</summary>
    private static float[] Interleave(float[] rows, int heads, int columns, int width = Width)
    {
        var result = new List<float>();
        for (var head = 0; head < heads; head++)
            for (var pair = 0; pair < width / 2; pair++)
                foreach (var half in new[] { 0, 1 })
                    result.AddRange(rows.Skip((head * width + half * (width / 2) + pair) * columns).Take(columns));

        return [.. result];
    }

    private static float[] Read(GgufCheckpoint read, ModelTensor tensor)
    {
        var values = new float[tensor.Rows * tensor.Columns];
        read.Read(tensor, 0, values);
        return values;
    }

    private static float[] Stored(GgufFile file, string name)
    {
        var tensor = file.Tensors[name];
        var count = (int)tensor.Dimensions.Aggregate(1L, static (product, size) => product * size);
        using var bytes = file.Map(tensor, 0, 4 * count);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = BitConverter.ToSingle(bytes.Bytes.Slice(4 * i, 4));

        return values;
    }
}
