using System.Net;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LongWriter.Cli.Exports;

/// <summary>
/// Reads Markdown that nobody vouches for: raw HTML is text, links lead to the web, to mail or nowhere, images are links, and
/// no extension is on that lets a text set attributes.
/// </summary>
internal static class SafeMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    public static MarkdownDocument Parse(string text)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig refuses absurdly deep nesting; ToHtml then shows the text as it stands.
            return [];
        }

        foreach (var link in document.Descendants<LinkInline>().ToList())
            Tame(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !Leads(link.Url))
                link.ReplaceBy(new LiteralInline(link.Url));
        }

        return document;
    }

    /// <param name="document">What <see cref="Parse"/> made.</param>
    /// <param name="text">What it was made of.</param>
    public static string ToHtml(MarkdownDocument document, string text)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        try
        {
            renderer.Render(document);
        }
        catch (ArgumentException)
        {
            return AsItStands(text);
        }

        return document.Count == 0 && document.LineCount == 0 && !string.IsNullOrWhiteSpace(text) ? AsItStands(text) : writer.ToString();
    }

    /// <summary>The words of a heading without their markup.</summary>
    public static string TextOf(LeafBlock block) => string.Concat(block.Inline?.Descendants().Select(static inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        _ => "",
    }) ?? []).Trim();

    private static string AsItStands(string text) => $"<pre>{WebUtility.HtmlEncode(text)}</pre>\n";

    private static void Tame(LinkInline link)
    {
        link.IsImage = false;
        if (Leads(link.Url))
            link.GetAttributes().AddProperty("rel", "noopener noreferrer");
        else
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
    }

    private static bool Leads(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https" or "mailto");
}
