using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Writes the numbers of what a user says as the model learned to read them.</summary>
internal sealed partial class FixedWidthNumbers(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <inheritdoc cref="LongWriterTiny.ReadableNumbers"/>
    public static string Of(string prompt) =>
        Number().Replace(prompt, static number => number.Value.Replace(",", "", StringComparison.Ordinal).PadLeft(4, '0'));

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages.Select(Of), options, cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(messages.Select(Of), options, cancellationToken);

    private static ChatMessage Of(ChatMessage message)
    {
        if (message.Role != ChatRole.User)
            return message;

        var copy = message.Clone();
        copy.Contents = [.. message.Contents.Select(static c => c is TextContent text ? new TextContent(Of(text.Text)) : c)];
        return copy;
    }

    // With commas between thousands, or without; ASCII digits, as all texts of the model have.
    [GeneratedRegex(@"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+")]
    private static partial Regex Number();
}
