using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>A request that the protocol does not allow.</summary>
internal sealed class BadCallException(int status, string message, string? code = null, string? parameter = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;

    public string? Parameter { get; } = parameter;
}

/// <summary>Reads and writes the JSON that both protocols share.</summary>
internal static class ChatBody
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out JsonObject? body)
    {
        try
        {
            body = JsonNode.Parse(bytes, null, Strict) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        return body is not null;
    }

    /// <summary>The texts of all messages, in order, message by message.</summary>
    public static IEnumerable<string> Texts(JsonObject body) =>
        body["messages"] is JsonArray messages ? messages.Select(static m => string.Concat(Contents(m as JsonObject))) : [];

    /// <summary>The messages of a chat call.</summary>
    /// <exception cref="BadCallException">There are none, or one has no role or a content that is no text.</exception>
    public static List<ChatMessage> Messages(JsonObject body, bool refusesParts)
    {
        if (body["messages"] is not JsonArray messages)
            throw new BadCallException(400, "'messages' is missing or no array.", parameter: "messages");

        var list = new List<ChatMessage>(messages.Count);
        foreach (var node in messages)
        {
            if (node is not JsonObject message || String(message, "role") is not { Length: > 0 } role)
                throw new BadCallException(400, "A message has no role.", parameter: "messages");
            if (message["content"] is JsonArray parts && (refusesParts || parts.Any(static p => p is not JsonObject o || String(o, "type") != "text")))
                throw new BadCallException(400, refusesParts ? "The content of a message must be a string." : "A part of a message is no text.", parameter: "messages");

            list.Add(new ChatMessage(new ChatRole(role), [.. Contents(message).Select(static t => new TextContent(t))]));
        }

        return list;
    }

    /// <summary>A string member, or null.</summary>
    public static string? String(JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A whole-number member, or null where it is missing.</summary>
    /// <exception cref="BadCallException">It is something else.</exception>
    public static long? Integer(JsonObject? node, string name) => node?[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        _ => throw new BadCallException(400, $"'{name}' is no whole number.", parameter: name),
    };

    /// <summary>A number member, or null where it is missing.</summary>
    /// <exception cref="BadCallException">It is something else.</exception>
    public static float? Number(JsonObject? node, string name) => node?[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<float>(out var number) => number,
        _ => throw new BadCallException(400, $"'{name}' is no number.", parameter: name),
    };

    /// <summary>A truth value, or null where it is missing.</summary>
    /// <exception cref="BadCallException">It is something else.</exception>
    public static bool? Boolean(JsonObject? node, string name) => node?[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var truth) => truth,
        _ => throw new BadCallException(400, $"'{name}' is neither true nor false.", parameter: name),
    };

    /// <summary>Writes JSON between two texts, letters of all scripts as they are.</summary>
    public static byte[] Bytes(JsonNode node, string before = "", string after = "")
    {
        using var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(before));
        using (var writer = new Utf8JsonWriter(stream, Plain))
            node.WriteTo(writer);

        stream.Write(Encoding.UTF8.GetBytes(after));
        return stream.ToArray();
    }

    private static IEnumerable<string> Contents(JsonObject? message) => message?["content"] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        JsonArray parts => parts.OfType<JsonObject>().Select(static p => String(p, "text") ?? ""),
        _ => [],
    };
}
