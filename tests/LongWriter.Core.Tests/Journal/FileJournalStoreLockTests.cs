using static LongWriter.Tests.JournalAssert;

namespace LongWriter.Tests;

public sealed class FileJournalStoreLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FileJournalStore Store => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_process_is_locked_out_and_still_reads()
    {
        await using var holder = await LockHolder.StartAsync(_folder.Path, "run", busy: false);

        var e = await ThrowsAsync(LongWriterError.RunLocked, () => Store.OpenAsync("run").AsTask());
        Assert.Equal("run", e.RunId);
        Assert.Contains(_folder["run.lock"], e.Message);
        await ThrowsAsync(LongWriterError.RunLocked, () => Store.DeleteAsync("run").AsTask());
        Assert.Single(await ReadAsync(Store.ReadAsync("run")));
        Assert.Equal(["run"], await ListAsync(Store));
        await WriteAsync(Store, "other", "1");

        await holder.StopAsync();
        await WriteAsync(Store, "run", "2");
        Assert.Equal("2", (await ReadAsync(Store.ReadAsync("run")))[1]);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_writing_releases_the_lock_and_leaves_whole_records()
    {
        await using (var holder = await LockHolder.StartAsync(_folder.Path, "run", busy: true))
        {
            while ((await ReadAsync(Store.ReadAsync("run"))).Count < 20)
                await ThrowsAsync(LongWriterError.RunLocked, () => Store.OpenAsync("run").AsTask());

            await holder.KillAsync();
        }

        await WriteAsync(Store, "run", "end");
        var records = await ReadAsync(Store.ReadAsync("run"));
        Assert.True(records.Count > 20);
        Assert.Equal("end", records[^1]);
        for (var n = 0; n < records.Count - 1; n++)
            Assert.Equal(LockHolder.Record(n), Utf8(records[n]));
    }

    [Fact]
    public async Task Many_writers_and_deleters_of_one_run_never_hold_it_together()
    {
        var inside = 0;
        var held = 0;
        var together = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, token) =>
        {
            try
            {
                if (n % 4 == 0)
                {
                    await Store.DeleteAsync("run", token);
                    return;
                }

                await using var journal = await Store.OpenAsync("run", token);
                if (Interlocked.Increment(ref inside) > 1)
                    Interlocked.Increment(ref together);

                Interlocked.Increment(ref held);
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
            catch (LongWriterException e) when (e.Error == LongWriterError.RunLocked)
            {
            }
        });

        Assert.Equal(0, together);
        Assert.True(held > 0);
    }
}
