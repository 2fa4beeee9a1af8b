using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>A client whose answer is a function of prompt and seed, and which counts what it is asked.</summary>
internal sealed class SeededClient(Func<string, long, ChatResponse> answer) : IChatClient
{
    private int _calls;
    private int _inFlight;
    private int _most;

    public int Calls => _calls;

    /// <summary>The most calls at a time.</summary>
    public int Most => _most;

    /// <summary>Awaited inside of every call.</summary>
    public Func<int, CancellationToken, Task> Wait { get; init; } = static async (_, _) => await Task.Yield();

    public ChatOptions? LastOptions { get; private set; }

    public static ChatResponse Words(int count, ChatFinishReason? reason = null) => Text(string.Join(' ', Enumerable.Repeat("word", count)), reason);

    public static ChatResponse Text(string text, ChatFinishReason? reason = null) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = reason ?? ChatFinishReason.Stop, ModelId = "seeded", Usage = new() { InputTokenCount = 7, OutputTokenCount = text.Length } };

    /// <summary>From 10 to 129 words, by prompt and seed.</summary>
    public static SeededClient OfLengths() => new(static (prompt, seed) => Words(10 + (int)((seed + prompt.Length) % 120)));

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = Interlocked.Increment(ref _calls);
        var now = Interlocked.Increment(ref _inFlight);
        for (var most = _most; now > most; most = _most)
            Interlocked.CompareExchange(ref _most, now, most);
        try
        {
            await Wait(call, cancellationToken);
            LastOptions = options;
            return answer(messages.Last().Text, options!.Seed!.Value);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
