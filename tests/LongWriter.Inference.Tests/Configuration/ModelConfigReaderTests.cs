using System.Text;
using System.Text.Json.Nodes;

namespace LongWriter.Tests;

public class ModelConfigReaderTests
{
    [Fact]
    public void Llama_fields_are_carried_over()
    {
        var config = Parse(PublishedConfigs.Llama);
        Assert.Equal(("LlamaForCausalLM", 101, 48, 112, 3), (config.Architecture, config.VocabularySize, config.HiddenSize, config.IntermediateSize, config.LayerCount));
        Assert.Equal((6, 2, 16, 16, 131072), (config.HeadCount, config.KeyValueHeadCount, config.HeadDimension, config.RotaryDimension, config.ContextLength));
        Assert.Equal((96, 32, 1e-5f, 500000d), (config.QuerySize, config.KeyValueSize, config.NormEpsilon, config.RopeTheta));
        Assert.Equal(new Llama3RopeScaling(8, 1, 4, 8192), config.RopeScaling);
        Assert.False(config.RotaryInterleaved || config.AttentionBias || config.AttentionOutputBias || config.FeedForwardBias || config.QueryKeyNorm || config.TiedEmbeddings);
        Assert.Null(config.SlidingWindow);
        Assert.Equal(1, config.BosTokenId);
        Assert.Equal([2, 5], config.StopTokenIds);
    }

    [Fact]
    public void Qwen2_has_bias_on_query_key_and_value_alone()
    {
        var config = Parse(PublishedConfigs.Qwen2);
        Assert.Equal(("Qwen2ForCausalLM", 8, 8, true, 1e6), (config.Architecture, config.HeadDimension, config.RotaryDimension, config.TiedEmbeddings, config.RopeTheta));
        Assert.True(config.AttentionBias);
        Assert.False(config.AttentionOutputBias || config.FeedForwardBias || config.QueryKeyNorm);
        Assert.Null(config.SlidingWindow);
        Assert.Equal([91], config.StopTokenIds);
    }

    [Fact]
    public void Qwen3_has_query_and_key_norms_and_a_head_width_of_its_own()
    {
        var config = Parse(PublishedConfigs.Qwen3);
        Assert.Equal(("Qwen3ForCausalLM", 24, 24, 96, 48, 1e6), (config.Architecture, config.HeadDimension, config.RotaryDimension, config.QuerySize, config.KeyValueSize, config.RopeTheta));
        Assert.True(config.QueryKeyNorm && config.TiedEmbeddings);
        Assert.False(config.AttentionBias || config.AttentionOutputBias);
        Assert.True(Parse(With(PublishedConfigs.Qwen3, "attention_bias", true)) is { AttentionBias: true, AttentionOutputBias: true });
    }

    [Fact]
    public void Mistral_has_a_sliding_window_where_it_does_not_say_null()
    {
        Assert.True(Parse(PublishedConfigs.Mistral) is { Architecture: "MistralForCausalLM", SlidingWindow: 4096, HeadDimension: 8, AttentionBias: false });
        Assert.Null(Parse(With(PublishedConfigs.Mistral, "sliding_window", null)).SlidingWindow);
        Assert.Equal(4096, Parse(Without(PublishedConfigs.Mistral, "sliding_window")).SlidingWindow);
        Assert.Null(Parse(With(PublishedConfigs.Mistral, "sliding_window", 32768)).SlidingWindow);
        Assert.Equal(20, Parse(With(PublishedConfigs.Mistral, "head_dim", 20)).HeadDimension);
    }

    [Fact]
    public void Glm_rotates_half_of_a_head_in_interleaved_pairs()
    {
        var config = Parse(PublishedConfigs.Glm);
        Assert.Equal(("GlmForCausalLM", 16, 8, true, 10000d, 1.5625e-7f), (config.Architecture, config.HeadDimension, config.RotaryDimension, config.RotaryInterleaved, config.RopeTheta, config.NormEpsilon));
        Assert.True(config.AttentionBias);
        Assert.False(config.AttentionOutputBias);
        Assert.Equal(8, Parse(Without(PublishedConfigs.Glm, "partial_rotary_factor")).RotaryDimension);
        Assert.Equal([41, 42, 43], config.StopTokenIds);
    }

    [Theory]
    [InlineData("ChatGLMModel")]
    [InlineData("ChatGLMForConditionalGeneration")]
    public void Chatglm_fields_have_names_of_their_own(string architecture)
    {
        var config = Parse(With(PublishedConfigs.ChatGlm, "architectures", new JsonArray(architecture)));
        Assert.Equal(("ChatGLMModel", 61, 40, 72, 2), (config.Architecture, config.VocabularySize, config.HiddenSize, config.IntermediateSize, config.LayerCount));
        Assert.Equal((4, 2, 12, 6, true), (config.HeadCount, config.KeyValueHeadCount, config.HeadDimension, config.RotaryDimension, config.RotaryInterleaved));
        Assert.Equal((5e6, 131072, 1.5625e-7f), (config.RopeTheta, config.ContextLength, config.NormEpsilon));
        Assert.True(config.AttentionBias);
        Assert.False(config.AttentionOutputBias || config.FeedForwardBias);
        Assert.True(Parse(With(PublishedConfigs.ChatGlm, "add_bias_linear", true)) is { AttentionBias: true, AttentionOutputBias: true, FeedForwardBias: true });
        Assert.Equal(4, Parse(With(PublishedConfigs.ChatGlm, "multi_query_attention", false)).KeyValueHeadCount);
        Assert.Equal(10000, Parse(Without(PublishedConfigs.ChatGlm, "rope_ratio")).RopeTheta);
    }

    [Fact]
    public void A_file_of_the_first_llama_generation_gets_the_defaults_of_its_time()
    {
        var config = Parse(Without(Without(Without(Without(PublishedConfigs.Llama, "head_dim"), "num_key_value_heads"), "rope_theta"), "rope_scaling"));
        Assert.Equal((8, 6, 10000d, null), (config.HeadDimension, config.KeyValueHeadCount, config.RopeTheta, config.RopeScaling));
        Assert.Equal(6, Parse(With(PublishedConfigs.Mistral, "num_key_value_heads", null).Replace("\"num_attention_heads\":8", "\"num_attention_heads\":6").Replace("\"hidden_size\":64", "\"hidden_size\":48")).KeyValueHeadCount);
    }

    [Theory]
    [InlineData("""{"type": "linear", "factor": 4.0}""")]
    [InlineData("""{"rope_type": "linear", "factor": 4, "original_max_position_embeddings": 4096}""")]
    [InlineData("""{"rope_type": "linear", "type": "linear", "factor": 4, "attention_factor": 1.0}""")]
    public void Linear_scaling_is_read_in_its_forms(string scaling) =>
        Assert.Equal(new LinearRopeScaling(4), Parse(With(PublishedConfigs.Llama, "rope_scaling", JsonNode.Parse(scaling))).RopeScaling);

    [Fact]
    public void The_newer_form_keeps_all_rotary_settings_in_one_object()
    {
        var bare = Without(Without(PublishedConfigs.Llama, "rope_theta"), "rope_scaling");
        var scaled = Parse(With(bare, "rope_parameters", JsonNode.Parse("""{"rope_theta": 250000.0, "rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}""")));
        Assert.Equal((250000d, new Llama3RopeScaling(32, 1, 4, 8192)), (scaled.RopeTheta, scaled.RopeScaling));
        var plain = Parse(With(bare, "rope_parameters", JsonNode.Parse("""{"rope_theta": 5000, "rope_type": "default"}""")));
        Assert.Equal((5000d, null), (plain.RopeTheta, plain.RopeScaling));
        var glm = Parse(With(Without(PublishedConfigs.Glm, "partial_rotary_factor"), "rope_parameters", JsonNode.Parse("""{"rope_theta": 10000, "partial_rotary_factor": 0.25, "rope_type": "default"}""")));
        Assert.Equal(4, glm.RotaryDimension);
    }

    [Theory]
    [InlineData("""{"type": "yarn", "factor": 4.0}""", "yarn")]
    [InlineData("""{"rope_type": "dynamic", "factor": 4.0}""", "dynamic")]
    [InlineData("""{"rope_type": "longrope", "short_factor": [1.0]}""", "longrope")]
    [InlineData("""{"factor": 4.0}""", "rope_scaling.rope_type")]
    [InlineData("""{"rope_type": "linear"}""", "rope_scaling.factor")]
    [InlineData("""{"rope_type": "linear", "factor": -2}""", "rope_scaling.factor")]
    [InlineData("""{"rope_type": "linear", "factor": 2, "mscale": 0.7}""", "rope_scaling.mscale")]
    [InlineData("""{"rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 1, "original_max_position_embeddings": 8192}""", "rope_scaling.high_freq_factor")]
    [InlineData("""{"rope_type": "llama3", "factor": 8}""", "rope_scaling.original_max_position_embeddings")]
    [InlineData("""{"rope_type": "linear", "type": "default", "factor": 2}""", "rope_type")]
    [InlineData("""{"rope_type": "linear", "factor": 2, "rope_theta": 7}""", "rope_theta")]
    [InlineData("\"linear\"", "rope_scaling")]
    public void A_scaling_that_cannot_be_done_is_refused_by_name(string scaling, string named) =>
        AssertRefused(With(PublishedConfigs.Llama, "rope_scaling", JsonNode.Parse(scaling)), named);

    [Theory]
    [InlineData("attention_multiplier", "0.0078125")]
    [InlineData("logit_softcapping", "30.0")]
    [InlineData("num_experts", "8")]
    [InlineData("num_local_experts", "8")]
    [InlineData("quantization_config", """{"quant_method": "gptq", "bits": 4}""")]
    [InlineData("residual_multiplier", "0.22")]
    [InlineData("use_qk_norm", "true")]
    [InlineData("position_embedding_type", "\"alibi\"")]
    [InlineData("partial_rotary_factor", "0.5")]
    [InlineData("hidden_act", "\"gelu\"")]
    [InlineData("no_rope_layers", "[1, 0]")]
    public void What_would_change_the_result_is_refused_by_name(string field, string value) =>
        AssertRefused(With(PublishedConfigs.Llama, field, JsonNode.Parse(value)), field);

    [Theory]
    [InlineData("attention_multiplier", "1.0")]
    [InlineData("num_experts", "0")]
    [InlineData("quantization_config", "null")]
    [InlineData("use_qk_norm", "false")]
    [InlineData("no_rope_layers", "[]")]
    [InlineData("_name_or_path", "\"meta-llama/Meta-Llama-3.1-8B\"")]
    [InlineData("unsloth_version", "\"2024.9\"")]
    [InlineData("resid_pdrop", "0.1")]
    [InlineData("temperature", "0.6")]
    [InlineData("hidden_act", "\"swish\"")]
    public void What_says_nothing_is_no_error(string field, string value)
    {
        var config = Parse(With(PublishedConfigs.Llama, field, JsonNode.Parse(value)));
        Assert.Equal(Parse(PublishedConfigs.Llama) with { StopTokenIds = config.StopTokenIds }, config);
    }

    [Fact]
    public void Whoever_knows_better_names_the_field()
    {
        var json = With(PublishedConfigs.Llama, "house_style", "v2");
        AssertRefused(json, "house_style");
        Assert.Equal(48, ModelConfigReader.Parse("config.json", Encoding.UTF8.GetBytes(json), ["house_style"]).HiddenSize);
    }

    [Theory]
    [InlineData("rmsnorm", "false")]
    [InlineData("post_layer_norm", "false")]
    [InlineData("original_rope", "false")]
    [InlineData("apply_residual_connection_post_layernorm", "true")]
    [InlineData("pre_seq_len", "128")]
    [InlineData("quantization_bit", "4")]
    [InlineData("num_hidden_layers", "3")]
    [InlineData("multi_query_group_num", "3")]
    public void Chatglm_variants_that_are_not_supported_are_refused(string field, string value) =>
        AssertRefused(With(PublishedConfigs.ChatGlm, field, JsonNode.Parse(value)), field);

    [Theory]
    [InlineData("use_sliding_window", "true", "max_window_layers", "1", null)]
    [InlineData("use_sliding_window", "true", "max_window_layers", "0", 4096)]
    [InlineData("use_sliding_window", "true", "max_window_layers", "2", -1)]
    [InlineData("use_sliding_window", "false", "max_window_layers", "0", -1)]
    [InlineData("use_sliding_window", "true", "layer_types", """["sliding_attention", "sliding_attention"]""", 4096)]
    [InlineData("use_sliding_window", "true", "layer_types", """["full_attention", "full_attention"]""", -1)]
    [InlineData("use_sliding_window", "true", "layer_types", """["full_attention", "sliding_attention"]""", null)]
    [InlineData("use_sliding_window", "true", "layer_types", """["full_attention"]""", null)]
    [InlineData("use_sliding_window", "true", "layer_types", """["full_attention", "linear_attention"]""", null)]
    public void A_window_holds_for_all_layers_or_none(string field, string value, string second, string secondValue, int? window)
    {
        var json = With(With(With(PublishedConfigs.Qwen2, "sliding_window", 4096), field, JsonNode.Parse(value)), second, JsonNode.Parse(secondValue));
        if (window is null)
            AssertRefused(json, second == "layer_types" && !secondValue.Contains("\"full_attention\", \"sliding") ? "layer_types" : "sliding_window");
        else
            Assert.Equal(window == -1 ? null : window, Parse(json).SlidingWindow);
    }

    [Theory]
    [InlineData("hidden_size", "-48")]
    [InlineData("hidden_size", "1152921504606846976")]
    [InlineData("hidden_size", "1e400")]
    [InlineData("hidden_size", "48.5")]
    [InlineData("hidden_size", "\"48\"")]
    [InlineData("hidden_size", "true")]
    [InlineData("vocab_size", "0")]
    [InlineData("num_hidden_layers", "100000000")]
    [InlineData("num_attention_heads", "7")]
    [InlineData("num_key_value_heads", "4")]
    [InlineData("num_key_value_heads", "0")]
    [InlineData("head_dim", "15")]
    [InlineData("head_dim", "1000000000")]
    [InlineData("rms_norm_eps", "0")]
    [InlineData("rms_norm_eps", "\"NaN\"")]
    [InlineData("rope_theta", "-1")]
    [InlineData("rope_theta", "{}")]
    [InlineData("max_position_embeddings", "null")]
    [InlineData("mlp_bias", "1")]
    [InlineData("eos_token_id", "[2, 101]")]
    [InlineData("eos_token_id", "[2, -1]")]
    [InlineData("eos_token_id", "[[2]]")]
    [InlineData("bos_token_id", "101")]
    [InlineData("architectures", "[\"GPT2LMHeadModel\"]")]
    [InlineData("architectures", "\"LlamaForCausalLM\"")]
    [InlineData("architectures", "[4]")]
    [InlineData("model_type", "\"qwen2\"")]
    public void A_value_that_cannot_be_is_named(string field, string value) =>
        AssertRefused(PublishedConfigs.Llama.Replace("\"model_type\"", "\"x_pdrop\": 0, \"model_type\"") is var json && value.Contains("1e400")
            ? json.Replace("\"hidden_size\": 48", "\"hidden_size\": 1e400") : With(json, field, JsonNode.Parse(value)), field == "num_attention_heads" ? "num_key_value_heads" : field);

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var json = With(With(With(With(PublishedConfigs.Llama, "hidden_size", -1), "num_key_value_heads", 4), "logit_scale", 0.5), "vocab_size", "many");
        var message = AssertRefused(json, "hidden_size");
        Assert.Contains("num_key_value_heads", message);
        Assert.Contains("logit_scale", message);
        Assert.Contains("vocab_size", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"vocab_size\": 1, \"vocab_size\": 2}")]
    [InlineData("{\"architectures\": [\"\\ud800\"]}")]
    [InlineData("{\"\\ud800\": 1, \"architectures\": [\"LlamaForCausalLM\"]}")]
    [InlineData("{} {}")]
    [InlineData("{}")]
    public void What_is_no_configuration_is_an_error_that_names_the_file(string json) => AssertRefused(json, "config.json");

    [Fact]
    public void Deep_nesting_is_an_error() => AssertRefused(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "config.json");

    [Fact]
    public void Without_architectures_the_model_type_tells_the_family() =>
        Assert.Equal("GlmForCausalLM", Parse(Without(PublishedConfigs.Glm, "architectures")).Architecture);

    [Fact]
    public void A_missing_file_is_an_error_that_says_where()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<LongWriterException>(() => ModelConfigReader.Read(folder.Path));
        Assert.Equal(LongWriterError.InvalidModel, exception.Error);
        Assert.Contains(folder.File("config.json"), exception.Message);
    }

    [Fact]
    public void Stop_tokens_of_the_generation_defaults_are_added()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", PublishedConfigs.Llama);
        folder.Write("generation_config.json", """{"eos_token_id": [5, 9]}""");
        Assert.Equal([2, 5, 9], ModelConfigReader.Read(folder.Path).StopTokenIds);
        Assert.Equal([2, 5, 9], ModelConfigReader.Read(folder.File("config.json")).StopTokenIds);
        folder.Write("generation_config.json", """{"eos_token_id": 101}""");
        Assert.Contains("generation_config.json", Assert.Throws<LongWriterException>(() => ModelConfigReader.Read(folder.Path)).Message);
    }

    internal static string With(string json, string field, JsonNode? value)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        root[field] = value;
        return root.ToJsonString();
    }

    internal static string Without(string json, string field)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        Assert.True(root.Remove(field));
        return root.ToJsonString();
    }

    private static ModelConfig Parse(string json) => ModelConfigReader.Parse("config.json", Encoding.UTF8.GetBytes(json));

    private static string AssertRefused(string json, string named)
    {
        var exception = Assert.Throws<LongWriterException>(() => Parse(json));
        Assert.Equal(LongWriterError.InvalidModel, exception.Error);
        Assert.StartsWith("config.json: ", exception.Message);
        Assert.Contains(named, exception.Message);
        return exception.Message;
    }
}
