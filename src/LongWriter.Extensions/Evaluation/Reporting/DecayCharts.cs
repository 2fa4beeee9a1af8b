using System.Globalization;

namespace LongWriter;

/// <summary>Charts of a figure over the position in the text.</summary>
internal static class DecayCharts
{
    // means of fewer texts are noise
    private const int LeastTexts = 2;

    public static ReportChart? Draw(IReadOnlyList<EvaluationRun> runs, string figure, string title, string label)
    {
        var lines = runs.Select(r => r.Repetition.ByPosition
            .Select((figures, i) => (X: (double)i * r.Repetition.WindowTokens, Figures: figures, N: r.Repetition.CountByPosition[i]))
            .Where(p => (p.N >= LeastTexts || r.Repetition.N < LeastTexts) && p.Figures.ContainsKey(figure))
            .Select(p => (p.X, Y: p.Figures[figure], p.N)).ToList()).ToList();
        var all = lines.SelectMany(static l => l).ToList();
        if (lines.All(static l => l.Count < 2))
            return null;

        return new(
            $"decay-{figure}",
            title,
            ChartKind.Lines,
            ChartAxis.Linear("from token", 0, all.Max(static p => p.X)),
            ChartAxis.Linear(figure, Math.Min(0, all.Min(static p => p.Y)), all.Max(static p => p.Y)),
            [.. runs.Select((run, i) => new ChartSeries(run.Name, [.. lines[i].Select(p => (p.X, p.Y, string.Create(CultureInfo.InvariantCulture, $"{run.Name}, from token {p.X:0}: {p.Y:0.0000}, mean of {p.N} texts")))]))])
        {
            Description = $"A line for each run over the position in the text: {label}. A line that climbs shows a text that gets worse with its length.",
            Note = "Windows of equal size, so that values compare; later ones are of the longer texts alone. Tokens are words, in Chinese and Japanese characters.",
            Head = ["run", "from token", "texts", figure],
            Rows = [.. runs.SelectMany((r, i) => lines[i].Select(p => new[] { r.Name, Html.Whole((long)p.X), Html.Whole(p.N), Html.Number(p.Y, "0.0000") }))],
        };
    }
}
