using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Asks a client outside of a run: retried, watched and limited as the writer's own calls are. A cap on the answer is never more than the client's own.</summary>
internal sealed class RetriedChat(IChatClient client, ResilienceOptions resilience, TimeProvider time, Action<WritingNotice>? notify = null)
{
    private readonly CallPolicy _policy = new(resilience, time);

    /// <summary>The model that the client says it asks.</summary>
    public string? ModelId => (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    /// <summary>Asks once, and again where the provider fails.</summary>
    /// <inheritdoc cref="AskAsync{T}"/>
    public ValueTask<ChatResponse> AskAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken) =>
        AskAsync(messages, options, static response => response, cancellationToken);

    /// <summary>Asks, and asks again while the answer cannot be read.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="read">Reads the answer; a transient error that it throws is retried like one of the call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException">The provider failed, also when asked again.</exception>
    public ValueTask<T> AskAsync<T>(IReadOnlyList<ChatMessage> messages, ChatOptions options, Func<ChatResponse, T> read, CancellationToken cancellationToken)
    {
        if (options.MaxOutputTokens is { } cap && client.GetService(typeof(ModelLimits)) is ModelLimits { MaxOutputTokens: { } most } && most < cap)
        {
            options = options.Clone();
            options.MaxOutputTokens = most;
        }

        return _policy.RetryAsync(
            async token => read(await _policy.ThroughBreakerAsync(client, t => OnceAsync(messages, options, t), token).ConfigureAwait(false)),
            new AttemptCounter(resilience.MaxAttempts),
            notify ?? (static _ => { }),
            cancellationToken);
    }

    private async ValueTask<ChatResponse> OnceAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        using var lease = await _policy.AcquireAsync(cancellationToken).ConfigureAwait(false);
        var updates = new List<ChatResponseUpdate>();
        // Streamed, so that the watchdogs see a long answer grow.
        var stream = new WatchedStream(client, messages, options, resilience, time, cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        while (await stream.NextAsync().ConfigureAwait(false) is { } update)
            updates.Add(update);

        var response = updates.ToChatResponse();
        return response.FinishReason is null && resilience.RequireFinishReason ? throw ModelErrors.Unfinished() : response;
    }
}
