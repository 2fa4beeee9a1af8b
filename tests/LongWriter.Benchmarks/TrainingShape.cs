namespace LongWriter.Benchmarks;

/// <summary>A Llama of some size with random weights, in a folder that goes away.</summary>
internal sealed class TrainingShape(string name)
{
    public HuggingFaceCheckpoint Open(int context)
    {
        var folder = Directory.CreateTempSubdirectory("longwriter-bench").FullName;
        try
        {
            var config = Path.Combine(folder, "shape.json");
            File.WriteAllText(config, Json(Math.Max(context, 1024)));
            RandomCheckpoint.Write(config, folder);
            TorchRuntime.EnsureLoaded();
            TorchSharp.torch.set_num_threads(Environment.ProcessorCount);
            return HuggingFaceCheckpoint.Open(folder);
        }
        finally
        {
            // What is open stays readable; where a system forbids this, the folder is the user's temporary one.
            if (!OperatingSystem.IsWindows())
                Directory.Delete(folder, recursive: true);
        }
    }

    private string Json(int context)
    {
        var (hidden, inner, layers, heads, groups, vocabulary) = name switch
        {
            "30m" => (512, 1376, 8, 8, 8, 8192),
            "5m" => (256, 768, 6, 4, 2, 4096),
            _ => throw new ArgumentException($"The shape {name} is not known; take 30m or 5m."),
        };
        return $$"""
            {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":{{vocabulary}},"hidden_size":{{hidden}},"intermediate_size":{{inner}},"num_hidden_layers":{{layers}},
            "num_attention_heads":{{heads}},"num_key_value_heads":{{groups}},"head_dim":64,"max_position_embeddings":{{context}},"rms_norm_eps":1e-5,"rope_theta":10000.0,
            "hidden_act":"silu","attention_bias":false,"mlp_bias":false,"tie_word_embeddings":true,"torch_dtype":"bfloat16"}
            """;
    }
}
