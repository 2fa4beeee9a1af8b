using ScottPlot;

namespace LongWriter.Cli.Evaluation;

/// <summary>The report's charts as PNG, for where a page is of no use.</summary>
internal static class EvalCharts
{
    private const int Width = 960;
    private const int Height = 600;

    // so that a mark at an edge is whole
    private const double Margin = 0.015;

    // those of the page in its light form
    private static readonly Color[] Palette = [.. new[] { "#1f6f9c", "#c2571a", "#4d7d2a", "#8a4a9e", "#9c7a10", "#b03060" }.Select(Color.FromHex)];
    private static readonly MarkerShape[] Marks = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.Cross];
    private static readonly Color Line = Color.FromHex("#dedbd2");
    private static readonly Color Soft = Color.FromHex("#66655f");

    /// <summary>Draws the charts that the runs have data for.</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(IReadOnlyList<EvaluationRun> runs, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var files = new List<string>();
            foreach (var chart in HtmlReport.Charts(runs))
            {
                files.Add(Path.Combine(folder, chart.Id + ".png"));
                Draw(chart).SavePng(files[^1], Width, Height);
            }

            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--png {folder} cannot be written: {exception.Message}");
        }
    }

    /// <summary>A chart in places from 0 to 1, as its axes give them.</summary>
    public static Plot Draw(ReportChart chart)
    {
        var plot = new Plot();
        plot.Title(chart.Title);
        if (chart.Kind == ChartKind.Radar)
            DrawRadar(plot, chart);
        else
            DrawAxes(plot, chart);
        if (chart.Series.Count > 1)
            plot.ShowLegend(chart.Kind == ChartKind.Radar ? Alignment.UpperRight : Alignment.UpperLeft);
        return plot;
    }

    private static void DrawAxes(Plot plot, ReportChart chart)
    {
        if (chart.HasDiagonal)
            plot.Add.ScatterLine(new double[] { 0, 1 }, new double[] { 0, 1 }, Soft).LinePattern = LinePattern.Dashed;
        for (var i = 0; i < chart.Series.Count; i++)
        {
            if (chart.Series[i].Points.Count > 0)
                DrawSeries(plot, chart, i);
        }

        plot.Axes.Bottom.SetTicks([.. chart.X.Ticks.Select(t => chart.X.At(t.Value))], [.. chart.X.Ticks.Select(static t => t.Text)]);
        plot.Axes.Left.SetTicks([.. chart.Y.Ticks.Select(t => chart.Y.At(t.Value))], [.. chart.Y.Ticks.Select(static t => t.Text)]);
        plot.Axes.SetLimits(-Margin, 1 + Margin, chart.Kind == ChartKind.Bars ? 0 : -Margin, 1 + Margin);
        plot.XLabel(chart.X.Label);
        plot.YLabel(chart.Y.Label);
    }

    private static void DrawSeries(Plot plot, ReportChart chart, int series)
    {
        var points = chart.Series[series].Points;
        var color = Palette[series % Palette.Length];
        if (chart.Kind == ChartKind.Bars)
        {
            var half = chart.BarWidth / 2;
            plot.Add.Bars(points.Select(p => new Bar { Position = chart.X.At(p.X), Value = chart.Y.At(p.Y), Size = chart.X.At(p.X + half) - chart.X.At(p.X - half), FillColor = color }).ToArray()).LegendText = chart.Series[series].Name;
            return;
        }

        var marks = plot.Add.Scatter(points.Select(p => chart.X.At(p.X)).ToArray(), points.Select(p => chart.Y.At(p.Y)).ToArray(), color);
        (marks.MarkerShape, marks.MarkerSize, marks.LineWidth) = (Marks[series % Marks.Length], 8, chart.Kind == ChartKind.Lines ? 2 : 0);
        marks.LegendText = chart.Series[series].Name;
    }

    private static void DrawRadar(Plot plot, ReportChart chart)
    {
        const double LabelReach = 1.16;
        foreach (var (value, text) in chart.Y.Ticks.Skip(1))
        {
            Outline(chart.X.Ticks.Select(s => Place(s.Value, chart.Y.At(value))), Line);
            plot.Add.Text(text, 0.03, chart.Y.At(value) - 0.03).LabelFontColor = Soft;
        }

        foreach (var (value, text) in chart.X.Ticks)
        {
            plot.Add.Line(Place(value, 0), Place(value, 1)).Color = Line;
            var place = Place(value, LabelReach);
            plot.Add.Text(text, place).LabelAlignment = Math.Abs(place.X) < 0.05 ? Alignment.MiddleCenter : place.X > 0 ? Alignment.MiddleLeft : Alignment.MiddleRight;
        }

        for (var i = 0; i < chart.Series.Count; i++)
        {
            if (chart.Series[i].Points.Count == 0)
                continue;

            var color = Palette[i % Palette.Length];
            var area = Outline(chart.Series[i].Points.Select(p => Place(p.X, chart.Y.At(p.Y))), color);
            (area.FillColor, area.LineWidth, area.LegendText) = (color.WithAlpha(0.1), 2, chart.Series[i].Name);
        }

        plot.HideAxesAndGrid();
        plot.Axes.SetLimits(-2, 2, -1.3, 1.3);
        plot.Axes.SquareUnits();

        ScottPlot.Plottables.Polygon Outline(IEnumerable<Coordinates> places, Color color)
        {
            var outline = plot.Add.Polygon(places.ToArray());
            (outline.FillColor, outline.LineColor, outline.LineWidth) = (Colors.Transparent, color, 1);
            return outline;
        }

        Coordinates Place(double spoke, double share)
        {
            var angle = 2 * Math.PI * spoke / chart.X.Ticks.Count;
            return new(Math.Sin(angle) * share, Math.Cos(angle) * share);
        }
    }
}
