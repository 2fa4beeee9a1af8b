using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>OllamaSharp's chat client with a fixed context and typed errors.</summary>
internal sealed class OllamaChatAdapter(IChatClient inner, OllamaErrors errors, int contextTokens, TimeSpan? keepAlive, HttpClient http) : DelegatingChatClient(inner)
{
    private readonly ModelLimits _limits = new(contextTokens);
    private readonly string? _keepAlive = keepAlive is not { } keep ? null
        : keep == Timeout.InfiniteTimeSpan ? "-1s"
        : string.Create(CultureInfo.InvariantCulture, $"{(long)keep.TotalSeconds}s");

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(ModelLimits) ? _limits : base.GetService(serviceType, serviceKey);
    }

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var prepared = Prepare(options);
        try
        {
            var response = await base.GetResponseAsync(FlatMessages.Of(messages), prepared, cancellationToken).ConfigureAwait(false);
            if (response.Usage is { InputTokenCount: null or 0, OutputTokenCount: null or 0 })
                response.Usage = null;

            return response;
        }
        catch (Exception exception) when (!IsOwn(exception, cancellationToken))
        {
            throw Translate(exception, cancellationToken);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var stream = base.GetStreamingResponseAsync(FlatMessages.Of(messages), Prepare(options), cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        while (await NextAsync(stream, cancellationToken).ConfigureAwait(false) is { } update)
        {
            // Servers that count nothing report zeros; without figures the writer estimates.
            if (update.Contents.Any(IsEmptyUsage))
                update.Contents = [.. update.Contents.Where(static c => !IsEmptyUsage(c))];

            yield return update;
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            http.Dispose();
    }

    private static bool IsEmptyUsage(AIContent content) =>
        content is UsageContent { Details: { InputTokenCount: null or 0, OutputTokenCount: null or 0 } };

    private async ValueTask<ChatResponseUpdate?> NextAsync(IAsyncEnumerator<ChatResponseUpdate> stream, CancellationToken cancellationToken)
    {
        try
        {
            if (await stream.MoveNextAsync().ConfigureAwait(false))
                return stream.Current;
        }
        catch (Exception exception) when (!IsOwn(exception, cancellationToken))
        {
            throw Translate(exception, cancellationToken);
        }

        // OllamaSharp ends quietly where it sees the cancellation between two lines.
        cancellationToken.ThrowIfCancellationRequested();
        return null;
    }

    private static bool IsOwn(Exception exception, CancellationToken cancellationToken) =>
        exception is LongWriterException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private Exception Translate(Exception exception, CancellationToken cancellationToken) =>
        // A connection torn down by the caller's own cancellation may show as anything.
        cancellationToken.IsCancellationRequested ? new OperationCanceledException(null, exception, cancellationToken) : errors.Of(exception);

    /// <summary>A copy of the options with the fixed context; these properties win over any other way to set it.</summary>
    private ChatOptions Prepare(ChatOptions? options)
    {
        var prepared = options?.Clone() ?? new ChatOptions();
        prepared.AdditionalProperties ??= [];
        prepared.AdditionalProperties["num_ctx"] = contextTokens;
        if (_keepAlive is not null)
            prepared.AdditionalProperties.TryAdd("keep_alive", _keepAlive);

        return prepared;
    }
}
