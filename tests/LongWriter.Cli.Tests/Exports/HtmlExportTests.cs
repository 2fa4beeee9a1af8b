using System.Text.RegularExpressions;
using System.Xml.Linq;
using LongWriter.Cli.Exports;

namespace LongWriter.Cli.Tests.Exports;

public sealed partial class HtmlExportTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a <img src=x onerror=alert(1)> b")]
    [InlineData("<div onclick='alert(1)'>\n\ntext\n\n</div>")]
    [InlineData("<!-- --><style>body{}</style>")]
    [InlineData("# <svg onload=alert(1)>")]
    [InlineData("| <b>a</b> | b |\n|---|---|\n| <i>c</i> | d |")]
    [InlineData("```<script>\n<script>alert(1)</script>\n```")]
    public void Markup_in_the_text_is_text_on_the_page(string text)
    {
        var page = HtmlExport.Render(Documents.Of(text, "# Two", "# Three"));

        Assert.DoesNotMatch(@"(?i)<(script|img|div on|style>body|svg on|b>|i>|!--)", page);
        Assert.Contains("&lt;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](data:text/html,abc)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("![x](javascript:alert(1))")]
    public void A_link_that_leads_nowhere_good_is_no_link(string text)
    {
        var main = Body(HtmlExport.Render(Documents.Of(text)));

        Assert.DoesNotContain("href", main, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", main, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_links_so_that_a_page_loads_nothing()
    {
        var main = Body(HtmlExport.Render(Documents.Of("![a chart](https://example.org/a.png) and [a page](https://example.org/)")));

        Assert.DoesNotContain("<img", main, StringComparison.Ordinal);
        Assert.Equal(2, main.Split("<a href=\"https://example.org/").Length - 1);
    }

    [Fact]
    public void Braces_set_no_attributes()
    {
        var main = Body(HtmlExport.Render(Documents.Of("# Head {onclick=alert(1)}\n\nText {.class onmouseover=alert(1)}", "# Two")));

        Assert.DoesNotMatch(@"<[^>]*on(click|mouseover)", main);
    }

    [Fact]
    public void The_title_the_instruction_and_the_language_are_encoded()
    {
        var document = Documents.Of("</title><script>x</script>", ["text"]);
        var page = HtmlExport.Render(document with { Request = document.Request with { Language = "en\"><script>" } });

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_become_contents_whose_anchors_are_there()
    {
        var page = HtmlExport.Render(Documents.Of("Tea", ["# First *part*\n\ntext", "text\n\n## A `detail`\n\ntext", "# Last & best\n\ntext"]));

        var links = Anchors().Matches(page).Select(static m => (Id: m.Groups[1].Value, Text: m.Groups[2].Value)).Where(static a => a.Id.StartsWith('h')).ToList();
        Assert.Equal(["First part", "A detail", "Last &amp; best"], links.Select(static l => l.Text));
        Assert.All(links, link => Assert.Contains($"id=\"{link.Id}\"", Body(page), StringComparison.Ordinal));
        Assert.DoesNotContain("Secret note", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_headings_the_plan_makes_the_contents()
    {
        var page = HtmlExport.Render(Documents.Of("text one", "text two"));

        Assert.Contains("<a href=\"#s-2\">Secret note 2</a>", page, StringComparison.Ordinal);
        Assert.Contains("<section id=\"s-2\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret note", Body(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_has_one_heading_of_the_first_level()
    {
        var titled = HtmlExport.Render(Documents.Of("Tea", ["# Tea\n\ntext", "# Part\n\n## Detail\n\ntext"]));
        var untitled = HtmlExport.Render(Documents.Of("# Tea and its *houses*\n\ntext", "## Part\n\ntext", "## Other"));

        Assert.Equal("Tea", Assert.Single(FirstLevel().Matches(titled)).Groups[1].Value);
        Assert.Equal("Tea and its houses", Assert.Single(FirstLevel().Matches(untitled)).Groups[1].Value);
        Assert.DoesNotContain(">Tea<", Body(titled), StringComparison.Ordinal);
        Assert.Contains(">Part</h2>", Body(untitled), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fence_that_is_left_open_does_not_swallow_the_next_section()
    {
        var main = Body(HtmlExport.Render(Documents.Of("```\ncode", "plain *text*")));

        Assert.Contains("plain <em>text</em>", main, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('>')]
    [InlineData('[')]
    [InlineData('*')]
    public void Absurd_nesting_is_shown_as_it_stands(char c)
    {
        var page = HtmlExport.Render(Documents.Of(new string(c, 3_000) + " end <script>", "two"));

        Assert.Contains("end", Body(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_well_formed_and_tells_the_figures()
    {
        var page = HtmlExport.Render(Documents.Of("Tea", [.. Enumerable.Range(0, 40).Select(static i => $"## Part {i}\n\ntext")]));

        var body = page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)];
        var parsed = XElement.Parse(body.Replace("&#39;", "'", StringComparison.Ordinal));
        Assert.Equal(40, parsed.Descendants("rect").Count(static r => (string?)r.Attribute("class") == "asked"));
        Assert.Equal(41, parsed.Descendants("tr").Count());
        Assert.Equal(
            ["4,000", "3,980 (under)", "91.3", "40", "5", "1,500", "1:35", "longwriter"],
            parsed.Descendants("dd").Select(static d => d.Value));
    }

    [Fact]
    public void A_language_that_runs_from_right_to_left_sets_the_direction()
    {
        var document = Documents.Of("text");
        var page = HtmlExport.Render(document with { Request = document.Request with { Language = "ar" } });

        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", page, StringComparison.Ordinal);
    }

    private static string Body(string page) => page[page.IndexOf("<main>", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];

    [GeneratedRegex("<a href=\"#([^\"]+)\">([^<]*)</a>")]
    private static partial Regex Anchors();

    [GeneratedRegex("<h1[^>]*>([^<]*)</h1>")]
    private static partial Regex FirstLevel();
}
