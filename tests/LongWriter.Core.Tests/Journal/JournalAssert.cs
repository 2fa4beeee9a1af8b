using System.Text;

namespace LongWriter.Tests;

internal static class JournalAssert
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<List<string>> ReadAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> records)
    {
        var texts = new List<string>();
        await foreach (var record in records)
            texts.Add(Encoding.UTF8.GetString(record.Span));

        return texts;
    }

    public static async Task<List<string>> ListAsync(IJournalStore store)
    {
        var ids = new List<string>();
        await foreach (var id in store.ListAsync())
            ids.Add(id);

        return ids;
    }

    public static async Task WriteAsync(IJournalStore store, string runId, params string[] records)
    {
        await using var journal = await store.OpenAsync(runId);
        foreach (var record in records)
            await journal.AppendAsync(Utf8(record));
    }

    public static async Task<LongWriterException> ThrowsAsync(LongWriterError error, Func<Task> act)
    {
        var exception = await Assert.ThrowsAsync<LongWriterException>(act);
        Assert.Equal(error, exception.Error);
        return exception;
    }
}
