namespace LongWriter;

/// <summary>The tensor names of GGUF files.</summary>
internal static class GgufNames
{
    public const string Embedding = "token_embd.weight";
    public const string FinalNorm = "output_norm.weight";
    public const string Head = "output.weight";
    public const string FrequencyFactors = "rope_freqs.weight";

    public static string FusedQueryKeyValue(int layer, string part) => $"blk.{layer}.attn_qkv.{part}";

    /// <summary>The name of a layer's tensor; <paramref name="part"/> is <c>weight</c> or <c>bias</c>.</summary>
    public static string Layer(int layer, string name, string part) => $"blk.{layer}.{name}.{part}";

    /// <summary>The layer and the file's name for it of each canonical name, for one number of layers.</summary>
    public static Dictionary<string, (int Layer, string Name, string Part)> OfLayers(int layers)
    {
        var names = new Dictionary<string, (int, string, string)>();
        for (var i = 0; i < layers; i++)
        {
            Add(i, TensorNames.AttentionNorm(i), "attn_norm");
            Add(i, TensorNames.Query(i), "attn_q");
            Add(i, TensorNames.Key(i), "attn_k");
            Add(i, TensorNames.Value(i), "attn_v");
            Add(i, TensorNames.AttentionOutput(i), "attn_output");
            Add(i, TensorNames.QueryNorm(i), "attn_q_norm");
            Add(i, TensorNames.KeyNorm(i), "attn_k_norm");
            Add(i, TensorNames.FeedForwardNorm(i), "ffn_norm");
            Add(i, TensorNames.Gate(i), "ffn_gate");
            Add(i, TensorNames.Up(i), "ffn_up");
            Add(i, TensorNames.Down(i), "ffn_down");
        }

        return names;

        void Add(int layer, string canonical, string name)
        {
            names[canonical] = (layer, name, "weight");
            names[TensorNames.BiasOf(canonical)] = (layer, name, "bias");
        }
    }
}
