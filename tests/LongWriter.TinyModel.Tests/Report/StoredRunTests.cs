using System.Globalization;
using TinyModel.Stages;

namespace TinyModel.Report;

/// <summary>Holds the page against the run whose results lie beside the sample.</summary>
public sealed class StoredRunTests : IDisposable
{
    private static readonly string Stored = Path.Combine(AppContext.BaseDirectory, "stored");

    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-page-").FullName;

    [Fact]
    public void The_page_says_what_the_stored_run_came_to()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Stored, "page"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(Path.Combine(Stored, "page"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        ReportFile.Fill(Path.Combine(_folder, "reproduction.md"), Path.Combine(Stored, "runs"));
        var files = Files(Path.Combine(Stored, "page"));
        Assert.Equal(files, Files(_folder));
        Assert.Contains(files, static f => f.EndsWith(".svg", StringComparison.Ordinal));
        foreach (var file in files)
            Assert.Equal(File.ReadAllLines(Path.Combine(Stored, "page", file)), File.ReadAllLines(Path.Combine(_folder, file)));
    }

    [Fact]
    public void The_stored_run_went_through_all_stages()
    {
        var run = new RunResults(Path.Combine(Stored, "runs", "full-1"));
        Assert.NotNull(run.Corpus);
        Assert.NotNull(run.Base);
        foreach (var cap in run.Scale.Caps)
            Assert.NotNull(run.Arm("ceiling", CeilingStage.Arm(cap)));
        Assert.NotNull(run.Arm("ceiling", CeilingStage.Uncapped));
        Assert.NotNull(run.AgentWrite);
        Assert.NotNull(run.Arm("longwriter", LongWriterStage.Shipped));
        Assert.NotNull(run.Arm("longwriter", LongWriterStage.Control));
        Assert.True(run.Preferences!.Prompts >= 400);
        Assert.Equal([SamplesStage.Pipeline, SamplesStage.OneCall, SamplesStage.Generator], run.Samples!.Select(static s => s.Way));
    }

    [Fact]
    public void The_card_and_the_guide_say_what_the_stored_run_came_to()
    {
        var run = new RunResults(Path.Combine(Stored, "runs", "full-1"));
        var (calls, pipeline, one) = (run.Preferences!, run.Samples![0], run.Samples[1]);
        var card = Words("card.md");
        Assert.Contains(Figures($"Over {calls.Prompts} held-out questions for {calls.After.Points[0].Required} to {calls.After.Points[^1].Required:N0} words, in one call at temperature 0.5, S_l is {calls.After.LengthScore:F1} on average; {calls.After.Points[^1].Ended:P0} of the answers to 3,200 words ended."), card, StringComparison.Ordinal);
        Assert.Contains(
            Figures($"Forty documents of 2,000 words about invented topics, by the pipeline: S_l {pipeline.LengthScore:F1}, all finished ({pipeline.Cut:P0} of the sections met their limit and went back to a sentence); {pipeline.Topic:P0} of the sections name the topic, the sentence that stands most often in a text stands there {pipeline.Repeated:F1} times on average, distinct-3 is {pipeline.Distinct3:F3}."),
            card, StringComparison.Ordinal);
        Assert.Contains(Figures($"In one call, as `LongWriterTiny.Load` draws it: {one.Words.Mean:N0} words on average, S_l {one.LengthScore:F1}, topic {one.Topic:P0}, a sentence {one.Repeated:F1} times, distinct-3 {one.Distinct3:F3}."), card, StringComparison.Ordinal);
        Assert.Contains(Figures($"S_l {pipeline.LengthScore:F1}, and {calls.After.LengthScore:F1} over single calls"), Words("local-models.md"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Words(string file) => File.ReadAllText(Path.Combine(Stored, file)).ReplaceLineEndings(" ");

    private static string Figures(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
}
