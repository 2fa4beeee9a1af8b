using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter.Tests;

public sealed partial class JsonLinesSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_item_is_a_line_with_its_text_readable()
    {
        await WriteAsync(Sink(), new Row("1", "line\nbreak"), new Row("2", "长文 é <b>'+&"), new Row("3", "🖋"));
        Assert.Equal("""
            {"id":"1","text":"line\nbreak"}
            {"id":"2","text":"长文 é <b>'+&"}
            {"id":"3","text":"\uD83D\uDD8B"}

            """.ReplaceLineEndings("\n"), await File.ReadAllTextAsync(Data));
    }

    [Fact]
    public async Task A_context_that_indents_still_gives_one_line_an_item()
    {
        var indented = new RowContext(new JsonSerializerOptions { WriteIndented = true }).Row;
        await WriteAsync(new JsonLinesSink<Row>(Data, indented), new Row("1", "a"), new Row("2", "b"));
        Assert.Equal(2, (await File.ReadAllLinesAsync(Data)).Length);
    }

    [Fact]
    public async Task Rows_that_are_there_stay()
    {
        await WriteAsync(Sink(), new Row("1", "a"));
        await WriteAsync(Sink(), new Row("2", "b"));
        Assert.Equal(["1", "2"], await IdsAsync());
    }

    [Fact]
    public async Task Without_a_key_every_item_is_written()
    {
        await WriteAsync(new JsonLinesSink<Row>(Data, RowContext.Default.Row), new Row("1", "a"), new Row("1", "a"));
        Assert.Equal(["1", "1"], await IdsAsync());
    }

    [Fact]
    public async Task An_item_that_is_served_twice_is_written_once_also_after_a_restart()
    {
        await WriteAsync(Sink(), new Row("1", "a"), new Row("2", "b"), new Row("1", "a"));
        await WriteAsync(Sink(), new Row("2", "b"), new Row("3", "c"), new Row("1", "changed"));
        Assert.Equal(["1", "2", "3"], await IdsAsync());
        Assert.DoesNotContain("changed", await File.ReadAllTextAsync(Data));
    }

    [Fact]
    public async Task Keys_are_found_in_rows_of_others()
    {
        await File.WriteAllTextAsync(Data, "\uFEFF{\"text\":\"x\", \"id\" : \"1\"}\r\n\n[]\n{\"nested\":{\"id\":\"9\"}}\n{\"id\":2}\n{\"id\":null}\n{\"i\\u0064\":\"\\u0033\"}\n");
        var before = await File.ReadAllTextAsync(Data);
        await WriteAsync(Sink(), new Row("1", "a"), new Row("2", "b"), new Row("3", "c"), new Row("9", "d"));
        Assert.Equal(before + "{\"id\":\"9\",\"text\":\"d\"}\n", await File.ReadAllTextAsync(Data));
    }

    [Fact]
    public async Task A_row_cut_at_every_byte_is_written_again_whole()
    {
        await WriteAsync(Sink(), new Row("1", "first"), new Row("2", "长文 {} 🖋️"));
        var whole = await File.ReadAllBytesAsync(Data);
        for (var cut = Array.IndexOf(whole, (byte)'\n') + 1; cut <= whole.Length; cut++)
        {
            await File.WriteAllBytesAsync(Data, whole[..cut]);
            await WriteAsync(Sink(), new Row("1", "first"), new Row("2", "长文 {} 🖋️"));
            Assert.Equal(whole, await File.ReadAllBytesAsync(Data));
        }
    }

    [Fact]
    public async Task A_torn_row_longer_than_the_next_one_leaves_nothing_behind()
    {
        await File.WriteAllTextAsync(Data, "{\"id\":\"1\"}\n{\"id\":\"2\",\"text\":\"" + new string('x', 500));
        await WriteAsync(Sink(), new Row("3", "c"));
        Assert.Equal("{\"id\":\"1\"}\n{\"id\":\"3\",\"text\":\"c\"}\n", await File.ReadAllTextAsync(Data));
    }

    [Fact]
    public async Task A_last_row_without_its_line_feed_is_kept()
    {
        await File.WriteAllTextAsync(Data, """{"id":"1","text":"made by hand"}""");
        await WriteAsync(new JsonLinesSink<Row>(Data, RowContext.Default.Row), new Row("2", "b"));
        Assert.Equal(["1", "2"], await IdsAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_data_set_is_left_as_it_is()
    {
        await File.WriteAllTextAsync(Data, "{\"id\":\"1\"}\nDear diary,\nit rains");
        await using var sink = Sink();
        var e = await FailsAsync(sink, new Row("2", "b"));
        Assert.Contains("Line 2 of " + Data, e.Message);
        Assert.Equal("{\"id\":\"1\"}\nDear diary,\nit rains", await File.ReadAllTextAsync(Data));
    }

    [Fact]
    public async Task Concurrent_writes_make_whole_lines_once_each()
    {
        await using (var sink = Sink(flushToDisk: false))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (n, token) =>
                await sink.WriteAsync(new Row($"{n % 200}", new string((char)('a' + n % 200 % 26), 1_000 + n % 200)), token));
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"{n}").Order(), (await IdsAsync()).Order());
    }

    [Fact]
    public async Task A_second_sink_on_the_file_is_refused_until_the_first_is_disposed()
    {
        var first = Sink();
        await using var second = Sink();
        await first.WriteAsync(new Row("1", "a"));
        var e = await FailsAsync(second, new Row("2", "b"), LongWriterError.DatasetLocked);
        Assert.Contains("share one writer", e.Message);
        await first.DisposeAsync();
        await second.WriteAsync(new Row("2", "b"));
        Assert.Equal(["1", "2"], await IdsAsync());
    }

    [Fact]
    public async Task Disposing_leaves_the_data_alone_in_its_folder_and_ends_the_sink()
    {
        var sink = Sink();
        await sink.WriteAsync(new Row("1", "a"));
        await sink.DisposeAsync();
        await sink.DisposeAsync();
        Assert.Equal([Data], Directory.GetFileSystemEntries(_folder.Path));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sink.WriteAsync(new Row("2", "b")).AsTask());
    }

    [Fact]
    public async Task Making_a_sink_touches_nothing_and_writing_makes_its_folders()
    {
        var path = Path.Join(_folder["deep"], "er", "data.jsonl");
        await using var sink = new JsonLinesSink<Row>(path, RowContext.Default.Row);
        Assert.False(Directory.Exists(_folder["deep"]));
        await sink.WriteAsync(new Row("1", "a"));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_is_told_with_what_to_do()
    {
        await File.WriteAllTextAsync(_folder["file"], "");
        var path = Path.Join(_folder["file"], "data.jsonl");
        await using var sink = new JsonLinesSink<Row>(path, RowContext.Default.Row);
        var e = await FailsAsync(sink, new Row("1", "a"));
        Assert.Contains(path, e.Message);
        Assert.Contains("choose another folder", e.Message);
        Assert.IsAssignableFrom<IOException>(e.InnerException);
    }

    [Fact]
    public async Task A_sink_goes_on_once_the_disk_has_room_again()
    {
        var full = false;
        await using (var sink = new JsonLinesSink<Row>(Data, RowContext.Default.Row, static r => r.Id)
        {
            OpenLines = stream => new FullDiskFile(stream, () => full),
        })
        {
            await sink.WriteAsync(new Row("1", "a"));
            full = true;
            var e = await FailsAsync(sink, new Row("2", "b"));
            Assert.Contains("Free space", e.Message);
            Assert.Equal(["1"], await IdsAsync());
            full = false;
            await sink.WriteAsync(new Row("2", "b"));
            await sink.WriteAsync(new Row("1", "a"));
        }

        Assert.Equal(["1", "2"], await IdsAsync());
    }

    [Fact]
    public async Task A_cancelled_write_writes_nothing()
    {
        await using var sink = Sink();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.WriteAsync(new Row("1", "a"), new CancellationToken(true)).AsTask());
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_key_property_needs_a_key() =>
        Assert.Throws<ArgumentException>(() => new JsonLinesSink<Row>(Data, RowContext.Default.Row, keyProperty: "id"));

    private JsonLinesSink<Row> Sink(bool flushToDisk = true) => new(Data, RowContext.Default.Row, static r => r.Id, "id", flushToDisk);

    private static async Task WriteAsync(JsonLinesSink<Row> sink, params Row[] rows)
    {
        await using (sink)
        {
            foreach (var row in rows)
                await sink.WriteAsync(row);
        }
    }

    private static async Task<LongWriterException> FailsAsync(JsonLinesSink<Row> sink, Row row, LongWriterError error = LongWriterError.DatasetUnavailable)
    {
        var e = await Assert.ThrowsAsync<LongWriterException>(() => sink.WriteAsync(row).AsTask());
        Assert.Equal(error, e.Error);
        return e;
    }

    // Opened as a reader beside the sink would: a sink that is not disposed yet must not stop it.
    private async Task<List<string>> IdsAsync()
    {
        await using var stream = new FileStream(Data, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var ids = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
            ids.Add(JsonSerializer.Deserialize(line, RowContext.Default.Row)!.Id);

        return ids;
    }

    internal sealed record Row(string Id, string Text);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Row))]
    internal sealed partial class RowContext : JsonSerializerContext;

    private sealed class FullDiskFile(FileStream stream, Func<bool> isFull) : LineFile(stream)
    {
        protected override void Write(ReadOnlySpan<byte> bytes, long position)
        {
            base.Write(isFull() ? bytes[..4] : bytes, position);
            if (isFull())
                throw new IOException("No space left on device", 28);
        }
    }
}
