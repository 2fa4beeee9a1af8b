using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Asks a client outside of a run: retried, watched and limited as the writer's own calls are. A cap on the answer is never more than the client's own.</summary>
internal sealed class RetriedChat(IChatClient client, ResilienceOptions resilience, TimeProvider time, Action<WritingNotice>? notify = null)
{
    private readonly CallPolicy _policy = new(resilience, time);

    /// <summary>The model that the client says it asks.</summary>
    public string? ModelId => (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    /// <summary>Asks once, and again where the provider fails.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException">The provider failed, also when asked again.</exception>
    public ValueTask<ChatResponse> AskAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken) =>
        AskAsync(messages, options, new AttemptCounter(resilience.MaxAttempts), cancellationToken);

    /// <summary>Asks, and asks again while the answer cannot be read, at once: a model that misunderstands is not a server that needs a rest.</summary>
    /// <param name="prompt">What is asked.</param>
    /// <param name="again">What is said behind it when it is asked again; without it a model at temperature 0 would give the same answer.</param>
    /// <param name="options">The options.</param>
    /// <param name="read">Reads the answer, or throws <see cref="LongWriterError.InvalidAnswer"/>.</param>
    /// <param name="answers">The answers that are read before the last one's error is thrown. Failed calls and answers together are never more than <see cref="ResilienceOptions.MaxAttempts"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException">The provider failed, also when asked again, or no answer could be read.</exception>
    public async ValueTask<T> AskAsync<T>(string prompt, string again, ChatOptions options, Func<ChatResponse, T> read, int answers, CancellationToken cancellationToken)
    {
        var counter = new AttemptCounter(resilience.MaxAttempts);
        for (var answer = 1; ; answer++)
        {
            // One message: strict chat templates take no two of a user in a row, and the answer that cannot be used would be imitated.
            var response = await AskAsync([new(ChatRole.User, answer == 1 ? prompt : $"{prompt}\n\n{again}")], options, counter, cancellationToken).ConfigureAwait(false);
            try
            {
                return read(response);
            }
            catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidAnswer && answer < answers && counter.TryAgain())
            {
                notify?.Invoke(new(NoticeKind.Retry, $"{exception.Message} Asking again.") { Error = exception.Error });
            }
        }
    }

    private ValueTask<ChatResponse> AskAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, AttemptCounter counter, CancellationToken cancellationToken)
    {
        if (options.MaxOutputTokens is { } cap && client.GetService(typeof(ModelLimits)) is ModelLimits { MaxOutputTokens: { } most } && most < cap)
        {
            options = options.Clone();
            options.MaxOutputTokens = most;
        }

        return _policy.RetryAsync(
            token => _policy.ThroughBreakerAsync(client, t => OnceAsync(messages, options, t), token),
            counter,
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
