using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Counts what goes through a client, inside of the retries: also calls that failed, and tokens that the server does not report.</summary>
internal sealed class MeteredChatClient(IChatClient inner, BuildMeter meter) : DelegatingChatClient(inner)
{
    private readonly string? _model = (inner.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        await meter.BeginAsync(cancellationToken).ConfigureAwait(false);
        ChatResponse? response = null;
        try
        {
            response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            return response;
        }
        finally
        {
            End(options, asked, response?.Usage, response is null ? null : response.Text.Length);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        await meter.BeginAsync(cancellationToken).ConfigureAwait(false);
        UsageDetails? usage = null;
        int? characters = null;
        try
        {
            await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken).ConfigureAwait(false))
            {
                characters ??= 0;
                foreach (var content in update.Contents)
                {
                    characters += content switch { TextContent text => text.Text.Length, TextReasoningContent thought => thought.Text.Length, _ => 0 };
                    usage = (content as UsageContent)?.Details ?? usage;
                }

                yield return update;
            }
        }
        finally
        {
            End(options, asked, usage, characters);
        }
    }

    /// <summary>Counts a call. Who sent anything has read the prompt; what is not reported is estimated, as the writer does for its own budget.</summary>
    private void End(ChatOptions? options, IReadOnlyList<ChatMessage> messages, UsageDetails? usage, int? characters)
    {
        var used = new RunUsage(1, usage?.InputTokenCount ?? 0, usage?.CachedInputTokenCount ?? 0, usage?.OutputTokenCount ?? 0);
        if (usage is null && characters is { } sent)
        {
            var language = IsWide(messages) ? "zh" : "en";
            used = new(1, TokenEstimate.UpperOf(messages, TokenEstimate.PerCharacterUpper(language)), 0, TokenEstimate.OfStreamed(sent, language));
        }

        meter.End(options?.ModelId ?? _model, used);
    }

    private static bool IsWide(IReadOnlyList<ChatMessage> messages)
    {
        var (wide, all) = (0L, 0L);
        foreach (var text in messages.Select(static m => m.Text))
        {
            all += text.Length;
            wide += text.Count(static c => c >= '\u2E80');
        }

        return wide * 10 > all;
    }
}
