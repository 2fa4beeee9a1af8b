using System.Text.Json;

namespace LongWriter;

/// <summary>Writes a byte-level tokenizer of any size, in Hugging Face's form: for models with random weights and for those that are trained from nothing.</summary>
/// <remarks>Ids 0 to 255 are the bytes; then come merges of two bytes, letters and spaces first, and of three; the last five are Llama 3's special tokens.</remarks>
public static class ByteLevelVocabulary
{
    /// <summary>The special tokens, in the order of their ids.</summary>
    public static IReadOnlyList<string> SpecialTokens { get; } = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    /// <summary>The smallest vocabulary: the bytes and the special tokens.</summary>
    public const int Smallest = 261;

    internal const string ChatTemplateText =
        "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}{% endfor %}" +
        "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}";

    // By how often they stand in prose, so that the first merges are of use.
    private static readonly byte[] Order = [.. " etaoinshrdlcumwfgypbvkxjqz,.\n\"'-ETAOINSHRDLCUMWFGYPBVKXJQZ0123456789"u8.ToArray().Concat(Enumerable.Range(0, 256).Select(value => (byte)value)).Distinct()];

    /// <summary>Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="directory">The folder; made where it is missing.</param>
    /// <param name="vocabularySize">Number of tokens, special ones included; at least <see cref="Smallest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is too small, or above four million.</exception>
    public static void Write(string directory, int vocabularySize)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vocabularySize, TokenVocabulary.Largest);
        Directory.CreateDirectory(directory);
        WriteFile(Path.Combine(directory, "tokenizer.json"), writer => WriteTokenizer(writer, vocabularySize));
        WriteFile(Path.Combine(directory, "tokenizer_config.json"), writer => WriteSettings(writer, vocabularySize));
    }

    private static void WriteFile(string path, Action<Utf8JsonWriter> write)
    {
        using var stream = File.Create(path);
        using var writer = new Utf8JsonWriter(stream, new() { Indented = true });
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    }

    private static void WriteTokenizer(Utf8JsonWriter writer, int size)
    {
        var merges = Merges().Take(size - Smallest).ToList();
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        writer.WriteStartArray("added_tokens");
        for (var i = 0; i < SpecialTokens.Count; i++)
            WriteAdded(writer, SpecialTokens[i], size - SpecialTokens.Count + i, withId: true);
        writer.WriteEndArray();
        writer.WriteNull("normalizer");
        writer.WritePropertyName("pre_tokenizer");
        writer.WriteRawValue($$"""
            {"type":"Sequence","pretokenizers":[
              {"type":"Split","pattern":{"Regex":"{{JsonEncodedText.Encode(SplitPattern.Llama3)}}"},"behavior":"Isolated","invert":false},
              {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}
            """);
        writer.WritePropertyName("post_processor");
        writer.WriteRawValue($$$"""
            {"type":"TemplateProcessing",
             "single":[{"SpecialToken":{"id":"{{{SpecialTokens[0]}}}","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
             "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
             "special_tokens":{"{{{SpecialTokens[0]}}}":{"id":"{{{SpecialTokens[0]}}}","ids":[{{{size - SpecialTokens.Count}}}],"tokens":["{{{SpecialTokens[0]}}}"] } } }
            """);
        writer.WritePropertyName("decoder");
        writer.WriteRawValue("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""");
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        writer.WriteStartObject("vocab");
        for (var value = 0; value < 256; value++)
            writer.WriteNumber(ByteLevelAlphabet.CharacterOf((byte)value).ToString(), value);
        for (var i = 0; i < merges.Count; i++)
            writer.WriteNumber(merges[i].Left + merges[i].Right, 256 + i);
        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        foreach (var (left, right) in merges)
            writer.WriteStringValue($"{left} {right}");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter writer, int size)
    {
        writer.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
        writer.WriteString("bos_token", SpecialTokens[0]);
        writer.WriteString("eos_token", SpecialTokens[4]);
        writer.WriteBoolean("clean_up_tokenization_spaces", false);
        writer.WriteString("chat_template", ChatTemplateText);
        writer.WriteStartObject("added_tokens_decoder");
        for (var i = 0; i < SpecialTokens.Count; i++)
        {
            writer.WritePropertyName($"{size - SpecialTokens.Count + i}");
            WriteAdded(writer, SpecialTokens[i], 0, withId: false);
        }

        writer.WriteEndObject();
    }

    private static void WriteAdded(Utf8JsonWriter writer, string text, int id, bool withId)
    {
        writer.WriteStartObject();
        if (withId)
            writer.WriteNumber("id", id);
        writer.WriteString("content", text);
        writer.WriteBoolean("single_word", false);
        writer.WriteBoolean("lstrip", false);
        writer.WriteBoolean("rstrip", false);
        writer.WriteBoolean("normalized", false);
        writer.WriteBoolean("special", true);
        writer.WriteEndObject();
    }

    // Pairs by the sum of their places in the order; then each of them with each byte.
    private static IEnumerable<(string Left, string Right)> Merges()
    {
        var pairs = new List<string>();
        for (var sum = 0; sum <= 510; sum++)
        {
            for (var left = Math.Max(0, sum - 255); left <= Math.Min(sum, 255); left++)
            {
                var pair = (Character(left), Character(sum - left));
                pairs.Add(pair.Item1 + pair.Item2);
                yield return pair;
            }
        }

        foreach (var pair in pairs)
        {
            for (var next = 0; next < 256; next++)
                yield return (pair, Character(next));
        }
    }

    private static string Character(int place) => ByteLevelAlphabet.CharacterOf(Order[place]).ToString();
}
