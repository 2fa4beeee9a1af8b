using System.Text.Json;

namespace LongWriter;

/// <summary>A row of preference data as two conversations; the first turns of both are the prompt.</summary>
internal sealed record PreferenceRow(IReadOnlyList<ChatTurn> Chosen, IReadOnlyList<ChatTurn> Rejected, int PromptTurns)
{
    private static readonly string[] Prompts = ["prompt", "instruction", "messages", "conversations"];

    /// <exception cref="FormatException">The row is none: what is wrong with it.</exception>
    public static PreferenceRow Of(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw new FormatException("the row is no JSON object.");

        var (chosen, rejected, prompt) = (Answer(row, "chosen"), Answer(row, "rejected"), Prompt(row));
        if (prompt.Count == 0)
        {
            if (chosen.Count == 1 || rejected.Count == 1)
                throw new FormatException($"nothing tells what 'chosen' and 'rejected' answer. Put it into one of {string.Join(", ", Prompts)}, or give both as whole conversations.");

            // The last turns are answers, also where both are the same.
            var most = Math.Min(chosen.Count, rejected.Count) - 1;
            var same = chosen.Zip(rejected).Take(most).TakeWhile(static turns => turns.First == turns.Second).Count();
            return new(chosen, rejected, same);
        }

        return new(Behind(prompt, chosen, "chosen"), Behind(prompt, rejected, "rejected"), prompt.Count);
    }

    private static List<ChatTurn> Answer(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value))
            throw new FormatException($"there is no '{name}'.");

        var turns = Turns(value, name, ChatRoles.Assistant);
        if (turns.Count == 0 || turns[^1].Role != ChatRoles.Assistant)
            throw new FormatException($"'{name}' does not end with an assistant's turn.");

        return string.IsNullOrWhiteSpace(turns[^1].Content) ? throw new FormatException($"'{name}' is an empty answer.") : turns;
    }

    private static List<ChatTurn> Prompt(JsonElement row)
    {
        var turns = new List<ChatTurn>();
        if (row.TryGetProperty("system", out var system) && Text(system, "system") is { Length: > 0 } text)
            turns.Add(new(ChatRoles.System, text));

        var given = Prompts.Where(name => row.TryGetProperty(name, out _)).ToList();
        if (given.Count == 0)
            return turns.Count == 0 ? turns : throw new FormatException($"there is a 'system', but none of {string.Join(", ", Prompts)}.");

        var prompt = Turns(row.GetProperty(given[0]), given[0], ChatRoles.User);
        if (prompt.Count == 0)
            throw new FormatException($"'{given[0]}' is empty.");
        if (given[0] == "instruction" && row.TryGetProperty("input", out var input) && Text(input, "input") is { Length: > 0 } more)
            prompt[^1] = prompt[^1] with { Content = $"{prompt[^1].Content}\n{more}" };
        return [.. turns, .. prompt];
    }

    // An answer given as a whole conversation has the prompt in it.
    private static List<ChatTurn> Behind(List<ChatTurn> prompt, List<ChatTurn> answer, string name)
    {
        if (answer.Count > prompt.Count && answer.Take(prompt.Count).SequenceEqual(prompt))
            return answer;

        return answer[0].Role == ChatRoles.Assistant ? [.. prompt, .. answer] : throw new FormatException($"'{name}' begins neither with its prompt nor with an assistant's turn.");
    }

    private static List<ChatTurn> Turns(JsonElement value, string name, string role) => value.ValueKind switch
    {
        JsonValueKind.String => [new(role, value.GetString()!)],
        JsonValueKind.Object => [Turn(value, name)],
        JsonValueKind.Array => [.. value.EnumerateArray().Select(turn => Turn(turn, name))],
        _ => throw new FormatException($"'{name}' is neither a text nor a message nor a list of messages."),
    };

    private static ChatTurn Turn(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{name}' has a message that is no object.");

        var role = Field(value, "role", "from", name);
        return new(role switch { "human" => ChatRoles.User, "gpt" => ChatRoles.Assistant, _ => role }, Field(value, "content", "value", name));
    }

    private static string Field(JsonElement message, string one, string other, string name) =>
        message.TryGetProperty(one, out var value) || message.TryGetProperty(other, out value)
            ? Text(value, $"{one}' of a message of '{name}") ?? throw new FormatException($"'{name}' has a message whose '{one}' is null.")
            : throw new FormatException($"'{name}' has a message without '{one}'.");

    private static string? Text(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new FormatException($"'{name}' is no text."),
    };
}
