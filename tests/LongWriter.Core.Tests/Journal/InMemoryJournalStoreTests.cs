using static LongWriter.Tests.JournalAssert;

namespace LongWriter.Tests;

public class InMemoryJournalStoreTests
{
    [Fact]
    public async Task What_a_reader_does_to_a_record_stays_with_the_reader()
    {
        var store = new InMemoryJournalStore();
        await WriteAsync(store, "run", "1");
        await foreach (var record in store.ReadAsync("run"))
        {
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(record, out var array));
            array.AsSpan().Clear();
        }

        Assert.Equal(["1"], await ReadAsync(store.ReadAsync("run")));
    }

    [Fact]
    public async Task A_disposed_journal_refuses_to_work()
    {
        var journal = await new InMemoryJournalStore().OpenAsync("run");
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(Utf8("1")).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(journal.ReadAsync()));
    }
}
