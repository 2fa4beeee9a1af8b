namespace LongWriter;

/// <summary>Code inside a line of Markdown.</summary>
internal static class InlineCode
{
    /// <summary>The line with a space for every character of its code; a run of backticks that nothing closes is none.</summary>
    public static string Blank(ReadOnlySpan<char> line)
    {
        if (!line.Contains('`'))
            return line.ToString();

        var text = line.ToArray();
        for (var i = 0; i < text.Length;)
        {
            var marks = Run(text, i);
            if (marks == 0)
            {
                i++;
                continue;
            }

            var close = i + marks;
            while (close < text.Length && Run(text, close) is var run && run != marks)
                close += Math.Max(1, run);
            if (close < text.Length)
            {
                Array.Fill(text, ' ', i, close + marks - i);
                i = close + marks;
            }
            else
            {
                i += marks;
            }
        }

        return new(text);
    }

    private static int Run(char[] text, int start)
    {
        var end = start;
        while (end < text.Length && text[end] == '`')
            end++;
        return end - start;
    }
}
