namespace LongWriter.Tests;

public sealed class ParquetRowsTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_survive_the_file()
    {
        var rows = Enumerable.Range(0, 450).Select(static i => new DatasetRow("id" + i, $"Write text {i}.")
        {
            Text = i % 7 == 3 ? null : $"Text {i}: 灯塔 😀\n\nend",
            Required = i % 3 == 0 ? 100 + i : null,
            Language = i % 2 == 0 ? "en" : null,
            Plan = i % 5 == 0 ? "Paragraph 1" : null,
            Provenance = new("run") { Version = "1.0" },
        }).ToList();
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
            Assert.Equal(450, await DatasetFiles.ConvertAsync(rows, sink));
        var back = ParquetRows.Read(_folder["a.parquet"]).ToList();
        Assert.Equal(
            rows.Select(static r => (r.Id, r.Prompt, r.Text, r.Required, r.Language, r.Plan)),
            back.Select(static r => (r.Id, r.Prompt, r.Text, r.Required, r.Language, r.Plan)));
        Assert.Equal([_folder["a.parquet"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_sink_that_is_not_completed_leaves_nothing()
    {
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
        {
            for (var i = 0; i < 300; i++)
                await sink.WriteAsync(new("1", "Write.") { Text = "x" });
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_empty_set_is_a_file_too()
    {
        await using (var sink = ParquetRows.Open(_folder["a.parquet"]))
            await sink.CompleteAsync();
        Assert.Empty(ParquetRows.Read(_folder["a.parquet"]));
    }

    [Fact]
    public void What_is_no_parquet_says_so()
    {
        var path = _folder.Write("a.parquet", "no parquet at all, though it is long enough to be looked at");
        Assert.Equal(LongWriterError.DatasetUnavailable, Assert.Throws<LongWriterException>(() => ParquetRows.Read(path).ToList()).Error);
        Assert.Equal(LongWriterError.DatasetUnavailable, Assert.Throws<LongWriterException>(() => ParquetRows.Read(_folder["none.parquet"]).ToList()).Error);
    }
}
