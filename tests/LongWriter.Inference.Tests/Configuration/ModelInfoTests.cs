using System.Text;

namespace LongWriter.Tests;

public class ModelInfoTests
{
    private const string Llama8B = """
        {"architectures":["LlamaForCausalLM"],"hidden_size":4096,"intermediate_size":14336,"max_position_embeddings":131072,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"rms_norm_eps":1e-05,"vocab_size":128256}
        """;

    private const string QwenHalfB = """
        {"architectures":["Qwen2ForCausalLM"],"hidden_size":896,"intermediate_size":4864,"max_position_embeddings":32768,"num_attention_heads":14,"num_hidden_layers":24,"num_key_value_heads":2,"rms_norm_eps":1e-06,"tie_word_embeddings":true,"vocab_size":151936}
        """;

    private const string Glm9B = """
        {"architectures":["ChatGLMModel"],"add_qkv_bias":true,"ffn_hidden_size":13696,"hidden_size":4096,"kv_channels":128,"layernorm_epsilon":1.5625e-07,"multi_query_attention":true,"multi_query_group_num":2,"num_attention_heads":32,"num_layers":40,"padded_vocab_size":151552,"rope_ratio":500,"seq_length":131072}
        """;

    // The published counts of parameters of Llama-3.1-8B, Qwen2.5-0.5B and GLM-4-9B.
    [Theory]
    [InlineData(Llama8B, 8_030_261_248, 131_072)]
    [InlineData(QwenHalfB, 494_032_768, 12_288)]
    [InlineData(Glm9B, 9_399_951_360, 40_960)]
    public void Published_models_have_their_published_sizes(string json, long parameters, long keyValueBytes)
    {
        var info = InfoOf(json);
        Assert.Equal(parameters, info.Parameters);
        Assert.Equal(keyValueBytes, info.KeyValueBytesPerToken());
        Assert.Equal(2 * keyValueBytes, info.KeyValueBytesPerToken(4));
        Assert.Equal(32_768 * keyValueBytes, info.KeyValueBytes(32_768));
        Assert.Equal(4 * parameters, info.WeightBytes(WeightFormat.Float32));
    }

    [Fact]
    public void Norms_and_biases_stay_fp32_in_every_format()
    {
        // 24 layers: two norms of 896, biases of 896 + 2 x 128; the final norm.
        const long Vectors = (24 * ((2 * 896) + 896 + 256)) + 896;
        const long Matrices = 494_032_768 - Vectors;
        var info = InfoOf(QwenHalfB);
        Assert.Equal((2 * Matrices) + (4 * Vectors), info.WeightBytes(WeightFormat.BFloat16));
        Assert.Equal(Matrices + (Matrices / 32 * 4) + (4 * Vectors), info.WeightBytes(WeightFormat.Int8));
    }

    [Fact]
    public void A_matrix_without_whole_groups_stays_bfloat16()
    {
        // Hidden size 48 and ff 112 have no whole groups of 32, the 96 inputs of the output projection have.
        var info = InfoOf(PublishedConfigs.Llama);
        const long Grouped = 3 * 48 * 96;
        const long Others = (2 * 101 * 48) + (3 * ((96 * 48) + (2 * 32 * 48) + (3 * 112 * 48)));
        const long Vectors = (3 * 2 * 48) + 48;
        Assert.Equal(Grouped + Others + Vectors, info.Parameters);
        Assert.Equal(Grouped + (Grouped / 32 * 4) + (2 * Others) + (4 * Vectors), info.WeightBytes(WeightFormat.Int8));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_figures_and_what_would_fit()
    {
        var info = InfoOf(Llama8B);
        info.EnsureFits(WeightFormat.BFloat16, 32_768, availableBytes: 24L << 30);
        var exception = Assert.Throws<LongWriterException>(() => info.EnsureFits(WeightFormat.BFloat16, 32_768, availableBytes: 16L << 30));
        Assert.Equal(LongWriterError.InsufficientMemory, exception.Error);
        Assert.Contains("14.96 GiB for its weights as BFloat16", exception.Message);
        Assert.Contains("4.00 GiB for the keys and values of 32,768 tokens", exception.Message);
        Assert.Contains("16.00 GiB are available", exception.Message);
        Assert.Contains("Int8 weights (8.41 GiB)", exception.Message);
        Assert.Contains("at most 8,5", exception.Message);
    }

    [Fact]
    public void Exactly_enough_is_enough_and_a_byte_less_is_not()
    {
        var info = InfoOf(PublishedConfigs.Qwen3);
        var needed = info.WeightBytes(WeightFormat.Float32) + info.KeyValueBytes(100, 4);
        info.EnsureFits(WeightFormat.Float32, 100, 4, needed);
        Assert.Throws<LongWriterException>(() => info.EnsureFits(WeightFormat.Float32, 100, 4, needed - 1));
        info.EnsureFits(WeightFormat.Float32, 100);
    }

    [Fact]
    public void The_largest_shapes_do_not_overflow()
    {
        var info = new ModelInfo(new()
        {
            Architecture = "LlamaForCausalLM",
            VocabularySize = 1 << 24,
            HiddenSize = 1 << 20,
            IntermediateSize = 1 << 22,
            LayerCount = 4096,
            HeadCount = 1 << 9,
            KeyValueHeadCount = 1 << 9,
            HeadDimension = 1 << 13,
            ContextLength = 1 << 30,
            NormEpsilon = 1e-5f,
            RopeTheta = 1e4,
            RotaryDimension = 1 << 13,
        });
        Assert.Equal(long.MaxValue, info.KeyValueBytes(int.MaxValue, 4));
        Assert.True(info.Parameters > 1L << 50);
        Assert.Equal(LongWriterError.InsufficientMemory, Assert.Throws<LongWriterException>(() => info.EnsureFits(WeightFormat.Int8, int.MaxValue, 4, long.MaxValue)).Error);
    }

    private static ModelInfo InfoOf(string json) => new(ModelConfigReader.Parse("config.json", Encoding.UTF8.GetBytes(json)));
}
