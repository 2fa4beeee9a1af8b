using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace LongWriter;

/// <summary>Shapes requests: one text a message, the output cap in the fields the server reads, additional properties as fields of the body.</summary>
internal sealed class RequestShape(OutputCapField capField, bool flatten)
{
    private static readonly string[] Reserved = ["messages", "model", "stream", "stream_options"];

    public IEnumerable<ChatMessage> Prepare(IEnumerable<ChatMessage> messages) => flatten ? FlatMessages.Of(messages) : messages;

    /// <summary>A copy of the options whose raw form carries what the abstraction has no field for.</summary>
    /// <exception cref="LongWriterException">An additional property would replace a field that the adapter owns.</exception>
    public ChatOptions Prepare(ChatOptions? options)
    {
        var prepared = options?.Clone() ?? new ChatOptions();
        var fields = FieldsOf(prepared);
        var callers = prepared.RawRepresentationFactory;
        var cap = prepared.MaxOutputTokens;
        prepared.RawRepresentationFactory = client =>
        {
            var raw = callers?.Invoke(client) as ChatCompletionOptions ?? new ChatCompletionOptions();
            foreach (var (path, json) in fields)
                raw.Patch.Set(path, json);

            SetCap(raw, cap);
            return raw;
        };
        if (capField == OutputCapField.MaxTokens)
            prepared.MaxOutputTokens = null;

        return prepared;
    }

    private void SetCap(ChatCompletionOptions raw, int? cap)
    {
        // The caller's own raw options win, as they do in Microsoft.Extensions.AI.
        cap = raw.MaxOutputTokenCount ?? cap;
        if (cap is not { } tokens || capField == OutputCapField.MaxCompletionTokens)
            return;

        if (!raw.Patch.Contains("$.max_tokens"u8))
            raw.Patch.Set("$.max_tokens"u8, tokens);
        if (capField == OutputCapField.MaxTokens)
            raw.MaxOutputTokenCount = null;
    }

    private List<(byte[] Path, byte[] Json)> FieldsOf(ChatOptions options)
    {
        var fields = new List<(byte[], byte[])>();
        // OpenAI's own models know no top_k and reject it; the servers that both fields are for do.
        if (options.TopK is { } topK && capField != OutputCapField.MaxCompletionTokens)
            fields.Add((PathOf("top_k"), Encoding.UTF8.GetBytes(JsonValue.Create(topK).ToJsonString())));

        foreach (var (name, value) in options.AdditionalProperties ?? [])
        {
            // "strict" steers how Microsoft.Extensions.AI writes schemas and is no field.
            if (name == "strict" || JsonOf(value) is not { } json)
                continue;
            if (Reserved.Contains(name, StringComparer.Ordinal) || name.AsSpan().ContainsAny("'\\"))
                throw new LongWriterException(LongWriterError.InvalidRequest, $"ChatOptions.AdditionalProperties has '{name}', which cannot be set this way: the adapter sets it itself, or it is no name of a field.");

            fields.Add((PathOf(name), Encoding.UTF8.GetBytes(json)));
        }

        return fields;
    }

    private static byte[] PathOf(string name) =>
        Encoding.UTF8.GetBytes(name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $"$.{name}" : $"$['{name}']");

    /// <summary>The value as JSON; what is no JSON by itself is not for the server.</summary>
    private static string? JsonOf(object? value) => value switch
    {
        null => null,
        JsonElement element => element.GetRawText(),
        JsonNode node => node.ToJsonString(),
        string text => JsonValue.Create(text).ToJsonString(),
        bool flag => flag ? "true" : "false",
        int number => JsonValue.Create(number).ToJsonString(),
        long number => JsonValue.Create(number).ToJsonString(),
        float number when float.IsFinite(number) => JsonValue.Create(number).ToJsonString(),
        double number when double.IsFinite(number) => JsonValue.Create(number).ToJsonString(),
        decimal number => JsonValue.Create(number).ToJsonString(),
        _ => null,
    };
}
