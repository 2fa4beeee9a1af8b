namespace LongWriter.Cli.Exports;

/// <summary>The text as it was written, under its title.</summary>
internal static class MarkdownExport
{
    public static string Render(WritingDocument document)
    {
        var title = DocumentTitle.ToAdd(document);
        return (title is null ? "" : $"# {Escape(title)}\n\n") + document.Text.TrimEnd() + "\n";
    }

    /// <summary>A title is a text, not Markdown.</summary>
    private static string Escape(string title)
    {
        var escaped = new System.Text.StringBuilder(title.Length);
        foreach (var c in title)
        {
            if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#')
                escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
