using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// The one door to a model in one role of one run: options merged, limited, reserved against the budget, watched, retried and
/// metered. Failures after the first content of a stream are thrown, never retried here: halves of answers are not spliced.
/// </summary>
internal sealed class RoleChatClient(
    RunServices run, string role, IChatClient inner, Func<AttemptCounter> attempts, Action<WritingNotice> notify, CallObserver? observer = null) : IChatClient
{
    /// <summary>The cap of a call whose stage sets none; without one a server may cut early, or never end.</summary>
    private const int UsualCap = 4096;

    private readonly string? _defaultModel = (inner.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Streamed underneath, so that the watchdogs see a long answer grow.
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var merged = Merge(options);
        return await run.Policy.RetryAsync(
            async token =>
            {
                var updates = new List<ChatResponseUpdate>();
                var call = await OpenAsync(list, merged, token).ConfigureAwait(false);
                await using var closing = call.ConfigureAwait(false);
                while (await call.NextAsync().ConfigureAwait(false) is { } update)
                    updates.Add(update);

                return updates.ToChatResponse();
            },
            attempts(),
            notify,
            cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var merged = Merge(options);
        var call = await run.Policy.RetryAsync(
            token => OpenAsync(list, merged, token), attempts(), notify, cancellationToken).ConfigureAwait(false);
        await using var closing = call.ConfigureAwait(false);
        while (await call.NextAsync().ConfigureAwait(false) is { } update)
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : inner.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        // The inner client belongs to the writer's owner.
    }

    /// <summary>Starts an answer and reads up to its first content.</summary>
    private async ValueTask<ModelCall> OpenAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var lease = await run.Policy.AcquireAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ThroughBreakerAsync(messages, options, lease, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    private ValueTask<ModelCall> ThroughBreakerAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, RateLimitLease? lease, CancellationToken cancellationToken) =>
        run.Policy.ThroughBreakerAsync(
            inner,
            async _ =>
            {
                var model = options.ModelId ?? _defaultModel;
                var cap = options.MaxOutputTokens ?? UsualCap;
                ContextCheck.Before(messages, cap, run.ContextTokens);
                var reservation = run.Meter.Reserve(model, TokenEstimate.UpperOf(messages, run.TokensPerPromptCharacter), cap);
                observer?.OnCall(messages);
                // The stream outlives the breaker's token, so it hangs on the caller's own.
                var call = new ModelCall(run, role, model, options, messages, reservation, lease, inner, notify, cancellationToken);
                try
                {
                    await call.StartAsync().ConfigureAwait(false);
                    return call;
                }
                catch
                {
                    await call.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
            },
            cancellationToken);

    /// <summary>
    /// The writer's options for the role, under the request's, under the stage's own. There is always a cap, because a call's worst
    /// case is reserved by it; of several the smallest wins.
    /// </summary>
    private ChatOptions Merge(ChatOptions? own)
    {
        var merged = run.Options.ChatOptions.TryGetValue(role, out var byWriter) ? byWriter.Clone() : new ChatOptions();
        if (run.Request.ChatOptions.TryGetValue(role, out var byRequest))
            ChatOptionsMerge.Over(merged, byRequest);

        var cap = merged.MaxOutputTokens;
        if (own is not null)
            ChatOptionsMerge.Over(merged, own);

        var most = (inner.GetService(typeof(ModelLimits)) as ModelLimits)?.MaxOutputTokens ?? int.MaxValue;
        merged.MaxOutputTokens = Math.Min(most, (cap, own?.MaxOutputTokens) switch
        {
            ({ } a, { } b) => Math.Min(a, b),
            var (a, b) => a ?? b ?? UsualCap + run.Options.ReasoningTokens,
        });
        return merged;
    }
}

/// <summary>Sees every attempt of a unit of work; used to keep what a draft was asked with.</summary>
internal sealed class CallObserver
{
    /// <summary>The last content of the last message: the step's text.</summary>
    public string? LastPrompt { get; private set; }

    public void OnCall(IReadOnlyList<ChatMessage> messages) =>
        LastPrompt = messages.LastOrDefault()?.Contents.OfType<TextContent>().LastOrDefault()?.Text;
}
