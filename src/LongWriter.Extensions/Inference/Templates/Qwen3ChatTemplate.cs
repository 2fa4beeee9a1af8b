namespace LongWriter;

/// <summary>Qwen 3's form: ChatML whose answers begin with a block of thought; past thought is dropped.</summary>
/// <param name="name">The template's name.</param>
/// <param name="thinks">Whether the model is left to think; else its block of thought is there already, and empty.</param>
internal sealed class Qwen3ChatTemplate(string name, bool thinks) : MarkupChatTemplate(name)
{
    private const string Open = "<think>\n", Close = "\n</think>\n\n";

    internal static string NoThought => Open + Close;

    internal override (string Before, string Text) Answer(IReadOnlyList<ChatTurn> turns, int turn)
    {
        var text = turns[turn].Content;
        var thought = "";
        if (text.LastIndexOf("</think>", StringComparison.Ordinal) is >= 0 and var end)
        {
            thought = text[..text.IndexOf("</think>", StringComparison.Ordinal)].TrimEnd('\n');
            thought = thought[(thought.LastIndexOf("<think>", StringComparison.Ordinal) is >= 0 and var begin ? begin + "<think>".Length : 0)..].TrimStart('\n');
            text = text[(end + "</think>".Length)..].TrimStart('\n');
        }

        var afterLastUser = !turns.Skip(turn + 1).Any(later => later.Role == ChatRoles.User);
        if (!afterLastUser || (turn < turns.Count - 1 && thought.Length == 0))
            return (Assistant.Before, text);

        text = text.TrimStart('\n');
        return thought.Length == 0 && !thinks
            ? (Assistant.Before + NoThought, text)
            : (Assistant.Before, Open + thought.Trim('\n') + Close + text);
    }
}
