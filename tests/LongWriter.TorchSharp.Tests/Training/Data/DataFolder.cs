using System.Text;
using System.Text.Json.Nodes;

namespace LongWriter.Tests;

/// <summary>Data files and small tokenizers in a folder of the test's own.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lw-data-").FullName;
    private readonly TestTokenizers _tokenizers = new();

    public string At(string name) => Path.Combine(_root, name);

    public string Write(string name, params string[] lines)
    {
        File.WriteAllText(At(name), string.Concat(lines.Select(static line => line + "\n")));
        return At(name);
    }

    /// <summary>Ids 0 to 255 are the bytes, then come special tokens: what a text's ids are can be written down by hand.</summary>
    public ModelTokenizer Bytes(params string[] special)
    {
        var file = TestTokenizers.ByteLevel(TestTokenizers.ByteVocabulary([]), [], false, false, SplitPattern.Llama3, false);
        file["added_tokens"] = new JsonArray([.. special.Select(static (text, index) => TestTokenizers.Added(256 + index, text, true))]);
        file["post_processor"] = null;
        return ModelTokenizers.Load(_tokenizers.Write(file));
    }

    public ModelTokenizer ChatMl() => Bytes("<|im_start|>", "<|im_end|>", "<|endoftext|>");

    public ModelTokenizer Llama3() => Bytes("<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>");

    public ModelTokenizer Glm4() => Bytes("[gMASK]", "<sop>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>", "<|endoftext|>");

    /// <summary>Pieces with a space in front of the first word, in SentencePiece's manner.</summary>
    public ModelTokenizer Llama2() => ModelTokenizers.Load(_tokenizers.Write(TestTokenizers.Llama2(false)));

    public ModelConfig Config(int vocabulary, int context)
    {
        Directory.CreateDirectory(At("shape"));
        File.WriteAllText(Path.Combine(At("shape"), "config.json"), $$"""
            {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":{{vocabulary}},"hidden_size":32,"intermediate_size":48,"num_hidden_layers":1,
            "num_attention_heads":2,"num_key_value_heads":1,"max_position_embeddings":{{context}},"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu","tie_word_embeddings":true}
            """);
        return ModelConfigReader.Read(At("shape"));
    }

    public static int[] Utf8(string text) => [.. Encoding.UTF8.GetBytes(text).Select(static b => (int)b)];

    /// <summary>A row of one question and one answer.</summary>
    public static string Chat(string question, string answer) =>
        new JsonObject { ["messages"] = new JsonArray(Turn("user", question), Turn("assistant", answer)) }.ToJsonString();

    public static string Text(string text) => new JsonObject { ["text"] = text }.ToJsonString();

    public void Dispose()
    {
        _tokenizers.Dispose();
        Directory.Delete(_root, true);
    }

    private static JsonObject Turn(string role, string content) => new() { ["role"] = role, ["content"] = content };
}
