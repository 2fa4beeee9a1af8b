namespace LongWriter;

/// <summary>A way in which a <see cref="LoopbackModelServer"/> fails a chat call.</summary>
public enum FaultKind
{
    /// <summary>Status 429 with a Retry-After header.</summary>
    RateLimited,

    /// <summary>Status 500.</summary>
    ServerError,

    /// <summary>Status 503.</summary>
    Unavailable,

    /// <summary>Headers and one chunk (none where the call is not streamed), then nothing until the client leaves.</summary>
    Stall,

    /// <summary>Some chunks, then the connection is reset.</summary>
    CutStream,

    /// <summary>Some chunks, then a clean end of the body without a finish reason.</summary>
    EarlyEnd,
}

/// <summary>
/// Which chat calls a <see cref="LoopbackModelServer"/> fails, and how. Whether a call fails depends on <see cref="Seed"/> and
/// on its arrival number alone, which counts all chat calls from 1.
/// </summary>
public sealed class FaultOptions
{
    private const int LatestChunk = 12;

    /// <summary>The seed. Default 0.</summary>
    public ulong Seed { get; set; }

    /// <summary>The share of calls that fail, 0 to 1. Default 0.</summary>
    public double Rate { get; set; }

    /// <summary>The kinds of faults, each as likely as the others (a kind listed twice twice as likely). Default all.</summary>
    public IList<FaultKind> Kinds { get; set; } = Enum.GetValues<FaultKind>();

    /// <summary>The first arrival that may fail. Default 1.</summary>
    public int FirstArrival { get; set; } = 1;

    /// <summary>The last arrival that may fail. Default none.</summary>
    public int LastArrival { get; set; } = int.MaxValue;

    /// <summary>The chunk after which a stream is cut or ends early, from 1. Default null: drawn from 1 to 12.</summary>
    public int? AtChunk { get; set; }

    /// <summary>What Retry-After says with status 429; sent in whole seconds, rounded up. Default one second.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether Retry-After is sent as an HTTP date instead of a number of seconds. Default false.</summary>
    public bool RetryAfterAsDate { get; set; }

    /// <summary>How long a stalled call is kept open at most; then its connection is reset. Default ten minutes.</summary>
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Decides for an arrival number, in place of <see cref="Rate"/> and <see cref="Kinds"/>; null for no fault. Default none.</summary>
    public Func<int, FaultKind?>? Choose { get; set; }

    internal Fault? Decide(int arrival)
    {
        if (arrival < FirstArrival || arrival > LastArrival)
            return null;

        var random = new StableRandom(StableRandom.Mix(Seed, (ulong)arrival));
        var fails = random.NextDouble() < Rate;
        var drawn = Kinds.Count == 0 ? null : (FaultKind?)Kinds[random.Next(Kinds.Count)];
        var chunk = AtChunk ?? 1 + random.Next(LatestChunk);
        var kind = Choose is null ? (fails ? drawn : null) : Choose(arrival);
        return kind is { } k ? new Fault(k, k == FaultKind.Stall ? 1 : chunk) : null;
    }
}

internal sealed record Fault(FaultKind Kind, int AtChunk);
