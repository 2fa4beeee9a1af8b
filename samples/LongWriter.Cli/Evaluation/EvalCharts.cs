using ScottPlot;

namespace LongWriter.Cli.Evaluation;

/// <summary>The report's charts as PNG, for where a page is of no use.</summary>
internal static class EvalCharts
{
    private const int Width = 960;
    private const int Height = 600;

    private static readonly Color[] Palette = [Colors.SteelBlue, Colors.DarkOrange, Colors.OliveDrab, Colors.MediumOrchid, Colors.DarkGoldenRod, Colors.Crimson];

    /// <summary>Draws the charts that the runs have data for.</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(IReadOnlyList<EvaluationRun> runs, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var files = new List<string>();
            foreach (var (name, plot) in new (string, Plot?)[]
            {
                ("scatter", Scatter(runs)), ("ruler", Ruler(runs)), ("buckets", Buckets(runs)), ("histogram", Histogram(runs)), ("radar", Radar(runs)),
                ("decay-rep4", Decay(runs, "rep4", "rep-4")), ("decay-overlap4", Decay(runs, "overlap4", "4-grams that stand earlier in the text")), ("decay-compression", Decay(runs, "compression", "compression ratio")),
            })
            {
                if (plot is null)
                    continue;

                files.Add(Path.Combine(folder, name + ".png"));
                plot.SavePng(files[^1], Width, Height);
            }

            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--png {folder} cannot be written: {exception.Message}");
        }
    }

    private static Plot? Scatter(IReadOnlyList<EvaluationRun> runs)
    {
        var points = runs.Select(static r => r.Answers.Where(static a => a.Prediction.Length is not null).ToList()).ToList();
        if (points.Sum(static p => p.Count) == 0)
            return null;

        var plot = new Plot();
        for (var i = 0; i < runs.Count; i++)
        {
            var marks = plot.Add.Markers(points[i].Select(static a => Log(a.Prediction.Length!.Value)).ToArray(), points[i].Select(static a => Log(a.Words)).ToArray(), color: Palette[i % Palette.Length]);
            marks.LegendText = runs[i].Name;
        }

        var all = points.SelectMany(static p => p).ToList();
        AddDiagonal(plot, all.Min(static a => a.Prediction.Length!.Value), all.Max(static a => a.Prediction.Length!.Value));
        return LogLog(plot, "required words", "written words");
    }

    private static Plot? Ruler(IReadOnlyList<EvaluationRun> runs)
    {
        var all = runs.SelectMany(static r => r.Ruler.Points).ToList();
        if (all.Select(static p => p.Required).Distinct().Count() < 2)
            return null;

        var plot = new Plot();
        for (var i = 0; i < runs.Count; i++)
        {
            var points = runs[i].Ruler.Points.Where(static p => p.Median is not null).ToList();
            var line = plot.Add.Scatter(points.Select(static p => Log(p.Required)).ToArray(), points.Select(static p => Log(p.Median!.Value)).ToArray(), Palette[i % Palette.Length]);
            line.LegendText = runs[i].Name;
        }

        AddDiagonal(plot, all.Min(static p => p.Required), all.Max(static p => p.Required));
        return LogLog(plot, "required words", "written words, median");
    }

    private static Plot? Buckets(IReadOnlyList<EvaluationRun> runs)
    {
        var names = runs.SelectMany(static r => r.Length.ByBucket.Keys).Distinct().ToList();
        if (names.Count == 0)
            return null;

        return Bars(runs, names, (run, name) => run.Length.ByBucket.TryGetValue(name, out var value) ? value : 0, "mean S_l");
    }

    private static Plot? Histogram(IReadOnlyList<EvaluationRun> runs)
    {
        if (runs.Sum(static r => r.Length.N) == 0)
            return null;

        List<string> names = [.. Enumerable.Range(0, 10).Select(static i => $"{i * 10}–{(i + 1) * 10}")];
        return Bars(runs, names, (run, name) => 100.0 * run.Answers.Count(a => a.LengthScore is { } s && Math.Min(9, (int)(s / 10)) == names.IndexOf(name)) / Math.Max(1, run.Length.N), "answers, percent");
    }

    private static Plot? Radar(IReadOnlyList<EvaluationRun> runs)
    {
        var judged = runs.Where(static r => r.Quality is { N: > 0 }).ToList();
        if (judged.Count == 0)
            return null;

        var plot = new Plot();
        string[] names = [.. judged[0].Quality!.ByDimension.Keys];
        var radar = plot.Add.Radar(judged.Select(r => names.Select(n => r.Quality!.ByDimension[n]).ToArray()).ToArray());
        radar.PolarAxis.SetSpokes(names, 110);
        for (var i = 0; i < judged.Count; i++)
            radar.Series[i].LegendText = judged[i].Name;
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    private static Plot? Decay(IReadOnlyList<EvaluationRun> runs, string figure, string label)
    {
        var lines = runs.Select(r => r.Repetition.ByPosition.Where(p => p.Figures.ContainsKey(figure)).ToList()).ToList();
        if (lines.All(static l => l.Count < 2))
            return null;

        var plot = new Plot();
        for (var i = 0; i < runs.Count; i++)
        {
            var line = plot.Add.Scatter(lines[i].Select(static p => (double)p.FromToken).ToArray(), lines[i].Select(p => p.Figures[figure]).ToArray(), Palette[i % Palette.Length]);
            line.LegendText = runs[i].Name;
        }

        plot.XLabel("from word");
        plot.YLabel(label);
        plot.ShowLegend(Alignment.UpperLeft);
        return plot;
    }

    private static Plot Bars(IReadOnlyList<EvaluationRun> runs, List<string> names, Func<EvaluationRun, string, double> value, string label)
    {
        var plot = new Plot();
        var width = 0.8 / runs.Count;
        for (var i = 0; i < runs.Count; i++)
        {
            var bars = plot.Add.Bars(names.Select((n, k) => new Bar { Position = k - 0.4 + ((i + 0.5) * width), Value = value(runs[i], n), Size = width * 0.92, FillColor = Palette[i % Palette.Length] }).ToArray());
            bars.LegendText = runs[i].Name;
        }

        plot.Axes.Bottom.SetTicks([.. names.Select(static (_, k) => (double)k)], [.. names]);
        plot.Axes.Margins(bottom: 0);
        plot.YLabel(label);
        plot.ShowLegend(Alignment.UpperLeft);
        return plot;
    }

    private static double Log(double value) => Math.Log10(Math.Max(1, value));

    private static void AddDiagonal(Plot plot, double least, double most)
    {
        var line = plot.Add.ScatterLine(new[] { Log(least), Log(most) }, new[] { Log(least), Log(most) }, Colors.Gray);
        line.LinePattern = LinePattern.Dashed;
    }

    private static Plot LogLog(Plot plot, string x, string y)
    {
        double[] at = [1, 2, 3, 4, 5, 6];
        string[] names = ["10", "100", "1k", "10k", "100k", "1M"];
        plot.Axes.Bottom.SetTicks(at, names);
        plot.Axes.Left.SetTicks(at, names);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.ShowLegend(Alignment.UpperLeft);
        return plot;
    }
}
