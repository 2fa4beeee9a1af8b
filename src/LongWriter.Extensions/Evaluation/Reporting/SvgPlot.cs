using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>A plot as SVG, with a title, a description and its values as a table for whoever does not see it.</summary>
internal sealed class SvgPlot
{
    public const int Marks = 6;

    private const double Width = 560;
    private const double Height = 330;
    private const double Left = 54;
    private const double Right = 16;
    private const double Top = 12;
    private const double Bottom = 46;

    private static readonly string[] Shapes =
    [
        "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z", "M-3.6 -3.6H3.6V3.6H-3.6Z", "M0 -4.6L4.4 3.4H-4.4Z", "M0 -5L5 0L0 5L-5 0Z", "M0 4.6L4.4 -3.4H-4.4Z",
        "M-1.4 -4.6H1.4V-1.4H4.6V1.4H1.4V4.6H-1.4V1.4H-4.6V-1.4H-1.4Z",
    ];

    private readonly SvgAxis _x;
    private readonly SvgAxis _y;
    private readonly StringBuilder _svg = new();

    public SvgPlot(SvgAxis x, SvgAxis y)
    {
        (_x, _y) = (x, y);
        foreach (var tick in y.Ticks)
        {
            Append($"<path class=\"grid\" d=\"M{Left:0.#} {Y(tick):0.#}H{Width - Right:0.#}\"/>");
            Append($"<text x=\"{Left - 6:0.#}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{SvgAxis.Format(tick)}</text>\n");
        }

        foreach (var tick in x.Ticks)
        {
            Append($"<path class=\"grid\" d=\"M{X(tick):0.#} {Top:0.#}V{Height - Bottom:0.#}\"/>");
            Append($"<text x=\"{X(tick):0.#}\" y=\"{Height - Bottom + 16:0.#}\" text-anchor=\"middle\">{SvgAxis.Format(tick)}</text>\n");
        }

        Append($"<text class=\"label\" x=\"{(Left + Width - Right) / 2:0.#}\" y=\"{Height - 8:0.#}\" text-anchor=\"middle\">{Html.Text(x.Label)}</text>\n");
        Append($"<text class=\"label\" transform=\"translate(13 {(Top + Height - Bottom) / 2:0.#}) rotate(-90)\" text-anchor=\"middle\">{Html.Text(y.Label)}</text>\n");
    }

    public static string Mark(int series) => Shapes[series % Marks];

    public void Line(string style, IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count > 1)
            Append($"<path class=\"{style}\" d=\"M{string.Join('L', points.Select(p => FormattableString.Invariant($"{X(p.X):0.#} {Y(p.Y):0.#}")))}\"/>\n");
    }

    /// <summary>A mark; the title is what a pointer over it shows.</summary>
    public void Point(int series, double x, double y, string title) =>
        Append($"<path class=\"{Html.Series(series)} mark\" transform=\"translate({X(x):0.#} {Y(y):0.#})\" d=\"{Mark(series)}\"><title>{Html.Text(title)}</title></path>\n");

    /// <summary>A bar from the lower edge, given by its ends along the x axis.</summary>
    public void Bar(int series, double from, double to, double y, string title) =>
        Append($"<rect class=\"{Html.Series(series)} bar\" x=\"{X(from):0.#}\" y=\"{Y(y):0.#}\" width=\"{Math.Max(0, X(to) - X(from)):0.#}\" height=\"{Math.Max(0, Y(_y.Min) - Y(y)):0.#}\"><title>{Html.Text(title)}</title></rect>\n");

    /// <summary>A name below a place of the x axis, where it has no numbers.</summary>
    public void Caption(double x, string name) =>
        Append($"<text x=\"{X(x):0.#}\" y=\"{Height - Bottom + 16:0.#}\" text-anchor=\"middle\">{Html.Text(name)}</text>\n");

    /// <summary>The plot as a figure.</summary>
    public string Figure(string id, string title, string description, IReadOnlyList<string> series, IReadOnlyList<string> head, IEnumerable<string[]> values, string note = "") =>
        Figure(id, title, description, series, head, values, note, Width, Height, _svg.ToString());

    public static string Figure(
        string id, string title, string description, IReadOnlyList<string> series, IReadOnlyList<string> head, IEnumerable<string[]> values, string note, double width, double height, string body) =>
        string.Create(CultureInfo.InvariantCulture, $"""
            <figure id="{id}">
            <figcaption>{Html.Text(title)}</figcaption>
            {Html.Legend(series)}
            <svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-t {id}-d">
            <title id="{id}-t">{Html.Text(title)}</title>
            <desc id="{id}-d">{Html.Text(description)}</desc>
            {body}</svg>
            {(note.Length == 0 ? "" : $"<p class=\"note\">{Html.Text(note)}</p>")}
            <details><summary>Values</summary><div class="scroll"><table><thead><tr>{string.Concat(head.Select(static h => $"<th scope=\"col\">{Html.Text(h)}</th>"))}</tr></thead><tbody>{string.Concat(values.Select(static row => $"<tr>{string.Concat(row.Select(static cell => $"<td>{Html.Text(cell)}</td>"))}</tr>"))}</tbody></table></div></details>
            </figure>

            """);

    private double X(double value) => Left + (_x.At(value) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (_y.At(value) * (Height - Top - Bottom));

    private void Append(FormattableString text) => _svg.Append(FormattableString.Invariant(text));
}
