namespace LongWriter;

/// <summary>The charts of a report.</summary>
internal static class ChartSection
{
    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        string[] names = [.. runs.Select(static r => r.Name)];
        string[] charts =
        [
            LengthCharts.Scatter(runs, names),
            LengthCharts.Ruler(runs, names),
            LengthCharts.Buckets(runs, names),
            LengthCharts.Histogram(runs, names),
            RadarChart.Draw(runs, names),
            DecayCharts.Draw(runs, names, FigureNames.Repetition4, "rep-4 by position", "repeated 4-grams inside each window"),
            DecayCharts.Draw(runs, names, FigureNames.Overlap, "Repeats of earlier text by position", "share of a window's 4-grams that stand earlier in the text"),
            DecayCharts.Draw(runs, names, FigureNames.Compression, "Compression by position", "bytes by gzip bytes of each window"),
        ];
        writer.Write("<section id=\"charts\">\n<h2>Charts</h2>\n<div class=\"grid\">\n");
        foreach (var chart in charts)
            writer.Write(chart);
        writer.Write("</div>\n</section>\n");
    }
}
