namespace LongWriter.Tests;

/// <summary>A model of the kind with random weights: it has every file, and writes nonsense.</summary>
internal static class TinyModelFolder
{
    private static readonly Lazy<string> Made = new(Make);

    public static string Path => Made.Value;

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("longwriter-tiny-model-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        new ByteLevelTokenizerTrainer(new() { VocabularySize = 300, Template = "chatml" }).Train(["Write a section. Write a story about the bell."]).Save(folder);
        var config = System.IO.Path.Combine(folder, "config.json");
        File.WriteAllText(config, """
            {
              "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 300, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1,
              "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 16, "max_position_embeddings": 1024, "rms_norm_eps": 1e-5, "rope_theta": 10000,
              "tie_word_embeddings": true, "hidden_act": "silu", "eos_token_id": 2, "torch_dtype": "bfloat16"
            }
            """);
        RandomCheckpoint.Write(config, folder, new() { Seed = 1, ForTraining = true });
        return folder;
    }
}
