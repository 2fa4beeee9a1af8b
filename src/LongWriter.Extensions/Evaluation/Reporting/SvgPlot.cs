using System.Text;

namespace LongWriter;

/// <summary>Draws a chart with two axes as SVG.</summary>
internal sealed class SvgPlot
{
    public const int Marks = 6;
    public const double Width = 560;
    public const double Height = 330;

    private const double Left = 54;
    private const double Right = 16;
    private const double Top = 12;
    private const double Bottom = 46;

    private static readonly string[] Shapes =
    [
        "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z", "M-3.6 -3.6H3.6V3.6H-3.6Z", "M0 -4.6L4.4 3.4H-4.4Z", "M0 -5L5 0L0 5L-5 0Z", "M0 4.6L4.4 -3.4H-4.4Z",
        "M-1.4 -4.6H1.4V-1.4H4.6V1.4H1.4V4.6H-1.4V1.4H-4.6V-1.4H-1.4Z",
    ];

    private readonly ReportChart _chart;
    private readonly StringBuilder _svg = new();

    private SvgPlot(ReportChart chart) => _chart = chart;

    public static string Mark(int series) => Shapes[series % Marks];

    public static string Draw(ReportChart chart)
    {
        var plot = new SvgPlot(chart);
        plot.Axes();
        if (chart.HasDiagonal)
            plot.Append($"<path class=\"reference\" d=\"M{Left:0.#} {Height - Bottom:0.#}L{Width - Right:0.#} {Top:0.#}\"/>\n");
        for (var i = 0; i < chart.Series.Count; i++)
            plot.Series(i, chart.Series[i].Points);
        return plot._svg.ToString();
    }

    private void Axes()
    {
        foreach (var (value, text) in _chart.Y.Ticks)
        {
            Append($"<path class=\"grid\" d=\"M{Left:0.#} {Y(value):0.#}H{Width - Right:0.#}\"/>");
            Append($"<text x=\"{Left - 6:0.#}\" y=\"{Y(value) + 4:0.#}\" text-anchor=\"end\">{Html.Text(text)}</text>\n");
        }

        foreach (var (value, text) in _chart.X.Ticks)
        {
            if (!_chart.X.IsNamed)
                Append($"<path class=\"grid\" d=\"M{X(value):0.#} {Top:0.#}V{Height - Bottom:0.#}\"/>");
            Append($"<text x=\"{X(value):0.#}\" y=\"{Height - Bottom + 16:0.#}\" text-anchor=\"middle\">{Html.Text(text)}</text>\n");
        }

        Append($"<text class=\"label\" x=\"{(Left + Width - Right) / 2:0.#}\" y=\"{Height - 8:0.#}\" text-anchor=\"middle\">{Html.Text(_chart.X.Label)}</text>\n");
        Append($"<text class=\"label\" transform=\"translate(13 {(Top + Height - Bottom) / 2:0.#}) rotate(-90)\" text-anchor=\"middle\">{Html.Text(_chart.Y.Label)}</text>\n");
    }

    private void Series(int series, IReadOnlyList<(double X, double Y, string Text)> points)
    {
        if (_chart.Kind == ChartKind.Lines && points.Count > 1)
            Append($"<path class=\"{Html.Series(series)} line\" d=\"M{string.Join('L', points.Select(p => FormattableString.Invariant($"{X(p.X):0.#} {Y(p.Y):0.#}")))}\"/>\n");
        foreach (var (x, y, text) in points)
        {
            // the title is what a pointer over it shows
            if (_chart.Kind == ChartKind.Bars)
                Append($"<rect class=\"{Html.Series(series)} bar\" x=\"{X(x - (_chart.BarWidth / 2)):0.#}\" y=\"{Y(y):0.#}\" width=\"{X(x + (_chart.BarWidth / 2)) - X(x - (_chart.BarWidth / 2)):0.#}\" height=\"{Height - Bottom - Y(y):0.#}\"><title>{Html.Text(text)}</title></rect>\n");
            else
                Append($"<path class=\"{Html.Series(series)} mark\" transform=\"translate({X(x):0.#} {Y(y):0.#})\" d=\"{Mark(series)}\"><title>{Html.Text(text)}</title></path>\n");
        }
    }

    private double X(double value) => Left + (_chart.X.At(value) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (_chart.Y.At(value) * (Height - Top - Bottom));

    private void Append(FormattableString text) => _svg.Append(FormattableString.Invariant(text));
}
