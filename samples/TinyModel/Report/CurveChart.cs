using System.Globalization;
using System.Net;
using System.Text;
using TinyModel.Measurement;

namespace TinyModel.Report;

/// <summary>Draws written against required words, both in logarithms, as SVG with a text for those who do not see it.</summary>
internal static class CurveChart
{
    private const double Width = 720, Height = 440, Left = 64, Right = 190, Top = 36, Bottom = 52;

    // Told apart by people of all kinds of sight (Okabe and Ito 2008), and by their marks.
    private static readonly string[] Colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999"];

    /// <summary>Draws curves.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="curves">Name and curve; points with their 95 % intervals.</param>
    public static string Draw(string title, IReadOnlyList<(string Name, Curve Curve)> curves)
    {
        var points = curves.SelectMany(static c => c.Curve.Points).Where(static p => p.Required > 0).ToList();
        var low = Math.Log10(Math.Min(points.Min(static p => p.Required), points.Min(static p => Math.Max(10, p.Words.Low))) * 0.9);
        var high = Math.Log10(Math.Max(points.Max(static p => p.Required), points.Max(static p => p.Words.High)) * 1.1);
        double X(double words) => Left + (Math.Log10(Math.Max(1, words)) - low) / (high - low) * (Width - Left - Right);
        double Y(double words) => Height - Bottom - (Math.Log10(Math.Max(1, words)) - low) / (high - low) * (Height - Top - Bottom);

        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"));
        svg.Append(Invariant($"<title>{Text(title)}</title>\n<desc>{Text(Describe(curves))}</desc>\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n"));
        svg.Append(Invariant($"<text x=\"{Left}\" y=\"20\" font-size=\"15\" fill=\"#222222\">{Text(title)}</text>\n"));
        foreach (var tick in Ticks(low, high))
        {
            svg.Append(Invariant($"<line x1=\"{X(tick):N1}\" x2=\"{X(tick):N1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#e4e4e4\"/><line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):N1}\" y2=\"{Y(tick):N1}\" stroke=\"#e4e4e4\"/>\n"));
            svg.Append(Invariant($"<text x=\"{X(tick):N1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\" fill=\"#444444\">{tick:N0}</text><text x=\"{Left - 6}\" y=\"{Y(tick) + 4:N1}\" text-anchor=\"end\" fill=\"#444444\">{tick:N0}</text>\n"));
        }

        var ends = (Math.Pow(10, low), Math.Pow(10, high));
        svg.Append(Invariant($"<line x1=\"{X(ends.Item1):N1}\" y1=\"{Y(ends.Item1):N1}\" x2=\"{X(ends.Item2):N1}\" y2=\"{Y(ends.Item2):N1}\" stroke=\"#888888\" stroke-dasharray=\"5 4\"/>\n"));
        svg.Append(Invariant($"<text x=\"{(Left + Width - Right) / 2:N0}\" y=\"{Height - 14}\" text-anchor=\"middle\" fill=\"#222222\">required words</text><text transform=\"translate(16 {(Top + Height - Bottom) / 2:N0}) rotate(-90)\" text-anchor=\"middle\" fill=\"#222222\">written words</text>\n"));
        for (var i = 0; i < curves.Count; i++)
            svg.Append(Series(curves[i].Name, curves[i].Curve, Colors[i % Colors.Length], i, X, Y));
        return svg.Append("</svg>\n").ToString();
    }

    private static string Series(string name, Curve curve, string color, int index, Func<double, double> x, Func<double, double> y)
    {
        var points = curve.Points.Where(static p => p.Required > 0).ToList();
        var svg = new StringBuilder();
        svg.Append(Invariant($"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{string.Join(' ', points.Select(p => Invariant($"{x(p.Required):N1},{y(p.Words.Mean):N1}")))}\"/>\n"));
        foreach (var p in points)
        {
            svg.Append(Invariant($"<line x1=\"{x(p.Required):N1}\" x2=\"{x(p.Required):N1}\" y1=\"{y(p.Words.Low):N1}\" y2=\"{y(p.Words.High):N1}\" stroke=\"{color}\"/>"));
            svg.Append(Mark(x(p.Required), y(p.Words.Mean), color, index)).Append('\n');
        }

        var row = Top + 14 + 20 * index;
        return svg.Append(Mark(Width - Right + 16, row - 4, color, index)).Append(Invariant($"<text x=\"{Width - Right + 28}\" y=\"{row}\" fill=\"#222222\">{Text(name)}</text>\n")).ToString();
    }

    private static string Mark(double x, double y, string color, int index) => (index % 3) switch
    {
        0 => Invariant($"<circle cx=\"{x:N1}\" cy=\"{y:N1}\" r=\"4\" fill=\"{color}\"/>"),
        1 => Invariant($"<rect x=\"{x - 3.5:N1}\" y=\"{y - 3.5:N1}\" width=\"7\" height=\"7\" fill=\"{color}\"/>"),
        _ => Invariant($"<path d=\"M{x:N1} {y - 5:N1}l4.5 8.5h-9z\" fill=\"{color}\"/>"),
    };

    private static IEnumerable<double> Ticks(double low, double high) =>
        Enumerable.Range(0, 6).SelectMany(static e => new[] { 1, 2, 5 }.Select(m => m * Math.Pow(10, e))).Where(t => Math.Log10(t) >= low && Math.Log10(t) <= high);

    private static string Describe(IReadOnlyList<(string Name, Curve Curve)> curves) => string.Join(' ', curves.Select(static c =>
        $"{c.Name}: {string.Join(", ", c.Curve.Points.Where(static p => p.Required > 0).Select(static p => Invariant($"{p.Required} required, {p.Words.Mean:F0} written")))}."));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
