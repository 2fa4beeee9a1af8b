namespace LongWriter.Tests;

/// <summary>Random small checkpoints of every supported family. Nothing in them is square, one, zero or a default: such values hide mistakes.</summary>
internal static class PublishedModels
{
    public const int Vocabulary = 96;

    private const string Llama = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":96,"hidden_size":64,"intermediate_size":160,"num_hidden_layers":3,
        "num_attention_heads":6,"num_key_value_heads":2,"head_dim":32,"max_position_embeddings":512,"rms_norm_eps":3e-4,"rope_theta":20000.0,"hidden_act":"silu",
        "attention_bias":false,"mlp_bias":false,"tie_word_embeddings":false,"bos_token_id":1,"eos_token_id":2,"torch_dtype":"float32"}
        """;

    private static readonly Dictionary<string, string> Configs = new()
    {
        ["llama"] = Llama,
        ["llama-biased"] = Llama.Replace("\"attention_bias\":false,\"mlp_bias\":false", "\"attention_bias\":true,\"mlp_bias\":true", StringComparison.Ordinal),
        ["llama-tied"] = Llama.Replace("\"tie_word_embeddings\":false", "\"tie_word_embeddings\":true", StringComparison.Ordinal),
        ["llama-linear"] = Llama.Replace("\"rope_theta\"", "\"rope_scaling\":{\"type\":\"linear\",\"factor\":3.0},\"rope_theta\"", StringComparison.Ordinal),
        ["llama-3.1"] = Llama.Replace(
            "\"rope_theta\"",
            "\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":8.0,\"low_freq_factor\":1.0,\"high_freq_factor\":4.0,\"original_max_position_embeddings\":64},\"rope_theta\"",
            StringComparison.Ordinal),
        ["qwen2"] = """
            {"architectures":["Qwen2ForCausalLM"],"model_type":"qwen2","vocab_size":96,"hidden_size":96,"intermediate_size":192,"num_hidden_layers":2,
            "num_attention_heads":6,"num_key_value_heads":3,"max_position_embeddings":512,"rms_norm_eps":2e-5,"rope_theta":50000.0,"hidden_act":"silu",
            "tie_word_embeddings":true,"use_sliding_window":false,"sliding_window":64,"max_window_layers":2,"bos_token_id":1,"eos_token_id":2,"torch_dtype":"float32"}
            """,
        ["qwen3"] = """
            {"architectures":["Qwen3ForCausalLM"],"model_type":"qwen3","vocab_size":96,"hidden_size":64,"intermediate_size":96,"num_hidden_layers":2,
            "num_attention_heads":8,"num_key_value_heads":2,"head_dim":16,"max_position_embeddings":512,"rms_norm_eps":5e-5,"rope_theta":30000.0,"rope_scaling":null,
            "hidden_act":"silu","attention_bias":false,"tie_word_embeddings":false,"use_sliding_window":false,"sliding_window":null,"max_window_layers":2,
            "bos_token_id":1,"eos_token_id":2,"torch_dtype":"float32"}
            """,
        ["mistral"] = """
            {"architectures":["MistralForCausalLM"],"model_type":"mistral","vocab_size":96,"hidden_size":64,"intermediate_size":128,"num_hidden_layers":2,
            "num_attention_heads":4,"num_key_value_heads":2,"head_dim":32,"max_position_embeddings":512,"rms_norm_eps":1e-4,"rope_theta":15000.0,"hidden_act":"silu",
            "sliding_window":7,"tie_word_embeddings":false,"bos_token_id":1,"eos_token_id":2,"torch_dtype":"float32"}
            """,
        ["glm"] = """
            {"architectures":["GlmForCausalLM"],"model_type":"glm","vocab_size":96,"hidden_size":64,"intermediate_size":160,"num_hidden_layers":2,
            "num_attention_heads":4,"num_key_value_heads":2,"head_dim":32,"partial_rotary_factor":0.5,"max_position_embeddings":512,"rms_norm_eps":1.5e-6,
            "rope_theta":12000.0,"hidden_act":"silu","attention_bias":true,"attention_dropout":0.0,"tie_word_embeddings":false,"pad_token_id":3,
            "eos_token_id":[2,4,5],"torch_dtype":"float32"}
            """,
        ["chatglm"] = """
            {"architectures":["ChatGLMModel"],"model_type":"chatglm","padded_vocab_size":96,"vocab_size":96,"hidden_size":64,"ffn_hidden_size":160,"num_layers":2,"num_hidden_layers":2,
            "num_attention_heads":4,"multi_query_attention":true,"multi_query_group_num":2,"kv_channels":32,"seq_length":512,"layernorm_epsilon":1.5e-6,"rmsnorm":true,
            "rope_ratio":500,"original_rope":true,"add_bias_linear":false,"add_qkv_bias":true,"apply_query_key_layer_scaling":true,
            "apply_residual_connection_post_layernorm":false,"attention_dropout":0.0,"attention_softmax_in_fp32":true,"bias_dropout_fusion":true,"fp32_residual_connection":false,
            "hidden_dropout":0.0,"post_layer_norm":true,"tie_word_embeddings":false,"use_cache":true,"pad_token_id":3,"eos_token_id":[2,4,5],"torch_dtype":"float32"}
            """,
    };

    public static IEnumerable<string> Names => Configs.Keys;

    public static PublishedModel Create(string name, int seed = 1)
    {
        var config = Configs[name];
        var random = new Random(seed);
        var tensors = new Dictionary<string, PlainTensor>();
        var shape = PlainConfig.Read(config);
        var (hidden, inner, query, keyValue) = (shape.Hidden, shape.Inner, shape.Heads * shape.HeadDimension, shape.KeyValueHeads * shape.HeadDimension);
        if (shape.Family == "chatglm")
        {
            Matrix("transformer.embedding.word_embeddings.weight", Vocabulary, hidden);
            Vector("transformer.rotary_pos_emb.inv_freq", shape.HeadDimension / 4, 0, 1);
            for (var i = 0; i < shape.Layers; i++)
            {
                var layer = $"transformer.encoder.layers.{i}.";
                Norm(layer + "input_layernorm.weight", hidden);
                Matrix(layer + "self_attention.query_key_value.weight", query + 2 * keyValue, hidden);
                Vector(layer + "self_attention.query_key_value.bias", query + 2 * keyValue, 0, 0.4);
                Matrix(layer + "self_attention.dense.weight", hidden, query);
                Norm(layer + "post_attention_layernorm.weight", hidden);
                Matrix(layer + "mlp.dense_h_to_4h.weight", 2 * inner, hidden);
                Matrix(layer + "mlp.dense_4h_to_h.weight", hidden, inner);
            }

            Norm("transformer.encoder.final_layernorm.weight", hidden);
            Matrix("transformer.output_layer.weight", Vocabulary, hidden);
            return new(name, config, tensors);
        }

        Matrix("model.embed_tokens.weight", Vocabulary, hidden);
        for (var i = 0; i < shape.Layers; i++)
        {
            var layer = $"model.layers.{i}.";
            Norm(layer + "input_layernorm.weight", hidden);
            Linear(layer + "self_attn.q_proj", query, hidden, shape.AttentionBias);
            Linear(layer + "self_attn.k_proj", keyValue, hidden, shape.AttentionBias);
            Linear(layer + "self_attn.v_proj", keyValue, hidden, shape.AttentionBias);
            Linear(layer + "self_attn.o_proj", hidden, query, shape.OutputBias);
            if (shape.Family == "qwen3")
            {
                Norm(layer + "self_attn.q_norm.weight", shape.HeadDimension);
                Norm(layer + "self_attn.k_norm.weight", shape.HeadDimension);
            }

            Norm(layer + "post_attention_layernorm.weight", hidden);
            if (shape.Family == "glm")
            {
                Linear(layer + "mlp.gate_up_proj", 2 * inner, hidden, false);
            }
            else
            {
                Linear(layer + "mlp.gate_proj", inner, hidden, shape.FeedForwardBias);
                Linear(layer + "mlp.up_proj", inner, hidden, shape.FeedForwardBias);
            }

            Linear(layer + "mlp.down_proj", hidden, inner, shape.FeedForwardBias);
        }

        Norm("model.norm.weight", hidden);
        if (!shape.Tied)
            Matrix("lm_head.weight", Vocabulary, hidden);

        return new(name, config, tensors);

        void Linear(string path, int rows, int columns, bool bias)
        {
            Matrix(path + ".weight", rows, columns);
            if (bias)
                Vector(path + ".bias", rows, 0, 0.4);
        }

        void Matrix(string path, int rows, int columns) => tensors[path] = new([rows, columns], Values(rows * columns, 0, 1.3 / Math.Sqrt(columns)));

        void Norm(string path, int length) => Vector(path, length, 1, 0.5);

        void Vector(string path, int length, double mean, double spread) => tensors[path] = new([length], Values(length, mean, spread));

        float[] Values(int count, double mean, double spread)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = (float)(mean + spread * Math.Sqrt(3) * (2 * random.NextDouble() - 1));

            return values;
        }
    }

    public static int[] Tokens(int count, int seed = 7)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Vocabulary))];
    }
}
