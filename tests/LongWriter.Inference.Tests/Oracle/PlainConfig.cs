using System.Text.Json;

namespace LongWriter.Tests;

/// <summary>What a published config.json says, read for the plain model alone.</summary>
internal sealed record PlainConfig(
    string Family, int Hidden, int Inner, int Layers, int Heads, int KeyValueHeads, int HeadDimension, int RotaryDimension, bool Interleaved,
    double Epsilon, double Theta, bool AttentionBias, bool OutputBias, bool FeedForwardBias, bool Tied, int? Window, JsonElement? Scaling)
{
    public static PlainConfig Read(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        var family = root.GetProperty("model_type").GetString()!;
        var heads = Int("num_attention_heads");
        if (family == "chatglm")
        {
            var width = Int("kv_channels");
            return new(family, Int("hidden_size"), Int("ffn_hidden_size"), Int("num_layers"), heads, Int("multi_query_group_num"), width, width / 2, true,
                Number("layernorm_epsilon"), 10000 * Number("rope_ratio"), true, false, false, false, null, null);
        }

        var dimension = root.TryGetProperty("head_dim", out _) ? Int("head_dim") : Int("hidden_size") / heads;
        var biased = Flag("attention_bias");
        return new(family, Int("hidden_size"), Int("intermediate_size"), Int("num_hidden_layers"), heads, Int("num_key_value_heads"), dimension,
            family == "glm" ? (int)(dimension * Number("partial_rotary_factor")) : dimension, family == "glm",
            Number("rms_norm_eps"), Number("rope_theta"), biased || family == "qwen2", biased && family == "llama", Flag("mlp_bias"), Flag("tie_word_embeddings"),
            family == "mistral" ? Int("sliding_window") : null,
            root.TryGetProperty("rope_scaling", out var scaling) && scaling.ValueKind == JsonValueKind.Object ? scaling : null);

        int Int(string name) => root.GetProperty(name).GetInt32();
        double Number(string name) => root.GetProperty(name).GetDouble();
        bool Flag(string name) => root.TryGetProperty(name, out var value) && value.GetBoolean();
    }
}
