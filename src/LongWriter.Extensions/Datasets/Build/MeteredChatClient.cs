using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Counts what goes through a client, inside of the retries.</summary>
internal sealed class MeteredChatClient(IChatClient inner, BuildMeter meter) : DelegatingChatClient(inner)
{
    private readonly string? _model = (inner.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        meter.Begin();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            End(options, response.Usage);
            return response;
        }
        catch
        {
            meter.Fail();
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        meter.Begin();
        UsageDetails? usage = null;
        var whole = false;
        try
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
            {
                foreach (var content in update.Contents)
                    usage = (content as UsageContent)?.Details ?? usage;
                yield return update;
            }

            whole = true;
        }
        finally
        {
            if (whole)
                End(options, usage);
            else
                meter.Fail();
        }
    }

    private void End(ChatOptions? options, UsageDetails? usage) =>
        meter.End(options?.ModelId ?? _model, usage?.InputTokenCount ?? 0, usage?.CachedInputTokenCount ?? 0, usage?.OutputTokenCount ?? 0);
}
