using System.Globalization;

namespace LongWriter;

/// <summary>The charts of a report as SVG, each with a title, a description and its values as a table for whoever does not see it.</summary>
internal static class ChartSection
{
    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        writer.Write("<section id=\"charts\">\n<h2>Charts</h2>\n<div class=\"grid\">\n");
        foreach (var chart in ReportCharts.Of(runs))
            writer.Write(Figure(chart));
        writer.Write("</div>\n</section>\n");
    }

    private static string Figure(ReportChart chart) => string.Create(CultureInfo.InvariantCulture, $"""
        <figure id="{chart.Id}">
        <figcaption>{Html.Text(chart.Title)}</figcaption>
        {Html.Legend(chart.Series)}
        <svg viewBox="0 0 {SvgPlot.Width} {SvgPlot.Height}" role="img" aria-labelledby="{chart.Id}-t {chart.Id}-d">
        <title id="{chart.Id}-t">{Html.Text(chart.Title)}</title>
        <desc id="{chart.Id}-d">{Html.Text(chart.Description)}</desc>
        {(chart.Kind == ChartKind.Radar ? SvgRadar.Draw(chart) : SvgPlot.Draw(chart))}</svg>
        {(chart.Note.Length == 0 ? "" : $"<p class=\"note\">{Html.Text(chart.Note)}</p>")}
        <details><summary>Values</summary><div class="scroll"><table><thead><tr>{string.Concat(chart.Head.Select(static h => $"<th scope=\"col\">{Html.Text(h)}</th>"))}</tr></thead><tbody>{string.Concat(chart.Rows.Select(static row => $"<tr>{string.Concat(row.Select(static cell => $"<td>{Html.Text(cell)}</td>"))}</tr>"))}</tbody></table></div></details>
        </figure>

        """);
}
