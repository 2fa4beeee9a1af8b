namespace LongWriter;

/// <summary>Refuses conversations that no template, or not this one, can carry.</summary>
internal static class ConversationCheck
{
    /// <summary>Checks the turns.</summary>
    /// <param name="turns">The turns.</param>
    /// <param name="template">The template's name.</param>
    /// <param name="takesSystem">Whether it has a form for a system turn.</param>
    /// <param name="alternates">Whether user and assistant must take turns, the user first.</param>
    public static void Run(IReadOnlyList<ChatTurn> turns, string template, bool takesSystem, bool alternates)
    {
        ArgumentNullException.ThrowIfNull(turns);
        if (turns.Count == 0)
            throw Fault(template, "needs at least one turn, and there is none");

        var expected = ChatRoles.User;
        for (var turn = 0; turn < turns.Count; turn++)
        {
            ArgumentNullException.ThrowIfNull(turns[turn].Content);
            switch (turns[turn].Role)
            {
                case ChatRoles.System when turn > 0:
                    throw Fault(template, $"takes a system turn in the first place only, and turn {turn} is one");
                case ChatRoles.System when !takesSystem:
                    throw Fault(template, "has no form for a system turn; put its text into the first user turn");
                case ChatRoles.System:
                    break;
                case ChatRoles.User or ChatRoles.Assistant:
                    if (alternates && turns[turn].Role != expected)
                        throw Fault(template, $"needs turns of user and assistant by turns, and turn {turn} is '{turns[turn].Role}'; join turns of one role");

                    expected = turns[turn].Role == ChatRoles.User ? ChatRoles.Assistant : ChatRoles.User;
                    break;
                case var other:
                    throw Fault(template, $"knows the roles system, user and assistant, and turn {turn} has '{other}'");
            }
        }
    }

    /// <summary>The error of a conversation.</summary>
    public static LongWriterException Fault(string template, string problem) =>
        new(LongWriterError.InvalidRequest, $"The chat template '{template}' {problem}.");
}
