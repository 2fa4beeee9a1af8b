using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Settings of a <see cref="LoopbackModelServer"/>. They are read when it starts and must not change afterwards.</summary>
public sealed class LoopbackServerOptions
{
    /// <summary>The client that answers; it stays the caller's. Default a <see cref="SimulatedChatClient"/> with seed 0.</summary>
    public IChatClient? Client { get; set; }

    /// <summary>The port on 127.0.0.1. Default 0: any free one.</summary>
    public int Port { get; set; }

    /// <summary>The models that exist. Default none: any name is accepted, and <c>simulated</c> is listed.</summary>
    public IList<string> Models { get; set; } = [];

    /// <summary>The key that calls must bring as a bearer token, or null (default) for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The field that caps the output of OpenAI-style calls. Default both.</summary>
    public ServerCapField CapField { get; set; }

    /// <summary>
    /// The model's context in tokens, or null (default) for no limit. A longer prompt is refused in the OpenAI protocol with code
    /// <c>context_length_exceeded</c>; in the Ollama protocol it limits <c>num_ctx</c>.
    /// </summary>
    public int? ContextTokens { get; set; }

    /// <summary>
    /// The <c>num_ctx</c> of Ollama calls that set none; as with the real server, longer prompts silently lose their beginning.
    /// Default 4,096 tokens.
    /// </summary>
    public int OllamaDefaultContextTokens { get; set; } = 4_096;

    /// <summary>Whether OpenAI-style messages whose content is an array of parts are refused with status 400. Default false.</summary>
    public bool RefusesContentParts { get; set; }

    /// <summary>
    /// Whether the longest common prefix with one of the last 16 prompts served is reported as cached tokens. Default true.
    /// </summary>
    public bool ReportsCachedTokens { get; set; } = true;

    /// <summary>The calls that fail. Default none.</summary>
    public FaultOptions Faults { get; set; } = new();

    /// <summary>The wait before each chunk; a call that is not streamed waits once. Default none.</summary>
    public TimeSpan LatencyPerChunk { get; set; }

    /// <summary>The clock of waits, time stamps and Retry-After dates. Default the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Called after a chunk with text has been sent, with its number within the call, from 1; the next is sent when the task ends.
    /// A call that is not streamed has one chunk. Default none.
    /// </summary>
    public Func<ServedRequest, int, Task>? OnChunk { get; set; }

    internal bool Knows(string model) =>
        Models.Count == 0 || Models.Any(m => m == model || m + ":latest" == model || m == model + ":latest");

    internal IEnumerable<string> Listed => Models.Count == 0 ? ["simulated"] : Models;
}
