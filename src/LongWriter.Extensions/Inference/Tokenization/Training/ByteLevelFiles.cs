using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>The files of a trained byte-level tokenizer, in Hugging Face's form.</summary>
internal sealed class ByteLevelFiles(TokenVocabulary vocabulary, IReadOnlyList<(string Left, string Right)> merges, TokenizerPlan plan)
{
    /// <summary>Special tokens, bytes and what was learned, by id.</summary>
    public TokenVocabulary Vocabulary => vocabulary;

    /// <summary>The merges in their order.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges => merges;

    /// <summary>The special tokens and their ids.</summary>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; } =
        plan.SpecialTokens.Select((token, id) => KeyValuePair.Create(token, id)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Writes both files.</summary>
    public void Write(string directory)
    {
        AtomicFile.CreateFolder(directory);
        WriteFile(Path.Combine(directory, "tokenizer.json"), WriteTokenizer);
        WriteFile(Path.Combine(directory, "tokenizer_config.json"), WriteSettings);
    }

    private static void WriteFile(string path, Action<Utf8JsonWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    });

    private void WriteTokenizer(Utf8JsonWriter writer)
    {
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        writer.WriteStartArray("added_tokens");
        foreach (var (token, id) in SpecialTokens)
            WriteAdded(writer, token, id);
        writer.WriteEndArray();
        writer.WriteNull("normalizer");
        WriteWords(writer);
        WriteBegin(writer);
        writer.WritePropertyName("decoder");
        writer.WriteRawValue("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""");
        WriteModel(writer);
    }

    private void WriteWords(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("pre_tokenizer");
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("pretokenizers");
        writer.WriteStartObject();
        writer.WriteString("type", "Split");
        writer.WriteStartObject("pattern");
        writer.WriteString("Regex", plan.Pattern);
        writer.WriteEndObject();
        writer.WriteString("behavior", "Isolated");
        writer.WriteBoolean("invert", false);
        writer.WriteEndObject();
        if (plan.CutsDigits)
            writer.WriteRawValue("""{"type":"Digits","individual_digits":true}""");
        writer.WriteRawValue("""{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}""");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteBegin(Utf8JsonWriter writer)
    {
        if (plan.Bos is null)
        {
            writer.WriteNull("post_processor");
            return;
        }

        var bos = JsonEncodedText.Encode(plan.Bos);
        writer.WritePropertyName("post_processor");
        writer.WriteRawValue($$$"""
            {"type":"TemplateProcessing",
             "single":[{"SpecialToken":{"id":"{{{bos}}}","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
             "pair":[{"SpecialToken":{"id":"{{{bos}}}","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
             "special_tokens":{"{{{bos}}}":{"id":"{{{bos}}}","ids":[{{{SpecialTokens[plan.Bos]}}}],"tokens":["{{{bos}}}"] } } }
            """);
    }

    private void WriteModel(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        writer.WriteStartObject("vocab");
        for (var id = 0; id < vocabulary.Count; id++)
            writer.WriteNumber(vocabulary[id]!, id);
        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        foreach (var (left, right) in merges)
            writer.WriteStringValue($"{left} {right}");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
        WriteNamed(writer, "bos_token", plan.Bos);
        WriteNamed(writer, "eos_token", plan.Eos);
        WriteNamed(writer, "pad_token", plan.Pad);
        writer.WriteBoolean("clean_up_tokenization_spaces", false);
        if (plan.Template != TrainableTemplate.None)
            writer.WriteString("chat_template", plan.Template.Text);
        writer.WriteStartObject("added_tokens_decoder");
        foreach (var (token, id) in SpecialTokens)
        {
            writer.WritePropertyName($"{id}");
            WriteAdded(writer, token, null);
        }

        writer.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter writer, string name, string? token)
    {
        if (token is not null)
            writer.WriteString(name, token);
    }

    private static void WriteAdded(Utf8JsonWriter writer, string text, int? id)
    {
        writer.WriteStartObject();
        if (id is { } number)
            writer.WriteNumber("id", number);
        writer.WriteString("content", text);
        foreach (var flag in (string[])["single_word", "lstrip", "rstrip", "normalized"])
            writer.WriteBoolean(flag, false);
        writer.WriteBoolean("special", true);
        writer.WriteEndObject();
    }
}
