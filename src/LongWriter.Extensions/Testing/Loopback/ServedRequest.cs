namespace LongWriter;

/// <summary>
/// A request that a <see cref="LoopbackModelServer"/> got. While it is being served its properties change; they may be read from
/// any thread.
/// </summary>
public sealed class ServedRequest
{
    private int _chunksSent;
    private volatile bool _finished;

    internal ServedRequest(int arrival, DateTimeOffset timestamp, string method, string path, ReadOnlyMemory<byte> body)
    {
        Arrival = arrival;
        Timestamp = timestamp;
        Method = method;
        Path = path;
        Body = body;
    }

    /// <summary>The number of the chat call, from 1; 0 for other requests.</summary>
    public int Arrival { get; }

    /// <summary>When its body had been read, by the server's clock.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The bytes of the body as they came.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The texts of all messages, concatenated; empty where the body has none. Read from <see cref="Body"/> at each call.</summary>
    public string PromptText => ChatBody.TryParse(Body.Span, out var body) ? string.Concat(ChatBody.Texts(body)) : "";

    /// <summary>The model asked for, or empty.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>Whether the answer was to be streamed.</summary>
    public bool Streamed { get; internal set; }

    /// <summary>The HTTP status answered, or 0 while there is none.</summary>
    public int Status { get; internal set; }

    /// <summary>The fault that was played, or null.</summary>
    public FaultKind? Fault { get; internal set; }

    /// <summary>The wait that a Retry-After header asked for, counted from <see cref="Timestamp"/>, or null.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>The chunks with text sent so far.</summary>
    public int ChunksSent => Volatile.Read(ref _chunksSent);

    /// <summary>Whether the whole answer was sent, with its finish reason.</summary>
    public bool Finished { get => _finished; internal set => _finished = value; }

    /// <summary>What the chat client or a hook threw while the request was served, or null.</summary>
    public Exception? Failure { get; internal set; }

    internal int CountChunk() => Interlocked.Increment(ref _chunksSent);
}
