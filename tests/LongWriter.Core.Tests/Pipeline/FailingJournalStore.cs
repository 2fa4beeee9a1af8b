namespace LongWriter.Tests;

/// <summary>Stands for a full disk: from some append on every one fails, until there is space again.</summary>
internal sealed class FailingJournalStore(IJournalStore inner) : IJournalStore
{
    private int _appends;

    /// <summary>The number of the append, counted over all runs from 1, from which on they fail.</summary>
    public int FailFrom { get; set; } = int.MaxValue;

    /// <summary>Makes what is thrown.</summary>
    public Func<Exception> Failure { get; set; } = static () => new LongWriterException(LongWriterError.JournalUnavailable, "No space left on device.");

    public int Appends => _appends;

    public async ValueTask<IJournal> OpenAsync(string runId, CancellationToken cancellationToken = default) => new Journal(this, await inner.OpenAsync(runId, cancellationToken));

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string runId, CancellationToken cancellationToken = default) => inner.ReadAsync(runId, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

    public ValueTask<bool> DeleteAsync(string runId, CancellationToken cancellationToken = default) => inner.DeleteAsync(runId, cancellationToken);

    private sealed class Journal(FailingJournalStore store, IJournal inner) : IJournal
    {
        public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);

        public ValueTask AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default) =>
            ++store._appends >= store.FailFrom ? throw store.Failure() : inner.AppendAsync(record, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
