namespace LongWriter.Cli.Exports;

/// <summary>The text as it was written, its title on a line of its own.</summary>
internal static class TextExport
{
    public static string Render(WritingDocument document)
    {
        var title = DocumentTitle.ToAdd(document);
        return (title is null ? "" : title + "\n\n") + document.Text.TrimEnd() + "\n";
    }
}
