using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Keeps what was asked.</summary>
internal sealed class CountingChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly ConcurrentQueue<(string Prompt, ChatOptions? Options)> _calls = new();

    public IReadOnlyList<(string Prompt, ChatOptions? Options)> Calls => [.. _calls];

    /// <summary>The contents of each call's message, last call last.</summary>
    public ConcurrentQueue<string[]> Contents { get; } = new();

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var list = messages.ToList();
        _calls.Enqueue((string.Concat(list.SelectMany(static m => m.Contents).OfType<TextContent>().Select(static t => t.Text)), options));
        Contents.Enqueue([.. list.SelectMany(static m => m.Contents).OfType<TextContent>().Select(static t => t.Text)]);
        await foreach (var update in base.GetStreamingResponseAsync(list, options, cancellationToken))
            yield return update;
    }
}
