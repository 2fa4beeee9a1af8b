using System.Text.Json;
using System.Text.RegularExpressions;

namespace LongWriter.Tests;

public class HtmlReportTests
{
    // every element and attribute that the page itself writes
    private static readonly HashSet<string> Elements =
    [
        "!doctype", "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "main", "section", "ul", "li", "span", "sub", "bdi", "div", "table", "thead", "tbody", "tr",
        "th", "td", "details", "summary", "figure", "figcaption", "svg", "desc", "path", "rect", "text", "label", "input", "output", "noscript", "button", "script",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "lang", "charset", "http-equiv", "content", "name", "id", "class", "scope", "title", "role", "aria-labelledby", "aria-hidden", "aria-expanded", "viewbox", "d", "x", "y", "width", "height", "transform",
        "text-anchor", "for", "type", "autocomplete", "spellcheck", "data-text", "data-v",
    ];

    [Fact]
    public void A_hundred_hostile_texts_are_text_in_every_place_and_nothing_of_them_is_lost()
    {
        using var writer = new StringWriter();

        HostileReport.Write(writer);

        var (page, rows) = (writer.ToString(), HostileReport.Rows);
        CheckMarkup(page);
        var islands = Islands(page);
        Assert.Equal(201, islands.Count);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(rows[i % 100].Response, islands[i].GetProperty("text").GetString());
            Assert.Equal(rows[i % 100].Prompt, islands[i].GetProperty("prompt").GetString());
        }

        // the islands, and the page's own script
        Assert.Equal(202, Regex.Count(page, "<script", RegexOptions.IgnoreCase));
        Assert.Equal(202, Regex.Count(page, "</script", RegexOptions.IgnoreCase));
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_names_the_hashes_of_what_stands_in_the_page()
    {
        var page = Render([Run("r", 3)]);

        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]+)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        foreach (var (element, kind) in new[] { ("<script>", "script-src"), ("<style>", "style-src") })
        {
            var start = page.IndexOf(element, StringComparison.Ordinal) + element.Length;
            var content = page[start..page.IndexOf(element.Replace("<", "</", StringComparison.Ordinal), start, StringComparison.Ordinal)];
            var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
            Assert.Contains($"{kind} 'sha256-{hash}'", policy, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_for_nothing_from_outside()
    {
        var page = Render([Run("r", 3)]);

        Assert.DoesNotContain("http:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("innerHTML", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_the_runs_stand_in_the_summary_and_every_chart_has_its_text()
    {
        var run = Run("first", 12);
        var judged = EvaluationRun.Evaluate("judged", new([.. run.Answers.Select(static a => a.Prediction with { Scores = new("judge", [new(5, 4, 3, 2, 1, 5)]) })], []), new() { WindowTokens = 200 });

        var page = Render([run, judged], [RunComparison.Of(run, judged)]);

        // texts of 100 + 300·i words where 150 + 250·i are required
        var mean = Enumerable.Range(0, 12).Select(static i => (Required: 150.0 + (250 * i), Written: 100.0 + (300 * i)))
            .Average(static p => 100 * Math.Max(0, 1 - (p.Written > p.Required ? ((p.Written / p.Required) - 1) / 3 : ((p.Required / p.Written) - 1) / 2)));
        Assert.Contains(FormattableString.Invariant($"<span class=\"big\">{mean:N1}</span><span class=\"what\">mean S<sub>l</sub> over 12</span>"), page, StringComparison.Ordinal);
        // the dimensions 5, 4, 3, 2, 1 and 5: (100 + 75 + 50 + 25 + 0 + 100)/6
        Assert.Contains("S<sub>q</sub> 58.3", page, StringComparison.Ordinal);
        Assert.Contains("can be told from chance", page, StringComparison.Ordinal);
        foreach (var chart in new[] { "scatter", "ruler", "buckets", "histogram", "radar", "decay-rep4", "decay-overlap4", "decay-compression" })
            Assert.Matches($"(?s)<figure id=\"{chart}\">.*?role=\"img\" aria-labelledby=\"{chart}-t {chart}-d\".*?<title id=\"{chart}-t\">.+?</title>.*?<desc id=\"{chart}-d\">.+?</desc>.*?<details><summary>Values", page);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        CheckMarkup(page);
    }

    [Fact]
    public void Runs_without_anything_make_a_page_too()
    {
        var page = Render([EvaluationRun.Evaluate("nothing", new([], [])), EvaluationRun.Evaluate("empty", new([new("1", "p", "")], []))]);

        CheckMarkup(page);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(static () => Render([])).Error);
    }

    [Fact]
    public void Texts_are_cut_only_where_they_would_be_too_much_and_the_page_says_so()
    {
        var rows = new[] { 100, 1_000, 50_000, 60_000 }.Select(static (size, i) => new Prediction($"{i}", "p", new string('x', size))).ToList();
        var run = EvaluationRun.Evaluate("r", new(rows, []));

        var islands = Islands(Render([run], options: new() { MaxTextBytes = 20_000 }));

        Assert.Equal([100, 1_000], islands.Take(2).Select(static i => i.GetProperty("text").GetString()!.Length));
        Assert.All(islands.Skip(2), static i => Assert.InRange(i.GetProperty("text").GetString()!.Length, 8_000, 10_000));
        Assert.Equal([50_000, 60_000], islands.Skip(2).Select(static i => i.GetProperty("of").GetInt32()));
        Assert.False(islands[0].TryGetProperty("of", out _));
        Assert.Equal(60_000, Islands(Render([run]))[3].GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public void A_name_an_error_or_a_remark_that_is_cut_says_so()
    {
        var text = new string('x', 9_000);
        var row = new Prediction("1", "p", text) { Model = text, Error = text, Scores = new("j", [new(4, 4, 4, 4, 4, 4) { Analysis = text }]) };

        var island = Assert.Single(Islands(Render([EvaluationRun.Evaluate("r", new([row], []))], options: new() { MaxTextBytes = 10_000 })));
        var whole = Assert.Single(Islands(Render([EvaluationRun.Evaluate("r", new([row], []))])));

        foreach (var (cut, all) in new[] { (island.GetProperty("model"), whole.GetProperty("model")), (island.GetProperty("error"), whole.GetProperty("error")), (island.GetProperty("votes")[0], whole.GetProperty("votes")[0]) })
        {
            Assert.EndsWith("x […]", cut.GetString(), StringComparison.Ordinal);
            Assert.InRange(cut.GetString()!.Length, 2_000, 2_600);
            Assert.EndsWith("xx", all.GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_row_that_the_page_names_stands_in_its_table_under_that_name()
    {
        var rows = new Prediction[]
        {
            new("needle-7", "p", "") { Fate = PredictionFate.Failed, Error = "it broke" },
            new("needle-7", "p", "text") { Sample = 2, LengthFault = "has a 'length' of -5", Scores = new("j", []) { Faults = ["no JSON"] } },
            new("hay", "p", string.Concat(Enumerable.Repeat("It went on and on and never came to any end at all. ", 40))) { Sample = 1 },
        };

        var page = Render([EvaluationRun.Evaluate("r", new(rows, []))]);

        var table = page[page.IndexOf("<table id=\"rows\">", StringComparison.Ordinal)..page.IndexOf("<script type", StringComparison.Ordinal)];
        Assert.Equal(["needle-7", "needle-7, sample 2", "hay, sample 1"], Regex.Matches(table, "<td class=\"id\"><bdi>(.*?)</bdi></td>").Select(static m => m.Groups[1].Value));
        var wrong = page[page.IndexOf("<section id=\"broken\">", StringComparison.Ordinal)..];
        Assert.Equal(["needle-7, sample 2", "needle-7", "needle-7, sample 2"], Regex.Matches(wrong, "<bdi>(?:vote on )?row (.*?)</bdi>").Select(static m => m.Groups[1].Value));
        Assert.Contains("<bdi>hay, sample 1</bdi>: Fail", page, StringComparison.Ordinal);
        // a heading for each cell
        Assert.Equal(Regex.Count(table, "<th scope=\"col\">"), Regex.Count(table[table.IndexOf("<tbody>", StringComparison.Ordinal)..table.IndexOf("</tr>", table.IndexOf("<tbody>", StringComparison.Ordinal), StringComparison.Ordinal)], "<td"));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("plain text", 10)]
    [InlineData("é中", 5)]
    [InlineData("\n\t", 4)]
    [InlineData("\"<>&'+`", 42)]
    [InlineData("\\", 2)]
    [InlineData("🎈", 12)]
    public void A_text_s_size_is_that_of_its_escapes(string text, long bytes)
    {
        Assert.Equal(bytes, TextIslands.SizeOf(text));
        // and of many of them, over the ends of the blocks that are encoded at a time
        var many = "x" + string.Concat(Enumerable.Repeat(text, 3_000));
        Assert.Equal(1 + (3_000 * bytes), TextIslands.SizeOf(many));
        using var writer = new StringWriter();
        TextIslands.Write(writer, 0, new("1", "p", many), long.MaxValue);
        using var empty = new StringWriter();
        TextIslands.Write(empty, 0, new("1", "p", ""), long.MaxValue);
        Assert.Equal(1 + (3_000 * bytes), Bytes(writer.ToString()) - Bytes(empty.ToString()));

        static long Bytes(string page) => System.Text.Encoding.UTF8.GetByteCount(page);
    }

    [Fact]
    public void The_cap_holds_for_texts_of_escapes_and_for_prompts_and_remarks()
    {
        var hostile = string.Concat(Enumerable.Repeat("<b>🎈\"quoted\"\n", 4_000));
        Prediction[] rows = [.. Enumerable.Range(0, 6).Select(i => new Prediction($"{i}", i % 2 == 0 ? hostile : "short", hostile) { Scores = new("j", [new(4, 4, 4, 4, 4, 4) { Analysis = hostile }]) })];
        var run = EvaluationRun.Evaluate("r", new(rows, []));
        var bare = EvaluationRun.Evaluate("r", new([.. rows.Select(static r => r with { Prompt = "", Response = "", Scores = new("j", [new(4, 4, 4, 4, 4, 4)]) })], []));

        var islands = Islands(Render([run], options: new() { MaxTextBytes = 100_000 }));
        var size = Size(Render([run], options: new() { MaxTextBytes = 100_000 })) - Size(Render([bare]));

        // the frame of each answer, of which the bare page has all but the names of two numbers
        Assert.InRange(size, 80_000, 100_000 + (6 * 60));
        Assert.All(islands, static i => Assert.True(i.GetProperty("of").GetInt32() > i.GetProperty("text").GetString()!.Length));
        Assert.Equal(3, islands.Count(static i => i.TryGetProperty("promptOf", out _)));

        static long Size(string page) => Islands(page).Sum(static i => (long)System.Text.Encoding.UTF8.GetByteCount(i.GetRawText()));
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, 100, long.MaxValue)]
    [InlineData(new long[] { 10, 10, 10 }, 15, 5)]
    [InlineData(new long[] { 1, 100, 100 }, 101, 50)]
    [InlineData(new long[] { }, 0, long.MaxValue)]
    [InlineData(new long[] { 5 }, 0, 0)]
    public void The_longest_share_what_the_shorter_leave(long[] sizes, long sum, long most) => Assert.Equal(most, TextIslands.LengthWithin(sizes, sum));

    [Fact]
    public void A_csv_has_a_row_an_answer_and_no_formula()
    {
        var run = EvaluationRun.Evaluate("r", new([new("=1+1", "p", "a \"b\", c") { Type = "x,\"y\"\nz", Length = 3 }, new("2", "p", "text")], []));
        using var writer = new StringWriter();

        EvaluationCsv.Write([run], writer);

        var lines = writer.ToString().Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("run,id,sample,type,language,required,written,S_l", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("r,'=1+1,0,\"x,\"\"y\"\"\nz\",en,3,3,100,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("r,2,0,,en,,1,,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_csv_has_a_row_too_for_what_is_broken_replaced_or_missing()
    {
        var first = EvaluationRun.Evaluate("a", new([new("1", "p1", "text") { Length = 1 }, new("2", "p2", "") { Length = 7, Type = "T", Fate = PredictionFate.Failed, Error = "=it broke" }], [new(3, "is no JSON")]) { Replaced = [new(4, "is replaced by line 5")] });
        var second = EvaluationRun.Evaluate("b", new([new("1", "p1", "text") { Length = 1 }], []));
        using var writer = new StringWriter();

        EvaluationCsv.Write([first, second], writer);

        var rows = writer.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static l => l.Split(',')).ToList();
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        Assert.Equal(["a 1 whole 100", "a 2 failed 0", "a  broken ", "a  replaced ", "b 1 whole 100", "b 2 missing "], rows.Select(static r => $"{r[0]} {r[1]} {r[9]} {r[7]}"));
        Assert.Equal(["", "'=it broke", "line 3 is no JSON", "line 4 is replaced by line 5", "", "another run has an answer to this prompt"], rows.Select(static r => r[10]));
        Assert.Equal(("T", "7"), (rows[5][3], rows[5][5]));
    }

    [Fact]
    public void A_csv_lists_a_missing_prompt_once_and_what_was_wrong_with_votes()
    {
        using var folder = new EvaluationFolder();
        EvaluationRun[] runs =
        [
            Read("a.jsonl", new { prompt = "common", response = "text" }),
            Read("b.jsonl", new { prompt = "common", response = "text" }, new { prompt = "P", response = "text" }),
            Read("c.jsonl", new { prompt = "P", response = "text" }, new { prompt = "common", response = "text" }),
            EvaluationRun.Evaluate("d", new([new("1", "common", "text") { Faults = ["a fault"], Scores = new("j", []) { Faults = ["no JSON", "no score"] } }], [])),
        ];
        using var writer = new StringWriter();

        EvaluationCsv.Write(runs, writer);

        var rows = writer.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static l => l.Split(',')).ToList();
        Assert.Equal(["a.jsonl", "d"], rows.Where(static r => r[9] == "missing").Select(static r => r[0]));
        Assert.Equal("a fault; vote: no JSON; vote: no score", rows.Single(static r => r[0] == "d" && r[9] == "whole")[10]);

        EvaluationRun Read(string name, params object[] lines) => EvaluationRun.Evaluate(name, Prediction.Read(folder.Write(name, [.. lines.Select(EvaluationFolder.Row)])));
    }

    [Fact]
    public void A_run_that_shares_no_prompt_is_said_to_be_compared_with_none()
    {
        var (first, other) = (Run("first", 3), EvaluationRun.Evaluate("other", new([new("x", "another prompt", "text")], [])));

        Assert.Contains("<bdi>other</bdi> is compared with none", Render([first, other], []), StringComparison.Ordinal);
        Assert.DoesNotContain("is compared with none", Render([first, other]), StringComparison.Ordinal);
    }

    private static EvaluationRun Run(string name, int prompts) => EvaluationRun.Evaluate(
        name,
        new([.. Enumerable.Range(0, prompts).Select(static i => new Prediction($"p{i}", $"prompt {i}", string.Join(' ', Enumerable.Range(0, 100 + (300 * i)).Select(k => $"w{(char)('a' + (k * k % 23))}{(char)('a' + (k % 17))}.")))
        {
            Length = 150 + (250 * i),
            Type = "T",
        })], []),
        new() { WindowTokens = 200 });

    private static string Render(IReadOnlyList<EvaluationRun> runs, IReadOnlyList<RunComparison>? comparisons = null, string title = "Title", HtmlReportOptions? options = null)
    {
        using var writer = new StringWriter();
        HtmlReport.Write(runs, writer, comparisons, (options ?? new()) with { Title = title });
        return writer.ToString();
    }

    private static List<JsonElement> Islands(string page) =>
        [.. Regex.Matches(page, "<script type=\"application/json\" id=\"t\\d+\">(.*?)</script>", RegexOptions.Singleline).Select(static m => JsonDocument.Parse(m.Groups[1].Value).RootElement)];

    /// <summary>Reads every tag as a browser would, and lets none pass that the page does not write itself.</summary>
    private static void CheckMarkup(string page)
    {
        page = Regex.Replace(page, "(<(script|style)[^>]*>).*?</\\2>", "$1</$2>", RegexOptions.Singleline);
        foreach (Match tag in Regex.Matches(page, "<(?<close>/?)(?<name>[a-zA-Z!][^\\s/>]*)(?<rest>[^>]*)>"))
        {
            Assert.Contains(tag.Groups["name"].Value.ToLowerInvariant(), Elements);
            var rest = Regex.Replace(tag.Groups["rest"].Value, "\\s(?<name>[a-zA-Z0-9-]+)(=\"[^\"<]*\")?", match =>
            {
                Assert.Contains(match.Groups["name"].Value.ToLowerInvariant(), tag.Groups["name"].Value == "!DOCTYPE" ? ["html"] : Attributes);
                return "";
            });
            Assert.Contains(rest, new[] { "", "/" });
        }

        // what is no tag is no beginning of one
        Assert.DoesNotMatch("<(?![a-zA-Z/!])", page);
    }
}
