using System.Runtime.CompilerServices;

namespace LongWriter;

/// <summary>
/// Keeps runs in memory, for runs that need no durable journal and for tests. They live as long as the store; locks, order and
/// errors are those of <see cref="FileJournalStore"/>. Safe for concurrent use.
/// </summary>
public sealed class InMemoryJournalStore : IJournalStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private long _writes;

    /// <inheritdoc/>
    public ValueTask<IJournal> OpenAsync(string runId, CancellationToken cancellationToken = default)
    {
        RunId.Validate(runId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_runs.TryGetValue(runId, out var run))
                _runs.Add(runId, run = new Run { LastWrite = ++_writes });
            if (run.IsLocked)
                throw JournalRecord.Locked(runId, "");

            run.IsLocked = true;
            return new(new Journal(this, run));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="LongWriterException">
    /// <see cref="LongWriterError.RunNotFound"/>, or <see cref="LongWriterError.InvalidRequest"/> for an unusable id.
    /// </exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RunId.Validate(runId);
        byte[][] records;
        lock (_gate)
        {
            if (!_runs.TryGetValue(runId, out var run))
                throw JournalRecord.NotFound(runId, "");

            records = [.. run.Records];
        }

        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record.ToArray();
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string[] runIds;
        lock (_gate)
            runIds = [.. _runs.OrderByDescending(static run => run.Value.LastWrite).Select(static run => run.Key)];

        foreach (var runId in runIds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return runId;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="LongWriterException">
    /// <see cref="LongWriterError.RunLocked"/>, or <see cref="LongWriterError.InvalidRequest"/> for an unusable id.
    /// </exception>
    public ValueTask<bool> DeleteAsync(string runId, CancellationToken cancellationToken = default)
    {
        RunId.Validate(runId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_runs.TryGetValue(runId, out var run) && run.IsLocked)
                throw JournalRecord.Locked(runId, "");

            return new(_runs.Remove(runId));
        }
    }

    private sealed class Run
    {
        public List<byte[]> Records { get; } = [];

        public bool IsLocked { get; set; }

        public long LastWrite { get; set; }
    }

    private sealed class Journal(InMemoryJournalStore store, Run run) : IJournal
    {
        private readonly byte[][] _atOpen = [.. run.Records];
        private bool _disposed;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach (var record in _atOpen)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record.ToArray();
            }

            await ValueTask.CompletedTask.ConfigureAwait(false);
        }

        public ValueTask AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            JournalRecord.Validate(record.Span);
            cancellationToken.ThrowIfCancellationRequested();
            lock (store._gate)
            {
                run.Records.Add(record.ToArray());
                run.LastWrite = ++store._writes;
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            lock (store._gate)
            {
                // A second disposal must not unlock a later writer.
                if (!_disposed)
                    run.IsLocked = false;

                _disposed = true;
            }

            return ValueTask.CompletedTask;
        }
    }
}
