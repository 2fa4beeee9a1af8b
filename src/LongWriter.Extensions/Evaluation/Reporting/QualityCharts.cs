namespace LongWriter;

/// <summary>Charts of a judge's scores.</summary>
internal static class QualityCharts
{
    public static ReportChart? Radar(IReadOnlyList<EvaluationRun> runs)
    {
        var judged = runs.Where(static r => r.Quality is { N: > 0 }).ToList();
        if (judged.Count == 0)
            return null;

        string[] dimensions = [.. QualityDimensions.All.Select(QualityDimensions.Name)];
        return new(
            "radar",
            "Quality by dimension",
            ChartKind.Radar,
            ChartAxis.Groups(dimensions),
            ChartAxis.Linear("", 0, 100),
            [.. runs.Select(run => new ChartSeries(run.Name, run.Quality is { N: > 0 } quality
                ? [.. dimensions.Select((name, i) => ((double)i, quality.ByDimension[name], $"{run.Name}, {name}: {Html.Number(quality.ByDimension[name], "0.0")}"))]
                : []))])
        {
            Description = "A hexagon for each judged run: its six corners are the means of the judge's six dimensions, 0 at the centre and 100 at the outer ring.",
            Head = ["dimension", .. judged.Select(static r => r.Name)],
            Rows = [.. dimensions.Select(name => (string[])[name, .. judged.Select(r => Html.Number(r.Quality!.ByDimension[name]))])],
        };
    }
}
