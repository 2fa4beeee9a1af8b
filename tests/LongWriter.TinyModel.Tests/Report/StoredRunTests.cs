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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
}
