using System.Xml.Linq;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Stages;

namespace TinyModel.Report;

public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-report-").FullName;

    [Fact]
    public void A_chart_is_well_formed_and_says_its_figures_in_words()
    {
        var svg = XDocument.Parse(CurveChart.Draw("a < b", [("one & two", CurveOf(10, 20)), ("three", CurveOf(30, 40))]));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal("a < b", svg.Root!.Element(ns + "title")!.Value);
        Assert.Contains("one & two: 100 required, 15 written", svg.Root.Element(ns + "desc")!.Value, StringComparison.Ordinal);
        Assert.Equal(2, svg.Root.Elements(ns + "polyline").Count());
    }

    [Fact]
    public void Claims_hold_or_not_by_the_figures()
    {
        Store("ceiling", CeilingStage.Arm(75), CurveOf(60, 62));
        Store("ceiling", CeilingStage.Arm(150), CurveOf(120, 124));
        Store("ceiling", CeilingStage.Arm(250), CurveOf(500, 520));
        var claims = Claim.Of(new RunResults(Path.Combine(_folder, "small-1")));
        Assert.False(claims.Single(static c => c.Text.EndsWith("largest mean over the grid", StringComparison.Ordinal) && c.Asked.StartsWith("0.5", StringComparison.Ordinal)).Holds);
        Assert.True(claims.Single(static c => c.Text.EndsWith("largest mean over the grid", StringComparison.Ordinal) && c.Asked.StartsWith("ordered", StringComparison.Ordinal)).Holds);
    }

    [Fact]
    public void Figures_come_between_their_marks_and_the_rest_stays()
    {
        Store("ceiling", CeilingStage.Arm(75), CurveOf(60, 62));
        var page = Path.Combine(_folder, "page.md");
        File.WriteAllText(page, "before\n<!-- figures small-1 -->\nof an earlier run\n<!-- end -->\nafter\n");
        ReportFile.Fill(page, Runs());
        var text = File.ReadAllText(page);
        Assert.StartsWith("before\n<!-- figures small-1 -->", text, StringComparison.Ordinal);
        Assert.EndsWith("<!-- end -->\nafter\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("of an earlier run", text, StringComparison.Ordinal);
        Assert.Contains("| cap-75 | 61 (61; 60 to 62; 100 %) |", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "images", "small-1-ceiling.svg")));
        ReportFile.Fill(page, Runs());
        Assert.Equal(text, File.ReadAllText(page));
    }

    [Theory]
    [InlineData("<!-- figures small-9 --><!-- end -->")]
    [InlineData("<!-- figures small-1 -->")]
    public void A_page_that_cannot_be_filled_is_left_as_it_is(string text)
    {
        Store("ceiling", CeilingStage.Arm(75), CurveOf(60, 62));
        var page = Path.Combine(_folder, "page.md");
        File.WriteAllText(page, text);
        Assert.Throws<InvalidDataException>(() => ReportFile.Fill(page, Runs()));
        Assert.Equal(text, File.ReadAllText(page));
    }

    [Fact]
    public void Claims_of_all_runs_are_printed_scale_by_scale()
    {
        foreach (var cap in Scale.Small.Caps)
            Store("ceiling", CeilingStage.Arm(cap), CurveOf(cap - 10, cap - 8));
        var text = ReportFile.Claims(Runs());
        Assert.StartsWith("small\n\n| claim | asked | seed 1 |", text, StringComparison.Ordinal);
        Assert.Contains("| ordered, 95 % intervals disjoint | [65, 67] < [140, 142] < [240, 242] |", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("| claim | asked |").Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Runs()
    {
        // What lies beside the runs is none.
        var runs = Directory.CreateDirectory(Path.Combine(_folder, "runs", "old")).Parent!.FullName;
        if (!Directory.Exists(Path.Combine(runs, "small-1")))
            Directory.Move(Path.Combine(_folder, "small-1"), Path.Combine(runs, "small-1"));
        return runs;
    }

    private void Store(string stage, string arm, Curve curve)
    {
        var lab = new Lab(Scale.Small, 1, _folder, null, TextWriter.Null);
        lab.Save(Path.Combine(lab.Root, "results", $"{stage}-{arm}.json"), new ArmResult(arm, 1, 1, curve), ResultJson.Default.ArmResult);
    }

    private static Curve CurveOf(int low, int high) =>
        Curve.Of([.. new[] { 100, 0 }.SelectMany(required => new[] { low, high }.Select(words => new Answer(new("", required, ""), "", words, true, 0, null)))]);
}
