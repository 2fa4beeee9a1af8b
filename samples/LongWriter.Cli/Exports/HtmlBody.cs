using System.Globalization;
using System.Text;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace LongWriter.Cli.Exports;

/// <summary>The document's text as HTML, and what its contents list.</summary>
/// <param name="Html">The sections.</param>
/// <param name="Contents">The entries of the contents.</param>
/// <param name="OpeningTitle">The heading that the text opened with and that has become the page's title.</param>
internal sealed record HtmlBody(string Html, IReadOnlyList<ContentsEntry> Contents, string? OpeningTitle)
{
    private const int DeepestListed = 3;
    private const int PointLength = 90;

    public static HtmlBody Of(WritingDocument document)
    {
        // Each section by itself: a code fence that one leaves open must not swallow the next.
        var sections = document.Sections.Select(static s => SafeMarkdown.Parse(s.Text)).ToList();
        var opening = TakeOpening(document, sections);
        var headings = sections.SelectMany(static s => s.Descendants<HeadingBlock>()).ToList();
        Level(headings);
        var contents = headings.Count > 1 ? ListHeadings(headings) : ListSteps(document);
        var html = new StringBuilder();
        for (var i = 0; i < sections.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section id=\"{SectionId(i)}\">\n");
            html.Append(SafeMarkdown.ToHtml(sections[i], document.Sections[i].Text)).Append("</section>\n");
        }

        return new HtmlBody(html.ToString(), contents, opening);
    }

    /// <summary>A first-level heading at the very start is the title, unless another title was given.</summary>
    private static string? TakeOpening(WritingDocument document, List<MarkdownDocument> sections)
    {
        if (sections.Count == 0 || sections[0].Count == 0 || sections[0][0] is not HeadingBlock { Level: 1 } heading)
            return null;

        var text = SafeMarkdown.TextOf(heading);
        var given = document.Request.Title?.Trim();
        if (text.Length == 0 || (!string.IsNullOrEmpty(given) && !string.Equals(given, text, StringComparison.OrdinalIgnoreCase)))
            return null;

        sections[0].RemoveAt(0);
        return text;
    }

    /// <summary>The page's title is the only heading of the first level; the text's highest one becomes the second.</summary>
    private static void Level(List<HeadingBlock> headings)
    {
        var shift = headings.Count == 0 ? 0 : 2 - headings.Min(static h => h.Level);
        for (var i = 0; i < headings.Count; i++)
        {
            headings[i].Level = Math.Clamp(headings[i].Level + shift, 2, 6);
            headings[i].GetAttributes().Id = $"h-{i + 1}";
        }
    }

    private static List<ContentsEntry> ListHeadings(List<HeadingBlock> headings) =>
    [
        .. headings.Where(static h => h.Level <= DeepestListed && SafeMarkdown.TextOf(h).Length > 0)
            .Select(static h => new ContentsEntry(h.GetAttributes().Id!, SafeMarkdown.TextOf(h), h.Level - 2)),
    ];

    private static List<ContentsEntry> ListSteps(WritingDocument document) =>
    [
        .. document.Sections.Where(s => s.Index < document.Plan.Steps.Count)
            .Select(s => new ContentsEntry(SectionId(s.Index), Printable.Short(document.Plan.Steps[s.Index].MainPoint, PointLength), 0)),
    ];

    private static string SectionId(int index) => $"s-{index + 1}";
}
