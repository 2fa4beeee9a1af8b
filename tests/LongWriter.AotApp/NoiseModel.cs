using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter.AotApp;

/// <summary>A small model of random weights in this process: written, loaded in several formats and asked. What it says is noise, but the same noise wherever it runs.</summary>
internal static class NoiseModel
{
    private const int Vocabulary = 320;
    private const int Tokens = 24;

    private const string Config = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":320,"hidden_size":96,"intermediate_size":160,"num_hidden_layers":2,
        "num_attention_heads":6,"num_key_value_heads":2,"max_position_embeddings":512,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu",
        "tie_word_embeddings":false,"bos_token_id":315,"eos_token_id":316}
        """;

    /// <summary>Prints the bytes that the model answers a message with, and the tokens that it goes on with from some others.</summary>
    public static async Task RunAsync(string folder, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        var config = Path.Combine(folder, "source.json");
        await File.WriteAllTextAsync(config, Config);
        RandomCheckpoint.Write(config, folder, new() { Seed = 11 });
        ByteLevelVocabulary.Write(folder, Vocabulary);
        // Twice in 8 bit: made, and read from where they are kept.
        foreach (var format in new[] { WeightFormat.Float32, WeightFormat.BFloat16, WeightFormat.Int8, WeightFormat.Int8 })
        {
            var options = new LocalModelOptions { Weights = format, QuantizedCache = Path.Combine(folder, "kept"), Loop = null };
            using var client = LocalChatClient.Load(folder, options);
            var response = await client.GetResponseAsync("Bees, 蜜蜂 🐝", new() { MaxOutputTokens = Tokens, Temperature = 1, Seed = 3 });
            var ids = string.Join(',', await TokensAsync(folder, options));
            await output.WriteLineAsync($"{format} {response.Usage?.OutputTokenCount} {response.FinishReason} {Convert.ToHexStringLower(Encoding.UTF8.GetBytes(response.Text))} {ids}");
        }

        var kept = Directory.GetFiles(Path.Combine(folder, "kept"), "*.bin", SearchOption.AllDirectories);
        await output.WriteLineAsync($"kept {kept.Length}");
    }

    // Bytes that are no text look alike in an answer; the ids do not.
    private static async Task<List<int>> TokensAsync(string folder, LocalModelOptions options)
    {
        using var model = LocalModel.Open(folder, options);
        using var decoder = ManagedDecoder.Load(model.Weights, new() { Weights = options.Weights, QuantizedCache = options.QuantizedCache });
        await using var engine = new GenerationEngine(decoder);
        var ids = new List<int>();
        await foreach (var token in engine.Start(new([1, 2, 3]) { Sampling = new() { Temperature = 1, Seed = 3 }, MaxTokens = Tokens }))
            ids.Add(token.Id);
        return ids;
    }
}
