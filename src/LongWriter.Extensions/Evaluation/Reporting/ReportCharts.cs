namespace LongWriter;

/// <summary>The charts that runs have data for.</summary>
internal static class ReportCharts
{
    public static IReadOnlyList<ReportChart> Of(IReadOnlyList<EvaluationRun> runs) =>
    [
        .. new[]
        {
            LengthCharts.Scatter(runs),
            LengthCharts.Ruler(runs),
            LengthCharts.Buckets(runs),
            LengthCharts.Histogram(runs),
            QualityCharts.Radar(runs),
            DecayCharts.Draw(runs, FigureNames.Repetition4, "rep-4 by position", "repeated 4-grams inside each window"),
            DecayCharts.Draw(runs, FigureNames.Overlap, "Repeats of earlier text by position", "share of a window's 4-grams that stand earlier in the text"),
            DecayCharts.Draw(runs, FigureNames.Compression, "Compression by position", "bytes by gzip bytes of each window"),
        }.OfType<ReportChart>(),
    ];
}
