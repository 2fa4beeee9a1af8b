using static LongWriter.Tests.JournalAssert;

namespace LongWriter.Tests;

public sealed class FileJournalStoreFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_where_the_folder_should_be_is_told_with_its_path()
    {
        await File.WriteAllTextAsync(_folder["runs"], "");
        foreach (var directory in new[] { _folder["runs"], Path.Join(_folder["runs"], "below") })
        {
            var e = await ThrowsAsync(LongWriterError.JournalUnavailable, () => new FileJournalStore(directory).OpenAsync("run").AsTask());
            Assert.Contains(directory, e.Message);
            Assert.Contains("choose another folder", e.Message);
            Assert.Equal("run", e.RunId);
            Assert.IsAssignableFrom<IOException>(e.InnerException);
        }
    }

    [Fact]
    public async Task A_folder_where_the_journal_should_be_is_told_and_leaves_no_lock_behind()
    {
        var store = new FileJournalStore(_folder.Path);
        Directory.CreateDirectory(_folder["run.jsonl"]);
        for (var i = 0; i < 2; i++)
        {
            var e = await ThrowsAsync(LongWriterError.JournalUnavailable, () => store.OpenAsync("run").AsTask());
            Assert.Contains(_folder["run.jsonl"], e.Message);
        }

        await ThrowsAsync(LongWriterError.JournalUnavailable, () => ReadAsync(store.ReadAsync("run")));
    }

    [Fact]
    public async Task A_folder_without_the_right_to_write_is_told_with_what_to_do()
    {
        var directory = "/proc/longwriter";
        if (OperatingSystem.IsLinux() && !Environment.IsPrivilegedProcess)
        {
            // Root writes wherever it likes, so only others meet a mode; root meets a file system that takes no files.
            directory = _folder["runs"];
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        else if (!OperatingSystem.IsLinux())
        {
            await File.WriteAllTextAsync(directory = _folder["runs"], "");
        }

        var e = await ThrowsAsync(LongWriterError.JournalUnavailable, () => new FileJournalStore(directory).OpenAsync("run").AsTask());
        Assert.Contains(directory, e.Message);
        Assert.Contains("choose another folder", e.Message);
        Assert.NotNull(e.InnerException);
    }

    [Fact]
    public async Task A_full_disk_is_told_on_the_append_that_met_it()
    {
        // Linux has a device that is always full; elsewhere the file only plays one.
        var store = OperatingSystem.IsLinux() ? new FileJournalStore(_folder.Path) : Failing(Fault.Write, wholeLines: 0);
        if (OperatingSystem.IsLinux())
            File.CreateSymbolicLink(_folder["run.jsonl"], "/dev/full");

        await using var journal = await store.OpenAsync("run");
        var e = await ThrowsAsync(LongWriterError.JournalUnavailable, () => journal.AppendAsync(Utf8("1")).AsTask());
        Assert.Contains("Free space", e.Message);
        Assert.Contains(_folder["run.jsonl"], e.Message);
        Assert.IsAssignableFrom<IOException>(e.InnerException);
    }

    [Theory]
    [InlineData(Fault.Write)]
    [InlineData(Fault.Flush)]
    public async Task What_a_failed_append_left_is_cut_off_on_the_spot(Fault fault)
    {
        var store = Failing(fault);
        await using (var journal = await store.OpenAsync("run"))
        {
            await journal.AppendAsync(Utf8("1"));
            await journal.AppendAsync(Utf8("2"));
            var e = await ThrowsAsync(LongWriterError.JournalUnavailable, () => journal.AppendAsync(Utf8("three")).AsTask());
            Assert.Equal("run", e.RunId);
            Assert.True(e.IsResumable);
            Assert.Equal("1\n2\n", await File.ReadAllTextAsync(_folder["run.jsonl"]));
        }

        await WriteAsync(new FileJournalStore(_folder.Path), "run", "3");
        Assert.Equal(["1", "2", "3"], await ReadAsync(store.ReadAsync("run")));
    }

    [Fact]
    public async Task What_could_not_be_cut_off_on_the_spot_goes_at_the_next_open()
    {
        var store = Failing(Fault.Write | Fault.Truncate);
        await using (var journal = await store.OpenAsync("run"))
        {
            await journal.AppendAsync(Utf8("1"));
            await journal.AppendAsync(Utf8("2"));
            await ThrowsAsync(LongWriterError.JournalUnavailable, () => journal.AppendAsync(Utf8("three")).AsTask());
            Assert.Equal("1\n2\nth", await File.ReadAllTextAsync(_folder["run.jsonl"]));
            Assert.Equal(["1", "2"], await ReadAsync(store.ReadAsync("run")));
        }

        await WriteAsync(new FileJournalStore(_folder.Path), "run", "3");
        Assert.Equal(["1", "2", "3"], await ReadAsync(store.ReadAsync("run")));
    }

    [Fact]
    public async Task A_journal_takes_nothing_more_after_a_failed_append()
    {
        var store = Failing(Fault.Write);
        await using var journal = await store.OpenAsync("run");
        await journal.AppendAsync(Utf8("1"));
        await journal.AppendAsync(Utf8("2"));
        var first = await ThrowsAsync(LongWriterError.JournalUnavailable, () => journal.AppendAsync(Utf8("three")).AsTask());
        var second = await ThrowsAsync(LongWriterError.JournalUnavailable, () => journal.AppendAsync(Utf8("4")).AsTask());
        Assert.Same(first.InnerException, second.InnerException);
        Assert.Contains("open the run again", second.Message);
        Assert.Equal("1\n2\n", await File.ReadAllTextAsync(_folder["run.jsonl"]));
    }

    private FileJournalStore Failing(Fault fault, int wholeLines = 2) =>
        new(_folder.Path) { OpenLines = stream => new FailingLineFile(stream, fault, wholeLines) };

    [Flags]
    public enum Fault
    {
        Write = 1,
        Flush = 2,
        Truncate = 4,
    }

    /// <summary>Takes some lines; of the next it writes two bytes, or all without syncing, before it fails.</summary>
    private sealed class FailingLineFile(FileStream stream, Fault fault, int wholeLines) : LineFile(stream)
    {
        private int _writes;

        protected override void Write(ReadOnlySpan<byte> bytes, long position)
        {
            if (++_writes > wholeLines && fault.HasFlag(Fault.Write))
            {
                base.Write(bytes[..2], position);
                throw new IOException("No space left on device", 28);
            }

            base.Write(bytes, position);
        }

        protected override void Flush()
        {
            if (_writes > wholeLines && fault.HasFlag(Fault.Flush))
                throw new IOException("Input/output error", 5);

            base.Flush();
        }

        protected override void Truncate(long length)
        {
            if (fault.HasFlag(Fault.Truncate))
                throw new IOException("Input/output error", 5);

            base.Truncate(length);
        }
    }
}
