using System.Text.Json;

namespace LongWriter;

/// <summary>The turns of a row, whichever of the known forms it has.</summary>
internal static class ChatRow
{
    private static readonly Dictionary<string, string> Roles = new() { ["system"] = ChatRoles.System, ["user"] = ChatRoles.User, ["assistant"] = ChatRoles.Assistant };
    private static readonly Dictionary<string, string> ShareRoles = new(Roles) { ["human"] = ChatRoles.User, ["gpt"] = ChatRoles.Assistant };

    /// <exception cref="LongWriterException">The row is no conversation; the message names file and line.</exception>
    public static List<ChatTurn> Read(DataRow row) => row.Read(element =>
    {
        var turns = DataRow.Field(element, "messages") is { } messages ? Turns(row, messages, "messages", Roles)
            : DataRow.Field(element, "conversations") is { } conversations ? Turns(row, conversations, "conversations", ShareRoles)
            : DataRow.Field(element, "instruction") is { } instruction ? Alpaca(row, element, instruction)
            : throw row.Fault(
                element.TryGetProperty("text", out _) ? "has a 'text' and no conversation; texts are read for language modelling"
                : element.TryGetProperty("chosen", out _) ? "is a pair of preference; one answer is learned here"
                : "has neither 'messages', nor 'conversations', nor 'instruction'");
        if (DataRow.Field(element, "system") is not { } value || row.Text(value, "system") is not { Length: > 0 } system)
            return turns;
        if (turns is [{ Role: ChatRoles.System }, ..])
            throw row.Fault("has two system texts: 'system' and the first turn");

        return [new(ChatRoles.System, system), .. turns];
    });

    private static List<ChatTurn> Turns(DataRow row, JsonElement list, string field, Dictionary<string, string> roles)
    {
        if (list.ValueKind != JsonValueKind.Array)
            throw row.Fault($"has a '{field}' that is no list");

        var turns = new List<ChatTurn>();
        foreach (var turn in list.EnumerateArray())
        {
            if (turn.ValueKind != JsonValueKind.Object)
                throw row.Fault($"has a turn {turns.Count} in '{field}' that is no object");

            // Files in the second form name their fields either way.
            var shared = roles == ShareRoles && DataRow.Field(turn, "role") is null;
            var (roleField, textField) = shared ? ("from", "value") : ("role", "content");
            var name = DataRow.Field(turn, roleField) is { } role ? row.Text(role, $"{field}[{turns.Count}].{roleField}") : throw row.Fault($"has a turn {turns.Count} without '{roleField}'");
            if (!roles.TryGetValue(name, out var known))
                throw row.Fault($"has the unknown role '{(name.Length > 40 ? name[..40] + "…" : name)}' in turn {turns.Count} of '{field}'; known are {string.Join(", ", roles.Keys)}");

            var text = DataRow.Field(turn, textField) ?? throw row.Fault($"has a turn {turns.Count} without a text in '{textField}'");
            turns.Add(new(known, row.Text(text, $"{field}[{turns.Count}].{textField}")));
        }

        return turns;
    }

    private static List<ChatTurn> Alpaca(DataRow row, JsonElement element, JsonElement instruction)
    {
        var turns = new List<ChatTurn>();
        if (DataRow.Field(element, "history") is { } history)
        {
            if (history.ValueKind != JsonValueKind.Array)
                throw row.Fault("has a 'history' that is no list");

            foreach (var pair in history.EnumerateArray())
            {
                if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                    throw row.Fault("has a 'history' that is no list of pairs");

                turns.Add(new(ChatRoles.User, row.Text(pair[0], "history")));
                turns.Add(new(ChatRoles.Assistant, row.Text(pair[1], "history")));
            }
        }

        var asked = row.Text(instruction, "instruction");
        var input = DataRow.Field(element, "input") is { } more ? row.Text(more, "input") : "";
        // The two are joined as LLaMA-Factory joins them.
        turns.Add(new(ChatRoles.User, input.Length == 0 ? asked : asked.Length == 0 ? input : $"{asked}\n{input}"));
        if (DataRow.Field(element, "output") is { } output)
            turns.Add(new(ChatRoles.Assistant, row.Text(output, "output")));
        return turns;
    }
}
