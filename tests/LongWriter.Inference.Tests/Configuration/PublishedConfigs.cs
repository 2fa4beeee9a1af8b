namespace LongWriter.Tests;

/// <summary>Configurations in the form that each family is published in, as small as can be: heads grouped, projections not square.</summary>
internal static class PublishedConfigs
{
    public const string Llama = """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": [2, 5],
          "hidden_act": "silu", "hidden_size": 48, "initializer_range": 0.02, "intermediate_size": 112, "max_position_embeddings": 131072, "mlp_bias": false,
          "num_attention_heads": 6, "num_hidden_layers": 3, "num_key_value_heads": 2, "head_dim": 16, "pretraining_tp": 1, "rms_norm_eps": 1e-05,
          "rope_scaling": { "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3" },
          "rope_theta": 500000.0, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "transformers_version": "4.43.3", "use_cache": true, "vocab_size": 101
        }
        """;

    public const string Qwen2 = """
        {
          "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "attention_dropout": 0.0, "bos_token_id": 90, "eos_token_id": 91, "hidden_act": "silu", "hidden_size": 48,
          "initializer_range": 0.02, "intermediate_size": 80, "max_position_embeddings": 32768, "max_window_layers": 2, "num_attention_heads": 6, "num_hidden_layers": 2,
          "num_key_value_heads": 2, "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 32768, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
          "transformers_version": "4.43.1", "use_cache": true, "use_mrope": false, "use_sliding_window": false, "vocab_size": 93
        }
        """;

    public const string Qwen3 = """
        {
          "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 70, "eos_token_id": 71, "head_dim": 24,
          "hidden_act": "silu", "hidden_size": 40, "initializer_range": 0.02, "intermediate_size": 72, "max_position_embeddings": 40960, "max_window_layers": 36,
          "num_attention_heads": 4, "num_hidden_layers": 2, "num_key_value_heads": 2, "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 1000000, "sliding_window": null,
          "tie_word_embeddings": true, "torch_dtype": "bfloat16", "transformers_version": "4.51.0", "use_cache": true, "use_sliding_window": false, "vocab_size": 77
        }
        """;

    public const string Mistral = """
        {
          "architectures": ["MistralForCausalLM"], "model_type": "mistral", "bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 64, "initializer_range": 0.02,
          "intermediate_size": 96, "max_position_embeddings": 32768, "num_attention_heads": 8, "num_hidden_layers": 2, "num_key_value_heads": 2, "rms_norm_eps": 1e-05,
          "rope_theta": 10000.0, "sliding_window": 4096, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "transformers_version": "4.34.0.dev0", "use_cache": true, "vocab_size": 66
        }
        """;

    public const string Glm = """
        {
          "architectures": ["GlmForCausalLM"], "model_type": "glm", "attention_bias": true, "attention_dropout": 0.0, "eos_token_id": [41, 42, 43], "head_dim": 16, "hidden_act": "silu",
          "hidden_size": 56, "initializer_range": 0.02, "intermediate_size": 88, "max_position_embeddings": 131072, "num_attention_heads": 4, "num_hidden_layers": 2,
          "num_key_value_heads": 2, "pad_token_id": 41, "partial_rotary_factor": 0.5, "rms_norm_eps": 1.5625e-07, "rope_theta": 10000.0, "tie_word_embeddings": false,
          "torch_dtype": "bfloat16", "transformers_version": "4.47.0.dev0", "use_cache": true, "vocab_size": 59
        }
        """;

    public const string ChatGlm = """
        {
          "_name_or_path": "THUDM/glm-4-9b", "architectures": ["ChatGLMModel"], "model_type": "chatglm", "add_bias_linear": false, "add_qkv_bias": true, "apply_query_key_layer_scaling": true,
          "apply_residual_connection_post_layernorm": false, "attention_dropout": 0.0, "attention_softmax_in_fp32": true,
          "auto_map": { "AutoConfig": "configuration_chatglm.ChatGLMConfig", "AutoModel": "modeling_chatglm.ChatGLMForConditionalGeneration" }, "bias_dropout_fusion": true,
          "classifier_dropout": null, "eos_token_id": [50, 51, 52], "ffn_hidden_size": 72, "fp32_residual_connection": false, "hidden_dropout": 0.0, "hidden_size": 40, "kv_channels": 12,
          "layernorm_epsilon": 1.5625e-07, "multi_query_attention": true, "multi_query_group_num": 2, "num_attention_heads": 4, "num_hidden_layers": 2, "num_layers": 2, "original_rope": true,
          "pad_token_id": 50, "padded_vocab_size": 61, "post_layer_norm": true, "rmsnorm": true, "rope_ratio": 500, "seq_length": 131072, "tie_word_embeddings": false,
          "torch_dtype": "bfloat16", "transformers_version": "4.30.2", "use_cache": true, "vocab_size": 61
        }
        """;

    public static TheoryData<string> All => new(Llama, Qwen2, Qwen3, Mistral, Glm, ChatGlm);
}
