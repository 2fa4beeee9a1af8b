namespace LongWriter;

/// <summary>
/// A chart of a report as data, with all that is drawn and where, so that it is the same chart wherever it is drawn: <see cref="HtmlReport"/> draws it as SVG, and a program that needs another form
/// draws it itself. What a run does not have is not there; it is never a value of 0.
/// </summary>
public sealed class ReportChart
{
    internal ReportChart(string id, string title, ChartKind kind, ChartAxis x, ChartAxis y, IReadOnlyList<ChartSeries> series) =>
        (Id, Title, Kind, X, Y, Series) = (id, title, kind, x, y, series);

    /// <summary>The chart's name, such as <c>scatter</c>; the same in every report.</summary>
    public string Id { get; }

    /// <summary>What stands above it.</summary>
    public string Title { get; }

    /// <summary>How it is drawn.</summary>
    public ChartKind Kind { get; }

    /// <summary>The axis to the right; of <see cref="ChartKind.Radar"/> the spokes, the first one upwards and the others clockwise.</summary>
    public ChartAxis X { get; }

    /// <summary>The axis upwards; of <see cref="ChartKind.Radar"/> the rings.</summary>
    public ChartAxis Y { get; }

    /// <summary>The runs, in their order, also those without a point, so that a run has the same colour in every chart.</summary>
    public IReadOnlyList<ChartSeries> Series { get; }

    /// <summary>Whether there is a line from the lower left to the upper right on which both values are equal.</summary>
    public bool HasDiagonal { get; internal init; }

    /// <summary>The width of a bar in values of <see cref="X"/>; 0 where there are none.</summary>
    public double BarWidth { get; internal init; }

    /// <summary>What the chart shows, for whoever does not see it.</summary>
    internal string Description { get; init; } = "";

    /// <summary>What stands below it; empty for nothing.</summary>
    internal string Note { get; init; } = "";

    /// <summary>The head of the table of its values.</summary>
    internal IReadOnlyList<string> Head { get; init; } = [];

    /// <summary>The table of its values.</summary>
    internal IReadOnlyList<string[]> Rows { get; init; } = [];
}

/// <summary>How a chart is drawn.</summary>
public enum ChartKind
{
    /// <summary>A mark for each point.</summary>
    Marks,

    /// <summary>A mark for each point, and a line through those of a run.</summary>
    Lines,

    /// <summary>A bar from the lower edge for each point, around its place.</summary>
    Bars,

    /// <summary>A closed line around a centre for each run.</summary>
    Radar,
}

/// <summary>The points of a run.</summary>
public sealed class ChartSeries
{
    internal ChartSeries(string name, IReadOnlyList<(double X, double Y, string Text)> points) => (Name, Points) = (name, points);

    /// <summary>The run's name.</summary>
    public string Name { get; }

    /// <summary>The points in their order along the axis, each with what it is in words; none where the run has no data for the chart.</summary>
    public IReadOnlyList<(double X, double Y, string Text)> Points { get; }
}
