using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>A call as it arrives at a client.</summary>
/// <param name="Number">Its number among all calls, from 1.</param>
/// <param name="Prompt">The text of its messages.</param>
/// <param name="Options">Its options.</param>
/// <param name="Token">Its cancellation token.</param>
internal sealed record Arrival(int Number, string Prompt, ChatOptions? Options, CancellationToken Token)
{
    public bool IsPlan => Prompt.Contains("Word Count: [number] words", StringComparison.Ordinal);
}

/// <summary>Answers some calls by a callback and the others, where it gives null, by a client. What the callback throws, the call throws before it begins.</summary>
internal sealed class InterceptingChatClient(IChatClient inner, Func<Arrival, IAsyncEnumerable<ChatResponseUpdate>?> intercept) : DelegatingChatClient(inner)
{
    private int _arrivals;

    public int Arrivals => Volatile.Read(ref _arrivals);

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("The pipeline streams every call.");

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var list = messages.ToList();
        var arrival = new Arrival(Interlocked.Increment(ref _arrivals), string.Concat(list.Select(static m => m.Text)), options, cancellationToken);
        return intercept(arrival) ?? base.GetStreamingResponseAsync(list, options, cancellationToken);
    }
}

/// <summary>Answers to give.</summary>
internal static class Answers
{
    public static IAsyncEnumerable<ChatResponseUpdate> Text(string text, ChatFinishReason? finish = null, UsageDetails? usage = null, string? model = null) =>
        Of(new ChatResponseUpdate(ChatRole.Assistant, text) { ModelId = model }, End(finish ?? ChatFinishReason.Stop, usage, model));

    public static ChatResponseUpdate End(ChatFinishReason? finish, UsageDetails? usage = null, string? model = null) =>
        new(ChatRole.Assistant, usage is null ? [] : [new UsageContent(usage)]) { FinishReason = finish, ModelId = model };

    public static async IAsyncEnumerable<ChatResponseUpdate> Of(params ChatResponseUpdate[] updates)
    {
        foreach (var update in updates)
            yield return update;

        await ValueTask.CompletedTask;
    }

    /// <summary>Fails when the first update is asked for.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Failing(Exception exception, params ChatResponseUpdate[] before)
    {
        foreach (var update in before)
            yield return update;

        await ValueTask.CompletedTask;
        throw exception;
    }

    /// <summary>Gives updates with pauses between them on some clock.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Paced(
        TimeProvider time, IEnumerable<(TimeSpan Pause, ChatResponseUpdate Update)> updates, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var (pause, update) in updates)
        {
            await Task.Delay(pause, time, cancellationToken);
            yield return update;
        }
    }

    /// <summary>Never goes on, whatever its token says.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Deaf(Task release, params ChatResponseUpdate[] before)
    {
        foreach (var update in before)
            yield return update;

        await release;
    }
}
