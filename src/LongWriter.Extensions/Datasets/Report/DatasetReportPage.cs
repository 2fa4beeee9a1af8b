using System.Globalization;
using System.Net;
using System.Text;

namespace LongWriter;

/// <summary>A page about a set that needs nothing beside itself: no script, no font, no picture from elsewhere.</summary>
internal static class DatasetReportPage
{
    private const int Width = 720;
    private const int Height = 280;
    private const int Margin = 46;
    private const int MostDots = 2_000;

    private static readonly int[] Edges = [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 15_000, 20_000, 32_000];

    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:780px;margin:2rem auto;padding:0 1rem;color:#1c2330;background:#fff}
        h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
        td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d9dee7}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        svg{width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:#4a5568}.bar{fill:#3f6fb5}.dot{fill:#3f6fb5;fill-opacity:.55}.axis{stroke:#9aa5b5}.even{stroke:#c2571a;stroke-dasharray:5 4}
        @media(prefers-color-scheme:dark){body{color:#e6e9ef;background:#151a22}td,th{border-color:#343c4a}svg text{fill:#aab4c4}.bar,.dot{fill:#7aa5e6}}
        """;

    public static string Write(DatasetBuildReport report, IReadOnlyList<BuiltRow> rows)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Data set: {report.Rows:N0} rows</title>\n<style>\n{Style}\n</style></head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{report.Rows:N0} rows of {report.Instructions:N0} instructions</h1>\n");
        if (report.Stopped is { } stopped)
            page.Append(CultureInfo.InvariantCulture, $"<p><strong>The build ended early: {Text(stopped)}.</strong></p>\n");

        Table(page, "Figures", ("", ""),
        [
            ("Rows for training", Number(report.Rows - report.Validation)),
            ("Rows for validation", Number(report.Validation)),
            ("Preference pairs", Number(report.Pairs)),
            ("Pending", Number(report.Pending)),
            ("Words", Number(report.Words)),
            ("Mean S_l", report.MeanLengthScore.ToString("0.0", CultureInfo.InvariantCulture)),
            ("Model calls", Number(report.Usage.Calls)),
            ("Prompt tokens", Number(report.Usage.InputTokens)),
            ("Completion tokens", Number(report.Usage.OutputTokens)),
            ("Cost", report.Cost is { } cost ? cost.ToString("0.00", CultureInfo.InvariantCulture) : "unknown: a model has no price"),
        ]);
        Histogram(page, rows);
        Scatter(page, rows);
        Table(page, "Left out", ("Reason", "Rows"), report.Rejected.OrderByDescending(static r => r.Value).Select(static r => (r.Key, Number(r.Value))));
        Table(page, "Languages", ("Language", "Rows"), rows.GroupBy(static r => r.Language).OrderByDescending(static g => g.Count()).Select(static g => (g.Key, Number(g.Count()))));
        return page.Append("</body>\n</html>\n").ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Rows by written length.</summary>
    public static List<(string Label, int Count)> Buckets(IReadOnlyList<BuiltRow> rows) => [.. Edges.Select((from, i) =>
    {
        var to = i + 1 < Edges.Length ? Edges[i + 1] : int.MaxValue;
        return (to == int.MaxValue ? $"{Short(from)}+" : $"{Short(from)}–{Short(to)}", rows.Count(r => r.Words >= from && r.Words < to));
    })];

    private static void Histogram(StringBuilder page, IReadOnlyList<BuiltRow> rows)
    {
        var buckets = Buckets(rows);
        var most = Math.Max(1, buckets.Max(static b => b.Count));
        var step = (double)(Width - Margin) / buckets.Count;
        page.Append(CultureInfo.InvariantCulture, $"<h2>Words of a text</h2>\n<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Rows by words of their text\">\n");
        for (var i = 0; i < buckets.Count; i++)
        {
            var height = (Height - (2 * Margin)) * (double)buckets[i].Count / most;
            var x = Margin + (i * step);
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{x:0.#}\" y=\"{Height - Margin - height:0.#}\" width=\"{step - 4:0.#}\" height=\"{height:0.#}\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + (step / 2):0.#}\" y=\"{Height - Margin - height - 5:0.#}\" text-anchor=\"middle\">{buckets[i].Count}</text>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + (step / 2):0.#}\" y=\"{Height - Margin + 18}\" text-anchor=\"middle\">{buckets[i].Label}</text>\n");
        }

        page.Append("</svg>\n");
    }

    private static void Scatter(StringBuilder page, IReadOnlyList<BuiltRow> rows)
    {
        var all = rows.Where(static r => r.Required is not null).ToList();
        if (all.Count == 0)
            return;

        var every = Math.Max(1, all.Count / MostDots);
        var most = Math.Max(1.0, all.Max(static r => Math.Max(r.Words, r.Required!.Value)));
        double X(double words) => Margin + ((Width - (2 * Margin)) * words / most);
        double Y(double words) => Height - Margin - ((Height - (2 * Margin)) * words / most);
        page.Append(CultureInfo.InvariantCulture, $"<h2>Required against written words</h2>\n<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Required against written words\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"{Margin}\" y1=\"{Height - Margin}\" x2=\"{Width - Margin}\" y2=\"{Height - Margin}\"/><line class=\"axis\" x1=\"{Margin}\" y1=\"{Margin}\" x2=\"{Margin}\" y2=\"{Height - Margin}\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<line class=\"even\" x1=\"{X(0):0.#}\" y1=\"{Y(0):0.#}\" x2=\"{X(most):0.#}\" y2=\"{Y(most):0.#}\"/>\n");
        for (var i = 0; i < all.Count; i += every)
            page.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{X(all[i].Required!.Value):0.#}\" cy=\"{Y(all[i].Words):0.#}\" r=\"3\"/>");
        page.Append(CultureInfo.InvariantCulture, $"\n<text x=\"{Width - Margin}\" y=\"{Height - 12}\" text-anchor=\"end\">required, to {most:N0}</text><text x=\"{Margin}\" y=\"{Margin - 10}\">written</text>\n</svg>\n");
        if (every > 1)
            page.Append(CultureInfo.InvariantCulture, $"<p>One of {every} rows is drawn.</p>\n");
    }

    private static void Table(StringBuilder page, string title, (string Key, string Value) head, IEnumerable<(string Key, string Value)> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(title)}</h2>\n<table>\n");
        if (head.Key.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Text(head.Key)}</th><th class=\"n\">{Text(head.Value)}</th></tr>\n");
        foreach (var (key, value) in rows)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(key)}</td><td class=\"n\">{Text(value)}</td></tr>\n");
        page.Append("</table>\n");
    }

    private static string Short(int words) => words < 1_000 ? words.ToString(CultureInfo.InvariantCulture) : FormattableString.Invariant($"{words / 1_000}k");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
