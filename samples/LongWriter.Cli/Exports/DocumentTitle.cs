namespace LongWriter.Cli.Exports;

/// <summary>A document's title, and whether its text opens with it already.</summary>
internal static class DocumentTitle
{
    /// <summary>The title under which the text is put; null where the text has to speak for itself.</summary>
    public static string? ToAdd(WritingDocument document)
    {
        var title = document.Request.Title?.ReplaceLineEndings(" ").Trim();
        return string.IsNullOrEmpty(title) || string.Equals(Opening(document.Text), title, StringComparison.OrdinalIgnoreCase) ? null : title;
    }

    /// <summary>The heading of the first level that the text opens with.</summary>
    public static string? Opening(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        if (end >= 0)
            line = line[..end];

        return line.StartsWith("# ", StringComparison.Ordinal) ? line[2..].Trim().TrimEnd('#').Trim().Trim('*').ToString() : null;
    }
}
