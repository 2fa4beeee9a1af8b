using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Joins the text parts of messages: many servers refuse content arrays, and one string is read the same by all.</summary>
internal static class FlatMessages
{
    /// <summary>Messages with one text each where they are text only; others are passed as they are.</summary>
    public static IEnumerable<ChatMessage> Of(IEnumerable<ChatMessage> messages)
    {
        foreach (var message in messages)
            yield return IsTextInParts(message) ? Join(message) : message;
    }

    private static bool IsTextInParts(ChatMessage message) =>
        message.Contents.Count > 1 && message.RawRepresentation is null && message.Contents.All(static c => c is TextContent { RawRepresentation: null });

    private static ChatMessage Join(ChatMessage message)
    {
        // The exact concatenation: the prompt of a section begins with that of the one before.
        var parts = new string[message.Contents.Count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = ((TextContent)message.Contents[i]).Text;

        var joined = message.Clone();
        joined.Contents = [new TextContent(string.Concat(parts))];
        return joined;
    }
}
