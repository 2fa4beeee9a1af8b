using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Ollama's own API: chat as JSON lines, tags, show, version.</summary>
internal sealed class OllamaProtocol(LoopbackServerOptions options) : ModelProtocol(options)
{
    public override string ChatPath => "/api/chat";

    public override string StreamType => "application/x-ndjson";

    public override bool Truncates => true;

    public override ChatCall Parse(JsonObject body)
    {
        var model = ChatBody.String(body, "model") ?? throw new BadCallException(400, "model is required");
        var settings = body["options"] as JsonObject;
        var chat = new ChatOptions
        {
            ModelId = model,
            Temperature = ChatBody.Number(settings, "temperature"),
            TopP = ChatBody.Number(settings, "top_p"),
            Seed = ChatBody.Integer(settings, "seed"),

            // Zero and below mean no cap.
            MaxOutputTokens = ChatBody.Integer(settings, "num_predict") is > 0 and <= int.MaxValue and var cap ? (int)cap : null,
        };
        var context = ChatBody.Integer(settings, "num_ctx") is > 0 and var asked ? asked : Options.OllamaDefaultContextTokens;
        return new ChatCall(model, ChatBody.Messages(body, refusesParts: true), chat, ChatBody.Boolean(body, "stream") ?? true)
        {
            ContextTokens = (int)Math.Min(context, Options.ContextTokens ?? int.MaxValue),
        };
    }

    public override byte[] Error(BadCallException error) => ChatBody.Bytes(new JsonObject { ["error"] = error.Message });

    public override BadCallException UnknownModel(string model) => new(404, $"model '{model}' not found");

    public override byte[] Chunk(ChatCall call, ChatReply reply, string text, bool isReasoning, bool isFirst)
    {
        var message = Message(isReasoning ? "" : text, isReasoning ? text : null);
        return ChatBody.Bytes(new JsonObject { ["model"] = reply.Model, ["created_at"] = Time(reply.Created), ["message"] = message, ["done"] = false }, after: "\n");
    }

    public override byte[] End(ChatCall call, ChatReply reply) => ChatBody.Bytes(Done(reply, Message("", null)), after: "\n");

    public override byte[] Whole(ChatCall call, ChatReply reply) => ChatBody.Bytes(Done(reply, Message(reply.Text, reply.Reasoning)));

    public override byte[]? Other(string method, string path, ReadOnlySpan<byte> body)
    {
        switch (method, path)
        {
            case ("GET", "/api/version"):
                return ChatBody.Bytes(new JsonObject { ["version"] = "0.12.0" });
            case ("GET", "/api/tags"):
                return ChatBody.Bytes(new JsonObject { ["models"] = new JsonArray([.. Options.Listed.Select(Tag)]) });
            case ("POST", "/api/show"):
                if (!ChatBody.TryParse(body, out var request) || (ChatBody.String(request, "model") ?? ChatBody.String(request, "name")) is not { } model)
                    throw new BadCallException(400, "model is required");

                return Options.Knows(model) ? ChatBody.Bytes(Show()) : throw UnknownModel(model);
            default:
                return null;
        }
    }

    private static JsonObject Message(string text, string? reasoning)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text };
        if (reasoning is not null)
            message["thinking"] = reasoning;

        return message;
    }

    private static JsonObject Done(ChatReply reply, JsonObject message)
    {
        var nanoseconds = reply.Duration.Ticks * 100;
        return new JsonObject
        {
            ["model"] = reply.Model,
            ["created_at"] = Time(reply.Created),
            ["message"] = message,
            ["done"] = true,

            // Ollama knows no other reasons.
            ["done_reason"] = reply.FinishReason == "length" ? "length" : "stop",
            ["total_duration"] = nanoseconds,
            ["load_duration"] = 0,
            ["prompt_eval_count"] = reply.InputTokens,
            ["prompt_eval_duration"] = nanoseconds / 2,
            ["eval_count"] = reply.OutputTokens,
            ["eval_duration"] = nanoseconds - (nanoseconds / 2),
        };
    }

    private static JsonNode Tag(string model)
    {
        var name = model.Contains(':', StringComparison.Ordinal) ? model : model + ":latest";
        return new JsonObject
        {
            ["name"] = name,
            ["model"] = name,
            ["modified_at"] = Time(DateTimeOffset.UnixEpoch),
            ["size"] = 1,
            ["digest"] = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name)).ToString("x16", CultureInfo.InvariantCulture),
            ["details"] = Details(),
        };
    }

    private JsonObject Show() => new()
    {
        ["modelfile"] = "FROM simulated",
        ["parameters"] = "",
        ["template"] = "{{ .Prompt }}",
        ["details"] = Details(),
        ["model_info"] = new JsonObject
        {
            ["general.architecture"] = "simulated",
            ["simulated.context_length"] = Options.ContextTokens ?? 131_072,
        },
        ["capabilities"] = new JsonArray("completion"),
        ["modified_at"] = Time(DateTimeOffset.UnixEpoch),
    };

    private static JsonObject Details() => new()
    {
        ["parent_model"] = "",
        ["format"] = "simulated",
        ["family"] = "simulated",
        ["families"] = new JsonArray("simulated"),
        ["parameter_size"] = "0",
        ["quantization_level"] = "none",
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
