using System.Globalization;

namespace LongWriter;

/// <summary>Charts of lengths.</summary>
internal static class LengthCharts
{
    private const int Bins = 10;

    public static string Scatter(IReadOnlyList<EvaluationRun> runs, string[] names)
    {
        var points = runs.SelectMany(static (run, i) => run.Answers.Where(static a => a.Prediction.Length is not null).Select(a => (Run: i, Answer: a))).ToList();
        if (points.Count == 0)
            return "";

        var most = points.Max(static p => Math.Max(p.Answer.Prediction.Length!.Value, p.Answer.Words));
        var least = points.Min(static p => Math.Min(p.Answer.Prediction.Length!.Value, p.Answer.Words == 0 ? int.MaxValue : p.Answer.Words));
        var (x, y) = (SvgAxis.Log("required words", least, most), SvgAxis.Log("written words", least, most));
        var plot = new SvgPlot(x, y);
        plot.Line("reference", [(x.Min, x.Min), (x.Max, x.Max)]);
        foreach (var (run, answer) in points)
            plot.Point(run, answer.Prediction.Length!.Value, answer.Words, string.Create(CultureInfo.InvariantCulture, $"{names[run]}, {answer.Prediction.Id}: {answer.Prediction.Length} required, {answer.Words} written"));

        var none = points.Count(static p => p.Answer.Words == 0);
        var note = none == 0 ? "" : $"{none} answers without a word stand at the lower edge.";
        return plot.Figure(
            "scatter",
            "Required and written length",
            "Each mark is an answer: required words to the right, written words upwards, both in powers of ten. Marks on the line are as long as was asked for.",
            names,
            ["run", "answers", "mean S_l", "shorter than half", "within 20 %", "longer than double"],
            runs.Select(r => r.Answers.Where(static a => a.Prediction.Length is not null).ToList() is var scored ? new[]
            {
                r.Name, Count(scored.Count), Html.Number(r.Length.Mean),
                Count(scored.Count(static a => a.Words * 2 < a.Prediction.Length!.Value)),
                Count(scored.Count(static a => Math.Abs(a.Words - a.Prediction.Length!.Value) <= 0.2 * a.Prediction.Length!.Value)),
                Count(scored.Count(static a => a.Words > 2L * a.Prediction.Length!.Value)),
            } : []),
            note);
    }

    public static string Ruler(IReadOnlyList<EvaluationRun> runs, string[] names)
    {
        var all = runs.SelectMany(static r => r.Ruler.Points).ToList();
        if (all.Select(static p => p.Required).Distinct().Count() < 2)
            return "";

        var most = all.Max(static p => Math.Max(p.Required, p.Most ?? 0));
        var least = all.Min(static p => Math.Min(p.Required, p.Median is { } median && median >= 1 ? (int)median : p.Required));
        var (x, y) = (SvgAxis.Log("required words", least, most), SvgAxis.Log("written words, median", least, most));
        var plot = new SvgPlot(x, y);
        plot.Line("reference", [(x.Min, x.Min), (x.Max, x.Max)]);
        for (var i = 0; i < runs.Count; i++)
        {
            var points = runs[i].Ruler.Points.Where(static p => p.Median is not null).ToList();
            plot.Line($"{Html.Series(i)} line", [.. points.Select(static p => ((double)p.Required, p.Median!.Value))]);
            foreach (var point in points)
                plot.Point(i, point.Required, point.Median!.Value, string.Create(CultureInfo.InvariantCulture, $"{names[i]}: {point.Required} required, {point.Median:0} written (median of {point.Written})"));
        }

        return plot.Figure(
            "ruler",
            "Written by required length",
            "A line for each run: the median written length for each required length, both in powers of ten. A writer with a ceiling bends away from the straight line.",
            names,
            ["run", "required", "answers", "texts", "median", "mean", "least", "most", "refused", "failed", "empty"],
            runs.SelectMany(static r => r.Ruler.Points.Select(p => new[]
            {
                r.Name, Count(p.Required), Count(p.N), Count(p.Written), Html.Number(p.Median, "N0"), Html.Number(p.Mean, "N0"), Html.Whole(p.Least), Html.Whole(p.Most), Count(p.Refused), Count(p.Failed), Count(p.Empty),
            })),
            "Refusals and failures are counted apart; medians are over texts alone.");
    }

    public static string Buckets(IReadOnlyList<EvaluationRun> runs, string[] names)
    {
        var buckets = LengthBuckets.Names.Where(b => runs.Any(r => r.Length.ByBucket.ContainsKey(b))).ToList();
        if (buckets.Count == 0)
            return "";

        return Bars(
            "buckets", "Length score by required length", "Bars of the mean length score, 0 to 100, for each range of required lengths, one for each run.", "mean S_l",
            buckets, runs.Count, 100, (run, bucket) => runs[run].Length.ByBucket.TryGetValue(buckets[bucket], out var value) ? value : null, names, "0.0");
    }

    public static string Histogram(IReadOnlyList<EvaluationRun> runs, string[] names)
    {
        var shares = runs.Select(static run =>
        {
            var scores = run.Answers.Select(static a => a.LengthScore).OfType<double>().ToList();
            var bins = new double[Bins];
            foreach (var score in scores)
                bins[Math.Min(Bins - 1, (int)(score / (100.0 / Bins)))] += 100.0 / scores.Count;
            return bins;
        }).ToList();
        if (shares.All(static s => s.Sum() == 0))
            return "";

        var labels = Enumerable.Range(0, Bins).Select(static i => $"{i * 10}–{(i + 1) * 10}").ToList();
        return Bars(
            "histogram", "Distribution of length scores", "Bars of the share of answers in percent for each ten points of the length score, one for each run.", "answers, percent",
            labels, runs.Count, Math.Max(10, shares.Max(static s => s.Max())), (run, bin) => shares[run][bin], names, "0.0");
    }

    private static string Bars(
        string id, string title, string description, string label, IReadOnlyList<string> groups, int runs, double most, Func<int, int, double?> value, string[] names, string format)
    {
        var plot = new SvgPlot(new("", 0, groups.Count, false, []), SvgAxis.Linear(label, 0, most));
        var width = 0.8 / runs;
        for (var group = 0; group < groups.Count; group++)
        {
            plot.Caption(group + 0.5, groups[group]);
            for (var run = 0; run < runs; run++)
            {
                if (value(run, group) is { } height)
                    plot.Bar(run, group + 0.1 + (run * width), group + 0.1 + ((run + 0.92) * width), height, $"{names[run]}, {groups[group]}: {height.ToString(format, CultureInfo.InvariantCulture)}");
            }
        }

        return plot.Figure(
            id, title, description, names, ["", .. names], groups.Select((g, i) => (string[])[g, .. Enumerable.Range(0, runs).Select(r => Html.Number(value(r, i), format))]));
    }

    private static string Count(long count) => Html.Whole(count);
}
