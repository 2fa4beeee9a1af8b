using System.Text.Json;

namespace LongWriter.Tests;

/// <summary>Shapes of models that a GGUF file can hold, of every family, and a tokenizer for them.</summary>
internal static class GgufModels
{
    public const int Vocabulary = 70;

    private static readonly ModelConfig Base = new()
    {
        Architecture = "LlamaForCausalLM",
        VocabularySize = Vocabulary,
        HiddenSize = 64,
        IntermediateSize = 96,
        LayerCount = 2,
        HeadCount = 6,
        KeyValueHeadCount = 2,
        HeadDimension = 32,
        ContextLength = 512,
        NormEpsilon = 3e-4f,
        RopeTheta = 20000,
        RotaryDimension = 32,
        BosTokenId = 64,
        StopTokenIds = [65, 66, 67],
    };

    private static readonly Dictionary<string, ModelConfig> Configs = new()
    {
        ["llama"] = Base,
        ["llama-biased"] = Base with { AttentionBias = true, AttentionOutputBias = true, FeedForwardBias = true },
        ["llama-tied"] = Base with { TiedEmbeddings = true, StopTokenIds = [65] },
        ["llama-linear"] = Base with { RopeScaling = new LinearRopeScaling(4) },
        ["llama-narrow"] = Base with { HeadDimension = 10, RotaryDimension = 10 },
        ["qwen2"] = Base with { Architecture = "Qwen2ForCausalLM", HeadCount = 4, HeadDimension = 16, RotaryDimension = 16, AttentionBias = true, TiedEmbeddings = true },
        ["qwen3"] = Base with { Architecture = "Qwen3ForCausalLM", QueryKeyNorm = true },
        ["chatglm"] = Base with { Architecture = "ChatGLMModel", HeadCount = 4, HeadDimension = 16, RotaryDimension = 8, RotaryInterleaved = true, AttentionBias = true },
    };

    public static IEnumerable<string> Names => Configs.Keys;

    public static ModelConfig Config(string name) => Configs[name];

    /// <summary>A tokenizer.json of byte-level BPE: 60 letters, a merge, special tokens 64 to 67 and a plain added one; the ids from 69 on are padding.</summary>
    public static string Tokenizer(string pattern = Llama3, bool ignoreMerges = true)
    {
        // Characters from 0x100 on need no escape, and stand for themselves here.
        var letters = string.Join(',', Enumerable.Range(0, 60).Select(static i => $"\"{(char)(0x180 + i)}\":{i}"));
        return $$$"""
            {"added_tokens":[{"id":64,"content":"<|begin|>","special":true},{"id":65,"content":"<|end|>","special":true},{"id":66,"content":"<|user|>","special":false},
            {"id":67,"content":"[tool]","special":true},{"id":68,"content":"<think>","special":false}],
            "normalizer":null,"pre_tokenizer":{"type":"Sequence","pretokenizers":[
            {"type":"Split","pattern":{"Regex":"{{{JsonEncodedText.Encode(pattern)}}}"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},
            "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<|begin|>"} },{"Sequence":{"id":"A"} }]},
            "decoder":{"type":"ByteLevel"},
            "model":{"type":"BPE","ignore_merges":{{{(ignoreMerges ? "true" : "false")}}},"vocab":{ {{{letters}}},"ƀƁ":60,"ƀƁƂ":61,"ƃƄ":62},"merges":["ƀ Ɓ",["ƀƁ","Ƃ"],"ƃ Ƅ"]} }
            """;
    }

    public const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    public const string Qwen2 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>Writes the tokenizer into a folder and the model with it into a file.</summary>
    public static string Export(TemporaryFolder folder, ModelWeights weights, GgufExportFormat format)
    {
        folder.Write("tokenizer.json", Tokenizer());
        folder.Write("tokenizer_config.json", """{"bos_token":"<|begin|>","eos_token":{"content":"<|end|>"},"chat_template":"{{ messages }}"}""");
        var file = folder.File("model.gguf");
        GgufExporter.Export(weights, folder.Path, file, format);
        return file;
    }
}
