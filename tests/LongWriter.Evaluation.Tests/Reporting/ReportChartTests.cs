namespace LongWriter.Tests;

public class ReportChartTests
{
    [Fact]
    public void A_bucket_that_a_run_has_no_text_for_has_no_bar_and_buckets_stand_in_their_order()
    {
        var charts = HtmlReport.Charts([Run("long", 5_000, 3_000), Run("short", 100, 3_000)]);

        var buckets = Chart(charts, "buckets");
        Assert.Equal(["[0,500)", "[2k,4k)", "[4k,20k]"], buckets.X.Ticks.Select(static t => t.Text));
        // to the nearest group: the bars of two runs stand beside each other in it
        Assert.Equal([1, 2], Groups(buckets.Series[0]));
        Assert.Equal([0, 1], Groups(buckets.Series[1]));
        Assert.Equal(0.8 / 2 * 0.92, buckets.BarWidth, 1e-12);

        static int[] Groups(ChartSeries series) => [.. series.Points.Select(static p => (int)Math.Round(p.X))];
    }

    [Fact]
    public void A_mean_over_the_position_is_of_two_texts_at_least_and_its_axis_counts_tokens()
    {
        var run = Evaluate("r", Enumerable.Range(1, 3).Select(static i => Row($"p{i}", 100, i * 300)), new() { WindowTokens = 100 });
        var alone = Evaluate("alone", [Row("p1", 100, 300)], new() { WindowTokens = 100 });

        var decay = Chart(HtmlReport.Charts([run, alone]), "decay-rep4");

        // windows 1 to 3 are of three texts, 4 to 6 of two, 7 to 9 of one; a run of one text has no others
        Assert.Equal([0.0, 100, 200, 300, 400, 500], decay.Series[0].Points.Select(static p => p.X));
        Assert.Equal([0.0, 100, 200], decay.Series[1].Points.Select(static p => p.X));
        Assert.Equal("from token", decay.X.Label);
        Assert.Contains("from token 300", decay.Series[0].Points[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_scores_has_no_bar_of_nothing_and_one_that_nobody_judged_no_hexagon()
    {
        var judged = Evaluate("judged", [Row("p1", 100, 50) with { Scores = new("j", [new(5, 4, 3, 2, 1, 5)]) }]);
        var other = Evaluate("other", [new Prediction("p1", "prompt", "no length")]);

        var charts = HtmlReport.Charts([judged, other]);

        Assert.Equal([10, 0], Chart(charts, "histogram").Series.Select(static s => s.Points.Count));
        Assert.Equal([6, 0], Chart(charts, "radar").Series.Select(static s => s.Points.Count));
        Assert.Equal([100.0, 75, 50, 25, 0, 100], Chart(charts, "radar").Series[0].Points.Select(static p => p.Y));
        Assert.DoesNotContain(charts, static c => c.Id == "ruler");
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(1_000, 0.5)]
    [InlineData(10_000, 1)]
    [InlineData(0, 0)]
    [InlineData(1_000_000, 1)]
    public void A_place_on_an_axis_of_powers_is_that_of_the_power(double value, double place) => Assert.Equal(place, ChartAxis.Log("words", 100, 10_000).At(value), 1e-12);

    private static ReportChart Chart(IReadOnlyList<ReportChart> charts, string id) => charts.Single(c => c.Id == id);

    private static EvaluationRun Run(string name, params int[] lengths) => Evaluate(name, lengths.Select(static (length, i) => Row($"p{i}-{length}", length, length)));

    private static EvaluationRun Evaluate(string name, IEnumerable<Prediction> rows, MeasureOptions? options = null) => EvaluationRun.Evaluate(name, new([.. rows], []), options);

    private static Prediction Row(string id, int required, int written) =>
        new(id, id, string.Join(' ', Enumerable.Range(0, written).Select(static i => $"w{(char)('a' + (i * i % 23))}{(char)('a' + (i % 17))}"))) { Length = required };
}
