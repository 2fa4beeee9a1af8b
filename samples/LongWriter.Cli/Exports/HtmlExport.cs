using System.Globalization;
using System.Net;
using System.Text;

namespace LongWriter.Cli.Exports;

/// <summary>One page that needs nothing else: title, contents, text, figures; light and dark.</summary>
internal static class HtmlExport
{
    private const int FallbackTitleLength = 120;

    private static readonly string[] RightToLeft = ["ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

    public static string Render(WritingDocument document)
    {
        var body = HtmlBody.Of(document);
        var title = document.Request.Title is { } given && !string.IsNullOrWhiteSpace(given) ? Printable.Line(given.ReplaceLineEndings(" ")).Trim()
            : body.OpeningTitle ?? Printable.Short(document.Request.Instruction, FallbackTitleLength);
        var language = document.Request.Language ?? "en";
        var direction = RightToLeft.Contains(language.Split('-')[0], StringComparer.OrdinalIgnoreCase) ? " dir=\"rtl\"" : "";
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{Encode(language)}"{direction}>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="generator" content="LongWriter">
            <title>{Encode(title)}</title>
            <style>
            {Style()}</style>
            </head>
            <body>
            <header>
            <h1>{Encode(title)}</h1>
            <p class="byline">{Figures.Number(document.Words)} words{PartialRemark(document)}</p>
            </header>
            <div class="page">

            """);
        HtmlContents.Append(page, body.Contents);
        page.Append("<main>\n").Append(body.Html).Append("</main>\n</div>\n");
        HtmlFigures.Append(page, document);
        return page.Append("</body>\n</html>\n").ToString();
    }

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string PartialRemark(WritingDocument document) =>
        document.Status == WritingStatus.Completed ? "" : $", unfinished: {document.Sections.Count} of {document.Plan.Steps.Count} sections";

    private static string Style()
    {
        using var stream = typeof(HtmlExport).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
