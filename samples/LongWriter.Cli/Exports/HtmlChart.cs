using System.Globalization;
using System.Text;

namespace LongWriter.Cli.Exports;

/// <summary>A column a section: what was asked for as an outline, what was written filled.</summary>
internal static class HtmlChart
{
    private const double Width = 720;
    private const double Height = 160;
    private const double Left = 44;
    private const double Top = 10;
    private const double Bottom = 22;

    public static string Draw(WritingDocument document)
    {
        var sections = document.Sections;
        var most = RoundUp(sections.Max(static s => Math.Max(s.Asked, s.Written)));
        var slot = (Width - Left) / sections.Count;
        var bar = Math.Min(36, slot * 0.72);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<figure>\n<svg viewBox=\"0 0 {Width:0} {Height:0}\" role=\"img\" aria-label=\"Words asked and written, by section\">\n");
        foreach (var value in new[] { 0, most / 2, most })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left:0}\" x2=\"{Width:0}\" y1=\"{Y(value):0.0}\" y2=\"{Y(value):0.0}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6:0}\" y=\"{Y(value) + 3.5:0.0}\" text-anchor=\"end\">{Figures.Number(value)}</text>\n");
        }

        // Numbers under the columns only as far as there is room for them.
        var every = (int)Math.Ceiling(22 / slot);
        for (var i = 0; i < sections.Count; i++)
        {
            var (asked, written, x) = (sections[i].Asked, sections[i].Written, Left + (slot * i) + ((slot - bar) / 2));
            svg.Append("<g>").Append(CultureInfo.InvariantCulture, $"<title>Section {i + 1}: {Figures.Number(asked)} asked, {Figures.Number(written)} written</title>");
            svg.Append(Box("written", x, written)).Append(Box("asked", x, asked)).Append("</g>\n");
            if (i % every == 0)
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + (bar / 2):0.0}\" y=\"{Height - 6:0}\" text-anchor=\"middle\">{i + 1}</text>\n");
        }

        svg.Append("</svg>\n<figcaption><span class=\"key written\"></span> words written <span class=\"key asked\"></span> words asked for, by section</figcaption>\n</figure>\n");
        return svg.ToString();

        double Y(int words) => Top + ((Height - Top - Bottom) * (1 - (words / (double)most)));

        string Box(string kind, double x, int words) =>
            string.Create(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{x:0.0}\" y=\"{Y(words):0.0}\" width=\"{bar:0.0}\" height=\"{Y(0) - Y(words):0.0}\"/>");
    }

    /// <summary>The next round even number, for an axis with a half.</summary>
    private static int RoundUp(int words)
    {
        var step = words <= 200 ? 20 : words <= 1_000 ? 100 : words <= 4_000 ? 500 : 2_000;
        return Math.Max(step, (words + step - 1) / step * step);
    }
}
