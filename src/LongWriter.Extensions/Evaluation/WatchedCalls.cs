using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Calls of a chat client outside of a writing run: retried, watched and limited as the writer's own calls are.</summary>
internal sealed class WatchedCalls(IChatClient client, ResilienceOptions resilience, Action<WritingNotice>? onNotice, TimeProvider time)
{
    private readonly CallPolicy _policy = new(resilience, time);

    /// <summary>The model that the client says it asks.</summary>
    public string? Model => (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    /// <exception cref="LongWriterException">The provider failed, also when asked again.</exception>
    public async Task<ChatResponse> AskAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        if (options.MaxOutputTokens is { } cap && client.GetService(typeof(ModelLimits)) is ModelLimits { MaxOutputTokens: { } most })
            options.MaxOutputTokens = Math.Min(cap, most);
        return await _policy.RetryAsync(
            token => _policy.ThroughBreakerAsync(client, t => OnceAsync(messages, options, t), token),
            new AttemptCounter(resilience.MaxAttempts),
            onNotice ?? (static _ => { }),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A seed that depends on nothing but what is given, the same on every machine.</summary>
    public static long SeedOf(long seed, string id, int sample, string purpose) =>
        BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}\0{id}\0{sample}\0{purpose}"))).AsSpan(0, 4)) & int.MaxValue;

    private async ValueTask<ChatResponse> OnceAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        using var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        var updates = new List<ChatResponseUpdate>();
        // Streamed, so that the watchdogs see a long answer grow.
        var stream = new WatchedStream(client, messages, options, resilience, time, cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        while (await stream.NextAsync().ConfigureAwait(false) is { } update)
            updates.Add(update);

        var response = updates.ToChatResponse();
        return response.FinishReason is null && resilience.RequireFinishReason
            ? throw new LongWriterException(LongWriterError.ServerUnavailable, "The answer ended without a finish reason, so it was cut off on the way. For a client that never reports one set Resilience.RequireFinishReason to false.")
            : response;
    }

    private async ValueTask<RateLimitLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        if (resilience.Limiter is not { } limiter)
            return null;

        var lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (lease.IsAcquired)
            return lease;

        lease.Dispose();
        throw new LongWriterException(LongWriterError.RateLimited, "The configured limiter refuses the call; give it a queue or more permits.");
    }
}
