using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>A chat call as both protocols mean it.</summary>
internal sealed record ChatCall(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool Streams)
{
    /// <summary>Whether a stream of the OpenAI protocol ends with the usage.</summary>
    public bool IncludesUsage { get; init; }

    /// <summary>The most tokens of a prompt.</summary>
    public int ContextTokens { get; init; } = int.MaxValue;
}

/// <summary>What is known of an answer when it ends, and what stands on each of its chunks.</summary>
internal sealed record ChatReply(string Id, string Model, DateTimeOffset Created)
{
    public string Text { get; init; } = "";

    public string? Reasoning { get; init; }

    public string FinishReason { get; init; } = "stop";

    public long InputTokens { get; init; }

    public long CachedTokens { get; init; }

    public long OutputTokens { get; init; }

    public long ReasoningTokens { get; init; }

    /// <summary>The time from the request to here.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>How chat calls and answers look on the wire.</summary>
internal abstract class ModelProtocol(LoopbackServerOptions options)
{
    protected LoopbackServerOptions Options { get; } = options;

    public abstract string ChatPath { get; }

    public abstract string StreamType { get; }

    /// <summary>Whether a prompt over the context loses its beginning instead of being refused.</summary>
    public abstract bool Truncates { get; }

    /// <summary>Reads a chat call.</summary>
    /// <exception cref="BadCallException">The protocol does not allow it.</exception>
    public abstract ChatCall Parse(JsonObject body);

    public abstract byte[] Error(BadCallException error);

    public abstract BadCallException UnknownModel(string model);

    /// <summary>A piece of the answer; the first one also opens it.</summary>
    public abstract byte[] Chunk(ChatCall call, ChatReply reply, string text, bool isReasoning, bool isFirst);

    public abstract byte[] End(ChatCall call, ChatReply reply);

    public abstract byte[] Whole(ChatCall call, ChatReply reply);

    /// <summary>Answers what is no chat call, or null where there is no such path.</summary>
    public abstract byte[]? Other(string method, string path, ReadOnlySpan<byte> body);
}
