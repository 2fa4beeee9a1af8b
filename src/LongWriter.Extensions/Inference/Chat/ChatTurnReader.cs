using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Turns chat messages into the turns of a template.</summary>
internal static class ChatTurnReader
{
    /// <summary>The turns. Instructions and the system messages before the first other one become one system turn; the parts of a message are put together as they are.</summary>
    /// <exception cref="LongWriterException">Messages that a text model cannot take (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static IReadOnlyList<ChatTurn> Read(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var system = new List<string>();
        if (!string.IsNullOrEmpty(instructions))
            system.Add(instructions);

        var turns = new List<ChatTurn>();
        foreach (var message in messages)
        {
            var text = TextOf(message);
            if (message.Role == ChatRole.System && turns.Count == 0)
                system.Add(text);
            else
                turns.Add(new(RoleOf(message.Role), text));
        }

        if (turns.Count == 0)
            throw new LongWriterException(LongWriterError.InvalidRequest, "There is no message of role user to answer.");
        if (system.Count > 0)
            turns.Insert(0, new("system", string.Join("\n\n", system)));

        return turns;
    }

    private static string RoleOf(ChatRole role)
    {
        if (role == ChatRole.User)
            return "user";
        if (role == ChatRole.Assistant)
            return "assistant";
        if (role == ChatRole.System)
            return "system";

        throw new LongWriterException(
            LongWriterError.InvalidRequest, $"A message has the role '{role.Value}'; a local model takes system, user and assistant, and calls no tools.");
    }

    private static string TextOf(ChatMessage message)
    {
        if (message.Contents is [TextContent only])
            return only.Text;

        var text = new StringBuilder();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    text.Append(part.Text);
                    break;
                // What an earlier answer brought along: chat forms leave out thoughts of past turns, and usage is no text.
                case TextReasoningContent or UsageContent:
                    break;
                default:
                    throw new LongWriterException(
                        LongWriterError.InvalidRequest, $"A message of role '{message.Role.Value}' has a {content.GetType().Name}; a local model takes text only.");
            }
        }

        return text.ToString();
    }
}
