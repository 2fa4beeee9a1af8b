using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter;

/// <summary>
/// An answer of the OpenAI protocol, as server-sent events or as one JSON object. Lines that the SDK would stumble over are
/// put right, errors and cuts inside the answer become exceptions.
/// </summary>
internal sealed class OpenAIAnswerStream(HttpContent content, Stream inner, CancellationToken caller, OpenAIErrors errors) : AnswerStream(content, inner, caller)
{
    private static readonly byte[] Done = [.. "data: [DONE]\n\n"u8];

    private Shape _shape = Shape.Unknown;
    private ArrayBufferWriter<byte>? _whole;
    private bool _finished;

    private enum Shape
    {
        Unknown,
        Events,
        Json,
    }

    protected override ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> line, bool terminated)
    {
        var trimmed = Trim(line);
        if (_shape == Shape.Unknown && !trimmed.IsEmpty)
            _shape = ShapeOf(trimmed.Span);

        if (_shape == Shape.Json)
        {
            _whole ??= new ArrayBufferWriter<byte>();
            _whole.Write(line.Span);
            _whole.Write("\n"u8);
            return default;
        }

        if (trimmed.Span.StartsWith("data:"u8))
            return TakeEvent(Trim(trimmed[5..]), terminated);

        // Older llama.cpp servers name an error by the field.
        if (trimmed.Span.StartsWith("error:"u8))
            TakeEvent(Trim(trimmed[6..]), terminated, isError: true);

        return default;
    }

    protected override ReadOnlyMemory<byte> End()
    {
        if (_shape == Shape.Json)
            return Checked(_whole!.WrittenMemory, complete: true);
        if (!_finished)
            throw Cut();

        return default;
    }

    private static Shape ShapeOf(ReadOnlySpan<byte> line)
    {
        if (IsHtml(line))
            throw Html();
        if (line[0] is (byte)'{' or (byte)'[')
            return Shape.Json;
        if (line[0] == (byte)':' || line.StartsWith("data:"u8) || line.StartsWith("event:"u8) || line.StartsWith("id:"u8) || line.StartsWith("retry:"u8) || line.StartsWith("error:"u8))
            return Shape.Events;

        throw Invalid("The server's answer is neither JSON nor a stream of events.");
    }

    private ReadOnlyMemory<byte> TakeEvent(ReadOnlyMemory<byte> data, bool terminated, bool isError = false)
    {
        if (data.IsEmpty)
            return default;

        if (data.Span.SequenceEqual("[DONE]"u8))
        {
            _finished = true;
            return Done;
        }

        if (isError)
            throw errors.OfAnswer(ErrorBody.Read(System.Text.Encoding.UTF8.GetString(data.Span)));

        var json = Checked(data, terminated);
        var result = new byte[json.Length + 8];
        "data: "u8.CopyTo(result);
        json.CopyTo(result.AsMemory(6));
        "\n\n"u8.CopyTo(result.AsSpan(result.Length - 2));
        return result;
    }

    private ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> json, bool complete)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json.Span);
        }
        catch (JsonException exception)
        {
            throw complete ? Invalid("The server's answer has broken JSON.", exception) : Cut();
        }

        if (node is not JsonObject answer)
            throw Invalid("The server's answer has JSON that is no object.");

        // Only null or absent is no error; some servers send both fields.
        if (answer["error"] is not null || answer["object"] is JsonValue kind && kind.TryGetValue(out string? name) && name == "error")
            throw errors.OfAnswer(ErrorBody.Read(answer.ToJsonString()));

        var changed = AnswerRepair.Apply(answer, out var finished, out var failed);
        if (failed is not null)
            throw new LongWriterException(LongWriterError.ServerUnavailable, $"The server gave up inside its answer (finish reason {failed}).");

        _finished |= finished;
        return changed ? System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString()) : json;
    }
}
