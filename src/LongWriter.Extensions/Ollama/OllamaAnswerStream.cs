using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter;

/// <summary>An answer of Ollama's chat: one JSON object a line, the last one with <c>done</c>.</summary>
internal sealed class OllamaAnswerStream(HttpContent content, Stream inner, CancellationToken caller, OllamaErrors errors) : AnswerStream(content, inner, caller)
{
    private bool _done;

    protected override ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> line, bool terminated)
    {
        var trimmed = Trim(line);
        if (trimmed.IsEmpty)
            return default;
        if (IsHtml(trimmed.Span))
            throw Html();

        var answer = Parse(trimmed, terminated);
        if (answer["error"] is not null)
            throw errors.OfAnswer(ErrorBody.Read(answer.ToJsonString()));
        if (answer["message"] is not JsonObject)
            throw Invalid("The server's answer has a line without a message.");

        if (answer["done"] is JsonValue done && done.GetValueKind() == JsonValueKind.True)
        {
            _done = true;
            // Older servers do not say why they stopped.
            if (answer["done_reason"] is null)
            {
                answer["done_reason"] = "stop";
                return Encoding.UTF8.GetBytes(answer.ToJsonString() + "\n");
            }
        }

        var result = new byte[trimmed.Length + 1];
        trimmed.CopyTo(result);
        result[^1] = (byte)'\n';
        return result;
    }

    protected override ReadOnlyMemory<byte> End() => _done ? default : throw Cut();

    private static JsonObject Parse(ReadOnlyMemory<byte> line, bool terminated)
    {
        try
        {
            return JsonNode.Parse(line.Span) as JsonObject ?? throw Invalid("The server's answer has a line that is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw terminated ? Invalid("The server's answer has broken JSON.", exception) : Cut();
        }
    }
}
