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
        var runs = Runs(text);
        // where the last run of each length is: what has no partner behind it is not looked for, or a line of runs that nothing closes would be read again for each of them
        var last = new Dictionary<int, int>();
        for (var i = 0; i < runs.Count; i++)
            last[runs[i].Length] = i;

        for (var i = 0; i < runs.Count; i++)
        {
            var (start, marks) = runs[i];
            if (last[marks] == i)
                continue;

            do
                i++;
            while (runs[i].Length != marks);
            Array.Fill(text, ' ', start, runs[i].Start + marks - start);
        }

        return new(text);
    }

    private static List<(int Start, int Length)> Runs(ReadOnlySpan<char> text)
    {
        var runs = new List<(int Start, int Length)>();
        for (var start = text.IndexOf('`'); start >= 0 && start < text.Length;)
        {
            var length = text[start..].IndexOfAnyExcept('`');
            if (length < 0)
                length = text.Length - start;
            runs.Add((start, length));
            var next = text[(start + length)..].IndexOf('`');
            start = next < 0 ? -1 : start + length + next;
        }

        return runs;
    }
}
