using System.Text;

namespace LongWriter;

/// <summary>Takes out what a model thought aloud: blocks in reasoning tags.</summary>
internal static class ReasoningBlocks
{
    private static readonly string[] Names = ["think", "thinking", "reasoning", "thought", "thoughts"];

    /// <summary>
    /// The text without reasoning blocks that begin a line. Where the text begins with one that is never closed nothing is left of it; a closing tag
    /// without an opening one, where a chat template has opened it, goes with everything before it.
    /// </summary>
    public static string Remove(string text)
    {
        if (!text.Contains('<'))
            return text;

        var kept = new StringBuilder(text.Length);
        var copied = 0;
        var opened = -1;
        var mentioned = false;
        foreach (var line in TextLine.Read(text))
        {
            if (line.Kind == TextLineKind.Code && opened < 0)
                continue;

            for (var i = line.Start; i < line.End; i++)
            {
                var (length, closes) = text[i] == '<' ? Tag(text.AsSpan(i, line.End - i)) : default;
                if (length == 0)
                    continue;

                if (!closes)
                {
                    var start = Math.Max(copied, line.Start);
                    if (opened < 0 && text.AsSpan(start, i - start).IsWhiteSpace())
                        opened = i;
                    mentioned = opened < 0;
                }
                else if (opened >= 0)
                {
                    kept.Append(text, copied, opened - copied);
                    (copied, opened) = (i + length, -1);
                }
                else if (mentioned || IsMentioned(text, i, length))
                {
                    mentioned = false;
                }
                else
                {
                    kept.Clear();
                    copied = i + length;
                }

                i += length - 1;
            }
        }

        if (opened >= 0 && kept.ToString().AsSpan().IsWhiteSpace() && text.AsSpan(copied, opened - copied).IsWhiteSpace())
            return "";

        return copied == 0 ? text : kept.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The length of a reasoning tag at the start of a text, 0 where there is none.</summary>
    private static (int Length, bool Closes) Tag(ReadOnlySpan<char> text)
    {
        var closes = text.Length > 1 && text[1] == '/';
        var name = text[(closes ? 2 : 1)..];
        foreach (var known in Names)
        {
            if (name.Length > known.Length && name[known.Length] == '>' && name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
                return (known.Length + (closes ? 3 : 2), closes);
        }

        return default;
    }

    // prose about the tag itself has it in quotes, in brackets or as inline code
    private static bool IsMentioned(string text, int index, int length)
    {
        var before = index > 0 ? text[index - 1] : '\n';
        var behind = index + length < text.Length ? text[index + length] : '\n';
        return before is '`' or '"' or '\'' or '“' or '‘' or '「' or '(' || behind is '`' or '"' or '\'' or '”' or '’' or '」' or ')';
    }
}
