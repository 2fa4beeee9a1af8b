using System.Globalization;

namespace LongWriter;

/// <summary>Charts of lengths.</summary>
internal static class LengthCharts
{
    private const int Bins = 10;

    public static ReportChart? Scatter(IReadOnlyList<EvaluationRun> runs)
    {
        var answers = runs.Select(static r => r.Answers.Where(static a => a.Prediction.Length is not null).ToList()).ToList();
        var all = answers.SelectMany(static a => a).ToList();
        if (all.Count == 0)
            return null;

        var most = all.Max(static a => Math.Max(a.Prediction.Length!.Value, a.Words));
        var least = all.Min(static a => Math.Min(a.Prediction.Length!.Value, a.Words == 0 ? int.MaxValue : a.Words));
        var none = all.Count(static a => a.Words == 0);
        return new(
            "scatter",
            "Required and written length",
            ChartKind.Marks,
            ChartAxis.Log("required words", least, most),
            ChartAxis.Log("written words", least, most),
            [.. runs.Select((run, i) => new ChartSeries(run.Name, [.. answers[i].Select(a => ((double)a.Prediction.Length!.Value, (double)a.Words, Text(run, a)))]))])
        {
            HasDiagonal = true,
            Description = "Each mark is an answer: required words to the right, written words upwards, both in powers of ten. Marks on the line are as long as was asked for.",
            Note = none == 0 ? "" : $"{none} answers without a word stand at the lower edge.",
            Head = ["run", "answers", "mean S_l", "shorter than half", "within 20 %", "longer than double"],
            Rows = [.. runs.Select((run, i) => new[]
            {
                run.Name, Count(answers[i].Count), Html.Number(run.Length.Mean),
                Count(answers[i].Count(static a => a.Words * 2L < a.Prediction.Length!.Value)),
                Count(answers[i].Count(static a => Math.Abs(a.Words - a.Prediction.Length!.Value) <= 0.2 * a.Prediction.Length!.Value)),
                Count(answers[i].Count(static a => a.Words > 2L * a.Prediction.Length!.Value)),
            })],
        };

        static string Text(EvaluationRun run, EvaluatedAnswer a) => string.Create(CultureInfo.InvariantCulture, $"{run.Name}, {a.Prediction.Id}: {a.Prediction.Length} required, {a.Words} written");
    }

    public static ReportChart? Ruler(IReadOnlyList<EvaluationRun> runs)
    {
        var all = runs.SelectMany(static r => r.Ruler.Points).ToList();
        if (all.Select(static p => p.Required).Distinct().Count() < 2)
            return null;

        var most = all.Max(static p => Math.Max(p.Required, p.Most ?? 0));
        var least = all.Min(static p => Math.Min(p.Required, p.Median is { } median && median >= 1 ? (int)median : p.Required));
        return new(
            "ruler",
            "Written by required length",
            ChartKind.Lines,
            ChartAxis.Log("required words", least, most),
            ChartAxis.Log("written words, median", least, most),
            [.. runs.Select(static r => new ChartSeries(r.Name, [.. r.Ruler.Points.Where(static p => p.Median is not null).Select(p => ((double)p.Required, p.Median!.Value, Text(r, p)))]))])
        {
            HasDiagonal = true,
            Description = "A line for each run: the median written length for each required length, both in powers of ten. A writer with a ceiling bends away from the straight line.",
            Note = "Refusals and failures are counted apart; medians are over texts alone.",
            Head = ["run", "required", "answers", "texts", "median", "mean", "least", "most", "refused", "failed", "empty"],
            Rows = [.. runs.SelectMany(static r => r.Ruler.Points.Select(p => new[]
            {
                r.Name, Count(p.Required), Count(p.N), Count(p.Written), Html.Number(p.Median, "N0"), Html.Number(p.Mean, "N0"), Html.Whole(p.Least), Html.Whole(p.Most), Count(p.Refused), Count(p.Failed), Count(p.Empty),
            }))],
        };

        static string Text(EvaluationRun run, RulerPoint p) => string.Create(CultureInfo.InvariantCulture, $"{run.Name}: {p.Required} required, {p.Median:0} written (median of {p.Written})");
    }

    public static ReportChart? Buckets(IReadOnlyList<EvaluationRun> runs)
    {
        var buckets = LengthBuckets.Names.Where(b => runs.Any(r => r.Length.ByBucket.ContainsKey(b))).ToList();
        return buckets.Count == 0 ? null : Bars(
            "buckets", "Length score by required length", "Bars of the mean length score, 0 to 100, for each range of required lengths, one for each run.", "mean S_l",
            buckets, 100, runs, (run, bucket) => runs[run].Length.ByBucket.TryGetValue(buckets[bucket], out var value) ? value : null);
    }

    public static ReportChart? Histogram(IReadOnlyList<EvaluationRun> runs)
    {
        var shares = runs.Select(Shares).ToList();
        var labels = Enumerable.Range(0, Bins).Select(static i => $"{i * 10}–{(i + 1) * 10}").ToList();
        return shares.All(static s => s is null) ? null : Bars(
            "histogram", "Distribution of length scores", "Bars of the share of answers in percent for each ten points of the length score, one for each run.", "answers, percent",
            labels, Math.Max(10, shares.Max(static s => s?.Max() ?? 0)), runs, (run, bin) => shares[run]?[bin]);
    }

    /// <summary>The percentage of scores in each bin; null where there are no scores.</summary>
    private static double[]? Shares(EvaluationRun run)
    {
        var scores = run.Answers.Select(static a => a.LengthScore).OfType<double>().ToList();
        if (scores.Count == 0)
            return null;

        var bins = new double[Bins];
        foreach (var score in scores)
            bins[Math.Min(Bins - 1, (int)(score / (100.0 / Bins)))] += 100.0 / scores.Count;
        return bins;
    }

    private static ReportChart Bars(
        string id, string title, string description, string label, IReadOnlyList<string> groups, double most, IReadOnlyList<EvaluationRun> runs, Func<int, int, double?> value)
    {
        var slot = 0.8 / runs.Count;
        return new(
            id,
            title,
            ChartKind.Bars,
            ChartAxis.Groups(groups),
            ChartAxis.Linear(label, 0, most),
            [.. runs.Select((run, i) => new ChartSeries(
                run.Name,
                [.. groups.Select((name, group) => (Group: group, Name: name, Value: value(i, group))).Where(static g => g.Value is not null)
                    .Select(g => (g.Group - 0.4 + ((i + 0.5) * slot), g.Value!.Value, $"{run.Name}, {g.Name}: {Html.Number(g.Value, "0.0")}"))]))])
        {
            BarWidth = slot * 0.92,
            Description = description,
            Head = ["", .. runs.Select(static r => r.Name)],
            Rows = [.. groups.Select((name, group) => (string[])[name, .. runs.Select((_, i) => Html.Number(value(i, group), "0.0"))])],
        };
    }

    private static string Count(long count) => Html.Whole(count);
}
