using System.Text.Json;
using LongWriter.Cli.Exports;

namespace LongWriter.Cli.Tests.Exports;

public sealed class FileExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Markdown_and_text_hold_the_title_and_the_text_and_no_planning_notes()
    {
        var document = Documents.Of("Tea *and* more", ["one", "two"]);

        Assert.Equal("# Tea \\*and\\* more\n\none\n\ntwo\n", MarkdownExport.Render(document));
        Assert.Equal("Tea *and* more\n\none\n\ntwo\n", TextExport.Render(document));
        Assert.Equal("one\n\ntwo\n", MarkdownExport.Render(Documents.Of("one", "two")));
    }

    [Fact]
    public void A_title_that_the_text_opens_with_is_not_said_twice()
    {
        Assert.Equal("# Tea\n\ntext\n", MarkdownExport.Render(Documents.Of("tea", ["# Tea\n\ntext"])));
    }

    [Fact]
    public void Json_holds_sections_plan_and_figures()
    {
        var json = JsonDocument.Parse(JsonExport.Render(Documents.Of("Tea", ["one 茶", "two"]))).RootElement;

        Assert.Equal("one 茶\n\ntwo", json.GetProperty("text").GetString());
        Assert.Equal("two", json.GetProperty("sections")[1].GetProperty("text").GetString());
        Assert.Equal("Secret note 2", json.GetProperty("plan")[1].GetProperty("mainPoint").GetString());
        Assert.Equal(161, json.GetProperty("length").GetInt32());
        Assert.Equal(91.25, json.GetProperty("lengthScore").GetDouble());
    }

    [Fact]
    public async Task A_file_is_replaced_whole_and_leaves_nothing_beside_it()
    {
        var path = Path.Combine(_folder, "out.md");
        await File.WriteAllTextAsync(path, "before");
        var export = ExportFile.Prepare(path, planOnly: false);
        Assert.Equal("before", await File.ReadAllTextAsync(path));

        await export.WriteAsync("after é\n", CancellationToken.None);

        Assert.Equal("after é\n"u8.ToArray(), await File.ReadAllBytesAsync(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_in_the_end_is_an_error_that_keeps_the_document()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "gone")).FullName;
        var export = ExportFile.Prepare(Path.Combine(folder, "out.md"), planOnly: false);
        Directory.Delete(folder);

        var error = await Assert.ThrowsAsync<ExportException>(() => export.WriteAsync("text", CancellationToken.None));
        Assert.Contains("kept with its run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_link_points_to_is_replaced_and_the_link_stays()
    {
        var (target, link) = (Path.Combine(_folder, "target.md"), Path.Combine(_folder, "link.md"));
        await File.WriteAllTextAsync(target, "before");
        File.CreateSymbolicLink(link, target);

        await ExportFile.Prepare(link, planOnly: false).WriteAsync("after", CancellationToken.None);

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal("after", await File.ReadAllTextAsync(target));
    }
}
