using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Benchmarks;

/// <summary>Answers at once with prepared sections, after reading every content of the prompt as a real client would.</summary>
internal sealed class ZeroLatencyClient(int sections, int words) : IChatClient
{
    private readonly string[][] _answers = [.. Enumerable.Range(0, sections).Select(section => Answer(section, words))];
    private int _next;

    /// <summary>Characters of prompts read; keeps the reading from being optimised away.</summary>
    public long Read { get; private set; }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
                Read += ((TextContent)content).Text.Length;
        }

        foreach (var delta in _answers[_next++ % _answers.Length])
            yield return new ChatResponseUpdate(ChatRole.Assistant, delta);
        yield return new ChatResponseUpdate
        {
            FinishReason = ChatFinishReason.Stop,
            Contents = [new UsageContent(new UsageDetails { InputTokenCount = 1_000_000, OutputTokenCount = words * 4 / 3 })],
        };
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>Random letters make words that no two sections share in a row; four words a delta, ten a sentence.</summary>
    private static string[] Answer(int section, int words)
    {
        var random = new Random(section);
        var deltas = new List<string>();
        for (var word = 0; word < words; word += 4)
        {
            var text = string.Concat(Enumerable.Range(word, Math.Min(4, words - word)).Select(i => Word(random) + (i % 10 == 9 ? ". " : " ")));
            deltas.Add(text);
        }

        return [.. deltas];
    }

    private static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => (char)('a' + random.Next(26)))]);
}
