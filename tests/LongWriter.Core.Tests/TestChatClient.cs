using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>A chat client of callbacks. It records the prompts that it was asked and the options that came with them.</summary>
internal sealed class TestChatClient(Func<string, CancellationToken, Task<ChatResponse>> answer) : IChatClient
{
    private readonly List<(string Prompt, ChatOptions? Options)> _calls = [];

    public TestChatClient(Func<string, string> answer)
        : this((prompt, _) => Task.FromResult(Answer(answer(prompt))))
    {
    }

    /// <summary>Gives the answers in order; asking for more is an error.</summary>
    public TestChatClient(params string[] answers)
        : this(new Queue<string>(answers).Dequeue)
    {
    }

    private TestChatClient(Func<string> next)
        : this(_ => next())
    {
    }

    public Func<Type, object?> Service { get; init; } = static _ => null;

    public IReadOnlyList<(string Prompt, ChatOptions? Options)> Calls => _calls;

    public static ChatResponse Answer(string text, ChatFinishReason? reason = null) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = reason ?? ChatFinishReason.Stop };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = string.Concat(messages.Select(static m => m.Text));
        _calls.Add((prompt, options));
        return answer(prompt, cancellationToken);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => Service(serviceType);

    public void Dispose()
    {
    }
}
