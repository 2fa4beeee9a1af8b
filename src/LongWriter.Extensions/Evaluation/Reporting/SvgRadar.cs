using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>Draws a chart of spokes as SVG.</summary>
internal static class SvgRadar
{
    private const double CentreX = SvgPlot.Width / 2;
    private const double CentreY = SvgPlot.Height / 2;
    private const double Radius = 118;

    // beyond the outer ring
    private const double LabelReach = 1.16;

    public static string Draw(ReportChart chart)
    {
        var svg = new StringBuilder();
        var spokes = chart.X.Ticks;
        foreach (var (value, text) in chart.Y.Ticks.Skip(1))
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"{Polygon(spokes.Select(s => Place(s.Value, chart.Y.At(value))))}\"/><text x=\"{CentreX + 4:0.#}\" y=\"{CentreY - (Radius * chart.Y.At(value)) + 12:0.#}\">{Html.Text(text)}</text>\n");
        foreach (var (value, text) in spokes)
        {
            var (x, y) = Place(value, 1);
            var (labelX, labelY) = Place(value, LabelReach);
            var anchor = Math.Abs(labelX - CentreX) < 5 ? "middle" : labelX > CentreX ? "start" : "end";
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{CentreX:0.#} {CentreY:0.#}L{x:0.#} {y:0.#}\"/><text class=\"label\" x=\"{labelX:0.#}\" y=\"{labelY + 4:0.#}\" text-anchor=\"{anchor}\">{Html.Text(text)}</text>\n");
        }

        for (var i = 0; i < chart.Series.Count; i++)
        {
            var points = chart.Series[i].Points;
            if (points.Count == 0)
                continue;

            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{Html.Series(i)} area\" d=\"{Polygon(points.Select(p => Place(p.X, chart.Y.At(p.Y))))}\"/>\n");
            foreach (var point in points)
            {
                var (x, y) = Place(point.X, chart.Y.At(point.Y));
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{Html.Series(i)} mark\" transform=\"translate({x:0.#} {y:0.#})\" d=\"{SvgPlot.Mark(i)}\"><title>{Html.Text(point.Text)}</title></path>\n");
            }
        }

        return svg.ToString();

        static string Polygon(IEnumerable<(double X, double Y)> places) => $"M{string.Join('L', places.Select(static p => FormattableString.Invariant($"{p.X:0.#} {p.Y:0.#}")))}Z";

        (double X, double Y) Place(double spoke, double share)
        {
            var angle = 2 * Math.PI * spoke / spokes.Count;
            return (CentreX + (Math.Sin(angle) * Radius * share), CentreY - (Math.Cos(angle) * Radius * share));
        }
    }
}
