using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Asks a client outside of a run: retried, watched and limited as the writer's own calls are.</summary>
internal sealed class RetriedChat(IChatClient client, ResilienceOptions resilience, TimeProvider time, Action<WritingNotice>? notify = null)
{
    private readonly CallPolicy _policy = new(resilience, time);

    public string? ModelId => (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    /// <summary>Asks, and asks again while the answer cannot be read.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="read">Reads the answer; a transient error that it throws is retried like one of the call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException">The provider failed, also when asked again.</exception>
    public ValueTask<T> AskAsync<T>(IReadOnlyList<ChatMessage> messages, ChatOptions options, Func<ChatResponse, T> read, CancellationToken cancellationToken) => _policy.RetryAsync(
        async token => read(await _policy.ThroughBreakerAsync(client, t => OnceAsync(messages, options, t), token).ConfigureAwait(false)),
        new AttemptCounter(resilience.MaxAttempts),
        notify ?? (static _ => { }),
        cancellationToken);

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
