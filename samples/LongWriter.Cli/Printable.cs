using System.Text;

namespace LongWriter.Cli;

/// <summary>Text of models, users and servers as it may go to a terminal: without anything that steers one.</summary>
internal static class Printable
{
    /// <summary>One or more lines; control and bidirectional formatting characters become spaces.</summary>
    public static string Line(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
            clean.Append(c != '\n' && Steers(c) ? ' ' : c);

        return clean.ToString();
    }

    /// <summary>One line of at most <paramref name="width"/> characters.</summary>
    public static string Short(string text, int width)
    {
        var line = Line(text.ReplaceLineEndings(" ")).Trim();
        if (line.Length <= width)
            return line;

        var end = Math.Max(1, width - 1);
        if (char.IsLowSurrogate(line[end]))
            end--;

        return line[..end].TrimEnd() + "…";
    }

    private static bool Steers(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

