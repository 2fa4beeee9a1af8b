using System.Text.Json;

namespace LongWriter;

/// <summary>The names under which llama.cpp knows how a byte-level tokenizer cuts a text before its merges.</summary>
internal static class GgufPreTokenizers
{
    private const string Contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string SpelledContractions = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])";
    private const string Llama3 = Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Qwen2 = Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private const string Tekken = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The name for a tokenizer; an error where there is none.</summary>
    public static string Of(GgufTokenizerFile tokenizer, GgufFamily family)
    {
        if (tokenizer.IsTiktoken && family.Name == "chatglm")
            return "chatglm-bpe";

        // Each name also says whether a whole word that is a token is left unmerged.
        var name = (Pattern(tokenizer), tokenizer.IgnoreMerges) switch
        {
            (Llama3, true) => "llama-bpe",
            (Llama3, false) => family.Name == "chatglm" ? "chatglm-bpe" : "smaug-bpe",
            (Qwen2, false) => "qwen2",
            (Gpt2, false) => "gpt-2",
            (Tekken, true) => "tekken",
            _ => null,
        };
        if (name is not null)
            return name;

        // Without merges every byte is a token however the text is cut.
        if (tokenizer.Merges.Count == 0 && !tokenizer.IgnoreMerges)
            return "gpt-2";

        throw tokenizer.Fault("cuts texts in a way that llama.cpp has no known name for. If you know the name of this tokenizer there (tokenizer.ggml.pre), give it");
    }

    /// <summary>The expression that a name stands for, and whether a whole word that is a token is left unmerged; <see langword="null"/> for an unknown name.</summary>
    public static (string Pattern, bool WholeWords)? PatternOf(string? name) => name switch
    {
        "llama-bpe" or "llama3" or "llama-v3" => (Llama3, true),
        "chatglm-bpe" or "glm4" or "smaug-bpe" => (Llama3, false),
        "qwen2" => (Qwen2, false),
        "tekken" => (Tekken, true),
        "gpt-2" => (Gpt2, false),
        _ => null,
    };

    private static string? Pattern(GgufTokenizerFile tokenizer)
    {
        var steps = tokenizer.PreTokenizers;
        if (steps.Any(static s => GgufTokenizerFile.Type(s) == "ByteLevel" && GgufTokenizerFile.Flag(s, "add_prefix_space") == true))
            throw tokenizer.Fault("puts a space before each text (add_prefix_space), which GGUF files with byte-level BPE cannot say");
        if (steps.Count == 1 && IsByteLevel(steps[0], useRegex: true))
            return Gpt2;
        if (steps.Count != 2 || !IsByteLevel(steps[1], useRegex: false) || GgufTokenizerFile.Type(steps[0]) != "Split")
            return null;
        if (GgufTokenizerFile.Member(steps[0], "pattern") is not { } pattern || !KeepsAll(steps[0]))
            return null;

        return GgufTokenizerFile.Text(pattern, "Regex")?.Replace(SpelledContractions, Contractions, StringComparison.Ordinal);
    }

    private static bool IsByteLevel(JsonElement step, bool useRegex) => GgufTokenizerFile.Type(step) == "ByteLevel" && (GgufTokenizerFile.Flag(step, "use_regex") ?? true) == useRegex;

    private static bool KeepsAll(JsonElement split) => (GgufTokenizerFile.Text(split, "behavior"), GgufTokenizerFile.Flag(split, "invert") ?? false) is ("Isolated", _) or ("Removed", true);
}
