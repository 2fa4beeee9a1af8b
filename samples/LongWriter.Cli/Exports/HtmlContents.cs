using System.Globalization;
using System.Text;

namespace LongWriter.Cli.Exports;

/// <summary>An entry of the contents.</summary>
/// <param name="Id">The anchor.</param>
/// <param name="Text">The text, not yet encoded.</param>
/// <param name="Depth">0 for the top.</param>
internal sealed record ContentsEntry(string Id, string Text, int Depth);

/// <summary>The list of contents.</summary>
internal static class HtmlContents
{
    public static void Append(StringBuilder page, IReadOnlyList<ContentsEntry> entries)
    {
        if (entries.Count < 2)
            return;

        page.Append("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n");
        foreach (var entry in entries)
            page.Append(CultureInfo.InvariantCulture, $"<li class=\"depth-{entry.Depth}\"><a href=\"#{entry.Id}\">{HtmlExport.Encode(entry.Text)}</a></li>\n");

        page.Append("</ol>\n</nav>\n");
    }
}
