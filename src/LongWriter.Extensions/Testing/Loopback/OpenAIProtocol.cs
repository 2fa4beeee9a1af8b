using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Chat completions of the OpenAI API, plain and as server-sent events.</summary>
internal sealed class OpenAIProtocol(LoopbackServerOptions options) : ModelProtocol(options)
{
    public override string ChatPath => "/v1/chat/completions";

    public override string StreamType => "text/event-stream";

    public override bool Truncates => false;

    public override ChatCall Parse(JsonObject body)
    {
        var model = ChatBody.String(body, "model") ?? throw new BadCallException(400, "You must provide a model parameter.", parameter: "model");
        var messages = ChatBody.Messages(body, Options.RefusesContentParts);
        if (messages.Count == 0)
            throw new BadCallException(400, "'messages' is empty.", parameter: "messages");

        var chat = new ChatOptions
        {
            ModelId = model,
            MaxOutputTokens = (int?)Math.Min(Cap(body), int.MaxValue) is var cap and < int.MaxValue ? cap : null,
            Temperature = ChatBody.Number(body, "temperature"),
            TopP = ChatBody.Number(body, "top_p"),
            Seed = ChatBody.Integer(body, "seed"),
        };
        return new ChatCall(model, messages, chat, ChatBody.Boolean(body, "stream") ?? false)
        {
            IncludesUsage = ChatBody.Boolean(body["stream_options"] as JsonObject, "include_usage") ?? false,
            ContextTokens = Options.ContextTokens ?? int.MaxValue,
        };
    }

    public override byte[] Error(BadCallException error) => ChatBody.Bytes(new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = error.Message,
            ["type"] = error.Status switch { 429 => "requests", >= 500 => "server_error", _ => "invalid_request_error" },
            ["param"] = error.Parameter,
            ["code"] = error.Code,
        },
    });

    public override BadCallException UnknownModel(string model) =>
        new(404, $"The model `{model}` does not exist or you do not have access to it.", "model_not_found", "model");

    public override byte[] Chunk(ChatCall call, ChatReply reply, string text, bool isReasoning, bool isFirst)
    {
        var delta = new JsonObject { [isReasoning ? "reasoning_content" : "content"] = text };
        if (!isFirst)
            return Event(call, reply, delta, null);

        var opening = Event(call, reply, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        return [.. opening, .. Event(call, reply, delta, null)];
    }

    public override byte[] End(ChatCall call, ChatReply reply)
    {
        var usage = Head(reply, "chat.completion.chunk");
        usage["choices"] = new JsonArray();
        usage["usage"] = Usage(reply);
        return
        [
            .. Event(call, reply, [], reply.FinishReason),
            .. call.IncludesUsage ? ChatBody.Bytes(usage, "data: ", "\n\n") : [],
            .. "data: [DONE]\n\n"u8,
        ];
    }

    public override byte[] Whole(ChatCall call, ChatReply reply)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = reply.Text, ["refusal"] = null };
        if (reply.Reasoning is not null)
            message["reasoning_content"] = reply.Reasoning;

        var body = Head(reply, "chat.completion");
        body["choices"] = new JsonArray(
            new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = reply.FinishReason });
        body["usage"] = Usage(reply);
        return ChatBody.Bytes(body);
    }

    public override byte[]? Other(string method, string path, ReadOnlySpan<byte> body)
    {
        if (method != "GET")
            return null;
        if (path == "/v1/models")
            return ChatBody.Bytes(new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. Options.Listed.Select(Model)]) });
        if (!path.StartsWith("/v1/models/", StringComparison.Ordinal))
            return null;

        var name = Uri.UnescapeDataString(path["/v1/models/".Length..]);
        return Options.Knows(name) ? ChatBody.Bytes(Model(name)) : throw UnknownModel(name);
    }

    private long Cap(JsonObject body)
    {
        var old = Options.CapField == ServerCapField.MaxCompletionTokens ? null : ChatBody.Integer(body, "max_tokens");
        var young = Options.CapField == ServerCapField.MaxTokens ? null : ChatBody.Integer(body, "max_completion_tokens");
        var cap = Math.Min(old ?? long.MaxValue, young ?? long.MaxValue);
        return cap >= 1 ? cap : throw new BadCallException(400, "The cap of the output is below one token.", parameter: "max_tokens");
    }

    private static byte[] Event(ChatCall call, ChatReply reply, JsonObject delta, string? finishReason)
    {
        var body = Head(reply, "chat.completion.chunk");
        body["choices"] = new JsonArray(
            new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason });
        if (call.IncludesUsage)
            body["usage"] = null;

        return ChatBody.Bytes(body, "data: ", "\n\n");
    }

    private static JsonObject Head(ChatReply reply, string kind) => new()
    {
        ["id"] = "chatcmpl-" + reply.Id,
        ["object"] = kind,
        ["created"] = reply.Created.ToUnixTimeSeconds(),
        ["model"] = reply.Model,
        ["system_fingerprint"] = "fp_simulated",
    };

    private static JsonObject Usage(ChatReply reply) => new()
    {
        ["prompt_tokens"] = reply.InputTokens,
        ["completion_tokens"] = reply.OutputTokens,
        ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.CachedTokens },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = reply.ReasoningTokens },
    };

    private static JsonNode Model(string name) =>
        new JsonObject { ["id"] = name, ["object"] = "model", ["created"] = 0, ["owned_by"] = "longwriter" };
}
