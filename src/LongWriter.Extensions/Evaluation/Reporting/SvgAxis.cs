using System.Globalization;

namespace LongWriter;

/// <summary>A range of values along an edge of a plot.</summary>
internal sealed record SvgAxis(string Label, double Min, double Max, bool IsLog, IReadOnlyList<double> Ticks)
{
    /// <summary>Where a value stands, 0 to 1; what is outside stands at the edge.</summary>
    public double At(double value)
    {
        var share = IsLog ? Math.Log(Math.Max(value, Min) / Min) / Math.Log(Max / Min) : (value - Min) / (Max - Min);
        return Math.Clamp(share, 0, 1);
    }

    /// <summary>An axis of powers of ten, and of twos and fives where they are few.</summary>
    public static SvgAxis Log(string label, double least, double most)
    {
        var min = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, least))));
        var max = Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(min * 10, most))));
        var ticks = new List<double>();
        for (var power = min; power <= max * 1.0001; power *= 10)
            ticks.Add(Math.Round(power));
        if (ticks.Count <= 3)
            ticks = [.. ticks.SelectMany(t => new[] { t, t * 2, t * 5 }).Where(t => t <= max)];
        return new(label, min, max, true, ticks);
    }

    /// <summary>An axis from a round number to another, with some five steps.</summary>
    public static SvgAxis Linear(string label, double least, double most)
    {
        if (most <= least)
            most = least + 1;

        var rough = (most - least) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(s => s * power).First(s => s >= rough * 0.999);
        var (min, max) = (Math.Floor((least / step) + 1e-9) * step, Math.Ceiling((most / step) - 1e-9) * step);
        var count = (int)Math.Round((max - min) / step);
        return new(label, min, max, false, [.. Enumerable.Range(0, count + 1).Select(i => min + (i * step))]);
    }

    public static string Format(double value) => Math.Abs(value) switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1_000 => (value / 1_000).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
