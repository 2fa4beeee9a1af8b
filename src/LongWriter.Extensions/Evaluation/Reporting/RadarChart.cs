using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>The six dimensions of a judge.</summary>
internal static class RadarChart
{
    private const double Width = 560;
    private const double Height = 330;
    private const double Radius = 118;

    public static string Draw(IReadOnlyList<EvaluationRun> runs, string[] names)
    {
        var judged = runs.Select((r, i) => (Run: r, Index: i)).Where(static r => r.Run.Quality is { N: > 0 }).ToList();
        if (judged.Count == 0)
            return "";

        string[] dimensions = [.. QualityDimensions.All.Select(QualityDimensions.Name)];
        var svg = new StringBuilder();
        for (var ring = 25; ring <= 100; ring += 25)
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"{Polygon(_ => ring)}\"/><text x=\"{(Width / 2) + 4:0.#}\" y=\"{(Height / 2) - (Radius * ring / 100) + 12:0.#}\">{ring}</text>\n");
        for (var i = 0; i < dimensions.Length; i++)
        {
            var (x, y) = Place(i, 100);
            var (labelX, labelY) = Place(i, 116);
            var anchor = Math.Abs(labelX - (Width / 2)) < 5 ? "middle" : labelX > Width / 2 ? "start" : "end";
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Width / 2:0.#} {Height / 2:0.#}L{x:0.#} {y:0.#}\"/><text class=\"label\" x=\"{labelX:0.#}\" y=\"{labelY + 4:0.#}\" text-anchor=\"{anchor}\">{dimensions[i]}</text>\n");
        }

        foreach (var (run, index) in judged)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{Html.Series(index)} area\" d=\"{Polygon(i => run.Quality!.ByDimension[dimensions[i]])}\"/>\n");
            for (var i = 0; i < dimensions.Length; i++)
            {
                var value = run.Quality!.ByDimension[dimensions[i]];
                var (x, y) = Place(i, value);
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{Html.Series(index)} mark\" transform=\"translate({x:0.#} {y:0.#})\" d=\"{SvgPlot.Mark(index)}\"><title>{Html.Text(run.Name)}, {dimensions[i]}: {value:0.0}</title></path>\n");
            }
        }

        return SvgPlot.Figure(
            "radar",
            "Quality by dimension",
            "A hexagon for each judged run: its six corners are the means of the judge's six dimensions, 0 at the centre and 100 at the outer ring.",
            names,
            ["dimension", .. judged.Select(static r => r.Run.Name)],
            dimensions.Select(d => (string[])[d, .. judged.Select(r => Html.Number(r.Run.Quality!.ByDimension[d]))]),
            "",
            Width,
            Height,
            svg.ToString());

        string Polygon(Func<int, double> value) =>
            "M" + string.Join('L', Enumerable.Range(0, dimensions.Length).Select(i => Place(i, value(i)) is var (x, y) ? FormattableString.Invariant($"{x:0.#} {y:0.#}") : "")) + "Z";

        (double X, double Y) Place(int i, double value)
        {
            var angle = 2 * Math.PI * i / dimensions.Length;
            return ((Width / 2) + (Math.Sin(angle) * Radius * value / 100), (Height / 2) - (Math.Cos(angle) * Radius * value / 100));
        }
    }
}
