using System.Globalization;
using System.Text;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Exports;

/// <summary>The figures of a document: what was asked for and what came.</summary>
internal static class HtmlFigures
{
    public static void Append(StringBuilder page, WritingDocument document)
    {
        page.Append("<footer class=\"figures\">\n<h2>Figures</h2>\n<dl>\n");
        foreach (var (name, value) in Of(document))
            page.Append(CultureInfo.InvariantCulture, $"<div><dt>{HtmlExport.Encode(name)}</dt><dd>{HtmlExport.Encode(value)}</dd></div>\n");

        page.Append("</dl>\n");
        if (document.Sections.Count > 1)
            page.Append(HtmlChart.Draw(document));

        AppendTable(page, document);
        page.Append("</footer>\n");
    }

    private static IEnumerable<(string Name, string Value)> Of(WritingDocument document)
    {
        yield return ("Words required", Figures.Length(document.RequiredLength));
        yield return ($"Words written", $"{Figures.Number(document.Words)} ({WriteReports.Name(document.Outcome)})");
        yield return ("Length score S_l", Figures.Score(document.LengthScore));
        yield return ("Sections", Figures.Number(document.Sections.Count));
        yield return ("Model calls", Figures.Number(document.Usage.Calls));
        yield return ("Tokens", Figures.Number(document.Usage.TotalTokens));
        yield return ("Time", Figures.Time(document.Elapsed));
        yield return ("Words counted by", document.Counter);
    }

    private static void AppendTable(StringBuilder page, WritingDocument document)
    {
        page.Append("<details>\n<summary>Words by section</summary>\n<table>\n<thead><tr><th>Section</th><th>Asked</th><th>Written</th></tr></thead>\n<tbody>\n");
        foreach (var section in document.Sections)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td><a href=\"#s-{section.Index + 1}\">{section.Index + 1}</a></td><td>{Figures.Number(section.Asked)}</td><td>{Figures.Number(section.Written)}</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n</details>\n");
    }
}
