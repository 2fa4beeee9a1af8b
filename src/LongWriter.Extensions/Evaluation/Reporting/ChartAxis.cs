using System.Globalization;

namespace LongWriter;

/// <summary>A range of values along an edge of a <see cref="ReportChart"/>.</summary>
public sealed class ChartAxis
{
    private readonly double _min;
    private readonly double _max;
    private readonly bool _isLog;

    private ChartAxis(string label, double min, double max, bool isLog, IReadOnlyList<(double Value, string Text)> ticks) =>
        (Label, _min, _max, _isLog, Ticks) = (label, min, max, isLog, ticks);

    /// <summary>What the values are; empty where <see cref="Ticks"/> say it.</summary>
    public string Label { get; }

    /// <summary>Values that are named along the axis.</summary>
    public IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <summary>Whether the ticks are names of groups instead of numbers.</summary>
    public bool IsNamed { get; private init; }

    /// <summary>Where a value stands, from 0 at the axis' beginning to 1 at its end; what is outside stands at the edge.</summary>
    /// <param name="value">The value.</param>
    public double At(double value)
    {
        var share = _isLog ? Math.Log(Math.Max(value, _min) / _min) / Math.Log(_max / _min) : (value - _min) / (_max - _min);
        return Math.Clamp(share, 0, 1);
    }

    /// <summary>An axis of powers of ten, and of twos and fives where they are few.</summary>
    internal static ChartAxis Log(string label, double least, double most)
    {
        var min = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, least))));
        var max = Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(min * 10, most))));
        var ticks = new List<double>();
        for (var power = min; power <= max * 1.0001; power *= 10)
            ticks.Add(Math.Round(power));
        if (ticks.Count <= 3)
            ticks = [.. ticks.SelectMany(t => new[] { t, t * 2, t * 5 }).Where(t => t <= max)];
        return new(label, min, max, isLog: true, Numbers(ticks));
    }

    /// <summary>An axis from a round number to another, with some five steps.</summary>
    internal static ChartAxis Linear(string label, double least, double most)
    {
        if (most <= least)
            most = least + 1;

        var rough = (most - least) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(s => s * power).First(s => s >= rough * 0.999);
        var (min, max) = (Math.Floor((least / step) + 1e-9) * step, Math.Ceiling((most / step) - 1e-9) * step);
        var count = (int)Math.Round((max - min) / step);
        return new(label, min, max, isLog: false, Numbers(Enumerable.Range(0, count + 1).Select(i => min + (i * step))));
    }

    /// <summary>An axis of groups, each as wide as 1 around its number.</summary>
    internal static ChartAxis Groups(IReadOnlyList<string> names) =>
        new("", -0.5, names.Count - 0.5, isLog: false, [.. names.Select(static (name, i) => ((double)i, name))]) { IsNamed = true };

    private static List<(double Value, string Text)> Numbers(IEnumerable<double> values) => [.. values.Select(static v => (v, Format(v)))];

    private static string Format(double value) => Math.Abs(value) switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1_000 => (value / 1_000).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
