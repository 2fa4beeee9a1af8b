using System.Globalization;
using System.Net;

namespace LongWriter;

/// <summary>Text and figures as they stand in a page.</summary>
internal static class Html
{
    /// <summary>Encodes for an element's content and for an attribute in double quotes.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Text of models and files: with a direction of its own, so that it cannot turn what stands beside it.</summary>
    public static string Foreign(string text) => $"<bdi>{Text(text)}</bdi>";

    /// <summary>Foreign text of one line, cut to a length.</summary>
    public static string Short(string text, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > length)
            line = line[..(char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)] + "…";
        return Foreign(line);
    }

    public static string Number(double? value, string format = "N1") => value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "–";

    public static string Whole(long? value) => value is { } number ? number.ToString("N0", CultureInfo.InvariantCulture) : "–";

    /// <summary>The class of a series' colour and mark.</summary>
    public static string Series(int index) => string.Create(CultureInfo.InvariantCulture, $"s{index % SvgPlot.Marks}");

    /// <summary>The names of the series that have points, with their marks; nothing where there is one series alone.</summary>
    public static string Legend(IReadOnlyList<ChartSeries> series) => series.Count < 2 ? "" : $"<p class=\"legend\">{string.Concat(series.Select(LegendItem))}</p>";

    private static string LegendItem(ChartSeries series, int index) => series.Points.Count == 0 ? "" :
        $"<span><svg class=\"key\" viewBox=\"-6 -6 12 12\" aria-hidden=\"true\"><path class=\"{Series(index)} mark\" d=\"{SvgPlot.Mark(index)}\"/></svg>{Foreign(series.Name)}</span>";
}
