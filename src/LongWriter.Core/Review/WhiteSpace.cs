using System.Text;

namespace LongWriter;

/// <summary>Trims and folds white space outside code blocks.</summary>
internal static class WhiteSpace
{
    /// <summary>The text without spaces at line ends (Markdown's two-space line breaks aside), without double blank lines, and trimmed.</summary>
    /// <param name="text">The text, with LF line breaks.</param>
    /// <param name="keepEnd">Whether one space or break at the end stays.</param>
    public static string Fold(string text, bool keepEnd)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";

        var lines = TextLine.Read(text);
        var folded = new StringBuilder(text.Length);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Kind == TextLineKind.Code)
            {
                folded.Append(text, line.Start, line.Next - line.Start);
                continue;
            }

            if (line.Kind == TextLineKind.Blank && (i == 0 || lines[i - 1].Kind == TextLineKind.Blank))
                continue;

            folded.Append(text, line.Start, line.End - line.Start);
            var spaces = text.AsSpan(line.End, line.Next - line.End).TrimEnd('\n');
            if (spaces is "  " && i + 1 < lines.Count && lines[i + 1].Kind == TextLineKind.Text)
                folded.Append("  ");
            if (line.HasNewline)
                folded.Append('\n');
        }

        var end = text.AsSpan().TrimEnd();
        var result = folded.ToString().TrimEnd();
        if (!keepEnd || end.Length == text.Length)
            return result;

        var tail = text.AsSpan(end.Length);
        var breaks = tail.Count('\n');
        return result + (breaks == 0 ? " " : breaks == 1 ? "\n" : "\n\n");
    }
}
