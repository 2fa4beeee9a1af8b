using System.Globalization;

namespace LongWriter;

/// <summary>Charts of a figure over the position in the text.</summary>
internal static class DecayCharts
{
    // means of fewer texts are noise
    private const int LeastTexts = 2;

    public static string Draw(IReadOnlyList<EvaluationRun> runs, string[] names, string figure, string title, string label)
    {
        var lines = runs.Select(r => r.Repetition.ByPosition
            .Where(p => (p.N >= LeastTexts || r.Repetition.N < LeastTexts) && p.Figures.ContainsKey(figure))
            .Select(p => (X: (double)p.FromToken, Y: p.Figures[figure], p.N)).ToList()).ToList();
        var all = lines.SelectMany(static l => l).ToList();
        if (lines.All(static l => l.Count < 2))
            return "";

        var plot = new SvgPlot(SvgAxis.Linear("from word", 0, all.Max(static p => p.X)), SvgAxis.Linear(figure, Math.Min(0, all.Min(static p => p.Y)), all.Max(static p => p.Y)));
        for (var i = 0; i < lines.Count; i++)
        {
            plot.Line($"{Html.Series(i)} line", [.. lines[i].Select(static p => (p.X, p.Y))]);
            foreach (var (x, y, n) in lines[i])
                plot.Point(i, x, y, string.Create(CultureInfo.InvariantCulture, $"{names[i]}, from word {x:0}: {y:0.0000}, mean of {n} texts"));
        }

        return plot.Figure(
            $"decay-{figure}",
            title,
            $"A line for each run over the position in the text: {label}. A line that climbs shows a text that gets worse with its length.",
            names,
            ["run", "from word", "texts", figure],
            runs.SelectMany((r, i) => lines[i].Select(p => new[] { r.Name, Html.Whole((long)p.X), Html.Whole(p.N), Html.Number(p.Y, "0.0000") })),
            "Windows of equal size, so that values compare; later ones are of the longer texts alone.");
    }
}
