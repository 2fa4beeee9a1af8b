namespace LongWriter;

/// <summary>Takes off what a model put around its whole answer: a code fence, or the tags that its prompt has.</summary>
internal static class AnswerWrapping
{
    private static readonly string[] ProseInfo = ["markdown", "md", "text", "txt", "plaintext", "plain"];
    private static readonly string[] Tags = ["draft", "text", "section", "answer", "output", "response", "summary"];

    /// <summary>Takes one layer off; says whether there was one.</summary>
    public static bool Remove(DraftWindow window) => RemoveFence(window) || RemoveTags(window);

    private static bool RemoveFence(DraftWindow window)
    {
        var first = window.FirstLine.Trim();
        var fence = CodeFence.Read(first);
        if (!fence.IsOpen)
            return false;

        var info = first[fence.Length..].Trim().ToString();
        var isProse = ProseInfo.Contains(info, StringComparer.OrdinalIgnoreCase);
        if (!isProse && info.Length > 0)
            return false;

        // only the fence around all of it: its closing line is the last one, or it was never closed
        var text = window.Text;
        var last = window.LastLine.Trim();
        var body = text[window.FirstLine.Length..];
        var (inner, closed) = ReadBody(body, fence);
        if (!closed && !isProse)
            return false;

        if (closed && !fence.IsClosedBy(last))
            return false;

        if (closed && inner >= 0 && !body[inner..].TrimEnd().IsEmpty)
            return false;

        if (!isProse && TextSegments.LastSentenceEnd(body[..^last.Length]) == 0)
            return false;

        if (closed)
            window.DropEnd(window.LastLine.Length);
        window.DropStart(window.FirstLine.Length);
        return true;
    }

    /// <summary>The index behind the line that closes a fence, in the text behind the opening line.</summary>
    private static (int End, bool Closed) ReadBody(ReadOnlySpan<char> body, CodeFence fence)
    {
        for (var start = 0; start < body.Length;)
        {
            var length = body[start..].IndexOf('\n');
            var next = length < 0 ? body.Length : start + length + 1;
            var line = body[start..next].Trim();
            if (!line.IsEmpty && fence.IsClosedBy(line))
                return (next, true);
            start = next;
        }

        return (-1, false);
    }

    private static bool RemoveTags(DraftWindow window)
    {
        var first = window.FirstLine.Trim();
        var last = window.LastLine.Trim();
        if (first.Length < 3 || first[0] != '<' || first[^1] != '>')
            return false;

        foreach (var tag in Tags)
        {
            if (!first[1..^1].Equals(tag, StringComparison.OrdinalIgnoreCase) || last.Length != tag.Length + 3)
                continue;

            if (last[0] != '<' || last[1] != '/' || last[^1] != '>' || !last[2..^1].Equals(tag, StringComparison.OrdinalIgnoreCase))
                continue;

            window.DropEnd(window.LastLine.Length);
            window.DropStart(window.FirstLine.Length);
            return true;
        }

        return false;
    }
}
