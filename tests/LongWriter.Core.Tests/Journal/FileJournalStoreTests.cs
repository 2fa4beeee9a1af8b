using static LongWriter.Tests.JournalAssert;

namespace LongWriter.Tests;

public sealed class FileJournalStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FileJournalStore Store => new(_folder["runs"]);

    private string Journal => Path.Join(_folder["runs"], "run.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_record_is_a_line_of_the_runs_file()
    {
        await WriteAsync(Store, "run", """{"n":1}""", """{"text":"长文"}""");
        Assert.Equal("{\"n\":1}\n{\"text\":\"长文\"}\n", await File.ReadAllTextAsync(Journal));
    }

    [Fact]
    public void Making_a_store_touches_nothing()
    {
        _ = Store;
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public async Task A_journal_cut_at_every_byte_of_its_last_two_records_reopens_to_the_complete_ones()
    {
        string[] records = ["""{"n":1}""", """{"n":2}""", """{"n":3,"text":"écrit 长文"}""", """{"n":4,"text":"🖋️"}"""];
        await WriteAsync(Store, "run", records);
        var whole = await File.ReadAllBytesAsync(Journal);
        var lengths = records.Select(r => Utf8(r).Length + 1).ToArray();

        for (var cut = lengths[0] + lengths[1]; cut <= whole.Length; cut++)
        {
            await File.WriteAllBytesAsync(Journal, whole[..cut]);
            var complete = 0;
            for (var end = 0; complete < lengths.Length && end + lengths[complete] <= cut;)
                end += lengths[complete++];

            Assert.Equal(records[..complete], await ReadAsync(Store.ReadAsync("run")));
            await using (var journal = await Store.OpenAsync("run"))
            {
                Assert.Equal(records[..complete], await ReadAsync(journal.ReadAsync()));
                await journal.AppendAsync(Utf8("new"));
            }

            Assert.Equal([.. records[..complete], "new"], await ReadAsync(Store.ReadAsync("run")));
            byte[] expected = [.. whole[..lengths[..complete].Sum()], .. Utf8("new\n")];
            Assert.Equal(expected, await File.ReadAllBytesAsync(Journal));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public async Task A_torn_tail_of_any_size_is_cut_off(int tail)
    {
        await WriteAsync(Store, "run", "1", new string('2', 70_000));
        await File.AppendAllTextAsync(Journal, new string('x', tail));
        await WriteAsync(Store, "run", "3");
        Assert.Equal(["1", new string('2', 70_000), "3"], await ReadAsync(Store.ReadAsync("run")));
    }

    [Fact]
    public async Task A_journal_that_is_one_torn_record_starts_again()
    {
        Directory.CreateDirectory(_folder["runs"]);
        await File.WriteAllTextAsync(Journal, new string('x', 200_000));
        Assert.Empty(await ReadAsync(Store.ReadAsync("run")));
        await WriteAsync(Store, "run", "1");
        Assert.Equal("1\n", await File.ReadAllTextAsync(Journal));
    }

    [Fact]
    public async Task Records_of_every_length_around_the_read_buffer_come_back()
    {
        string[] records = [.. new[] { 65_534, 65_535, 65_536, 65_537, 1, 131_071, 131_072, 3 }.Select((n, i) => new string((char)('a' + i), n))];
        await WriteAsync(Store, "run", records);
        Assert.Equal(records, await ReadAsync(Store.ReadAsync("run")));
    }

    [Fact]
    public async Task A_reader_leaves_a_line_alone_that_is_still_being_written()
    {
        await using var journal = await Store.OpenAsync("run");
        await journal.AppendAsync(Utf8("1"));
        await using (var other = new FileStream(Journal, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            await other.WriteAsync(Utf8("half"));

        Assert.Equal(["1"], await ReadAsync(Store.ReadAsync("run")));
    }

    [Fact]
    public async Task Only_journals_are_listed()
    {
        await WriteAsync(Store, "run", "1");
        await File.WriteAllTextAsync(Path.Join(_folder["runs"], "notes.txt"), "");
        await File.WriteAllTextAsync(Path.Join(_folder["runs"], ".hidden.jsonl"), "");
        await File.WriteAllTextAsync(Path.Join(_folder["runs"], "not an id.jsonl"), "");
        Assert.Equal(["run"], await ListAsync(Store));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_has_no_runs_and_is_not_made()
    {
        Assert.Empty(await ListAsync(Store));
        await ThrowsAsync(LongWriterError.RunNotFound, () => ReadAsync(Store.ReadAsync("run")));
        Assert.False(await Store.DeleteAsync("run"));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public async Task Deleting_removes_the_journal_and_its_lock_file()
    {
        await WriteAsync(Store, "run", "1");
        Assert.True(await Store.DeleteAsync("run"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["runs"]));
    }

    [Fact]
    public async Task A_lock_file_that_was_left_behind_locks_nobody()
    {
        Directory.CreateDirectory(_folder["runs"]);
        await File.WriteAllTextAsync(Path.Join(_folder["runs"], "run.lock"), "4711\n");
        await WriteAsync(Store, "run", "1");
        Assert.Equal(["1"], await ReadAsync(Store.ReadAsync("run")));
    }

    [Fact]
    public async Task Files_are_the_owners_alone()
    {
        await WriteAsync(Store, "run", "1");
        if (OperatingSystem.IsWindows())
        {
            Assert.True(File.Exists(Journal));
            return;
        }

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ReadWrite, File.GetUnixFileMode(Journal));
        Assert.Equal(ReadWrite, File.GetUnixFileMode(Path.Join(_folder["runs"], "run.lock")));
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["runs"]));
    }

    [Fact]
    public async Task A_cancelled_call_touches_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.OpenAsync("run", cancelled).AsTask());
        Assert.False(Directory.Exists(_folder["runs"]));

        await WriteAsync(Store, "run", "1");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(Store.ReadAsync("run", cancelled)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.DeleteAsync("run", cancelled).AsTask());
        Assert.Equal(["run"], await ListAsync(Store));
    }

    [Fact]
    public async Task A_disposed_journal_refuses_to_work()
    {
        var journal = await Store.OpenAsync("run");
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(Utf8("1")).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(journal.ReadAsync()));
    }
}
