using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace LongWriter;

/// <summary>The chat client of the OpenAI SDK, with the requests a long writer needs and typed errors.</summary>
internal sealed class OpenAIChatAdapter(IChatClient inner, RequestShape shape, OpenAIErrors errors, HttpClient http) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var prepared = shape.Prepare(options);
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(shape.Prepare(messages), prepared, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsOwn(exception, cancellationToken))
        {
            throw Translate(exception, cancellationToken);
        }

        if (response.Messages.SelectMany(static m => m.Contents).OfType<ErrorContent>().FirstOrDefault() is { } refusal)
            throw Refused(refusal.Message);

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var stream = base.GetStreamingResponseAsync(shape.Prepare(messages), shape.Prepare(options), cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        ChatResponseUpdate? last = null;
        UsageContent? usage = null;
        StringBuilder? refusal = null;
        while (await NextAsync(stream, cancellationToken).ConfigureAwait(false) is { } update)
        {
            if (update.RawRepresentation is StreamingChatCompletionUpdate { RefusalUpdate: { Length: > 0 } words })
                (refusal ??= new StringBuilder()).Append(words);

            // Some servers report running totals with every piece; only the last one is the bill.
            usage = TakeUsage(update) ?? usage;
            last = update;
            yield return update;
        }

        if (refusal is not null)
            throw Refused(refusal.ToString());
        if (last is null)
        {
            throw new LongWriterException(
                LongWriterError.InvalidAnswer, "The server answered without a single event although a stream was asked for. Check that the endpoint supports streaming.");
        }

        if (usage is not null)
        {
            yield return new ChatResponseUpdate(last.Role, [usage])
            {
                FinishReason = last.FinishReason,
                MessageId = last.MessageId,
                ModelId = last.ModelId,
                ResponseId = last.ResponseId,
            };
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            http.Dispose();

        base.Dispose(disposing);
    }

    private static UsageContent? TakeUsage(ChatResponseUpdate update)
    {
        var found = update.Contents.OfType<UsageContent>().LastOrDefault();
        if (found is not null)
            update.Contents = [.. update.Contents.Where(static c => c is not UsageContent)];

        return found;
    }

    private async ValueTask<ChatResponseUpdate?> NextAsync(IAsyncEnumerator<ChatResponseUpdate> stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.MoveNextAsync().ConfigureAwait(false) ? stream.Current : null;
        }
        catch (Exception exception) when (!IsOwn(exception, cancellationToken))
        {
            throw Translate(exception, cancellationToken);
        }
    }

    private static bool IsOwn(Exception exception, CancellationToken cancellationToken) =>
        exception is LongWriterException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private Exception Translate(Exception exception, CancellationToken cancellationToken) =>
        // A connection torn down by the caller's own cancellation may show as anything.
        cancellationToken.IsCancellationRequested ? new OperationCanceledException(null, exception, cancellationToken) : errors.Of(exception);

    private static LongWriterException Refused(string words) => new(
        LongWriterError.Refused, $"The model declines: \"{(words.Length <= 300 ? words : words[..300] + "…")}\" Change the instruction, or take another model.");
}
