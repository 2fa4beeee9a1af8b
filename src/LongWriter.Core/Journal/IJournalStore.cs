namespace LongWriter;

/// <summary>
/// Keeps the journals of runs: append-only sequences of opaque records. Contract tests for implementations ship in
/// <c>LongWriter.Extensions.Testing</c>.
/// </summary>
public interface IJournalStore
{
    /// <summary>Opens a run's journal for writing, making it where there is none, and locks it against other writers.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The journal; disposing it releases the lock.</returns>
    /// <exception cref="LongWriterException">
    /// <see cref="LongWriterError.RunLocked"/>, <see cref="LongWriterError.JournalUnavailable"/> or
    /// <see cref="LongWriterError.InvalidRequest"/> for an unusable id.
    /// </exception>
    ValueTask<IJournal> OpenAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Reads a run's complete records in order, without a lock, also while another process writes.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.RunNotFound"/>.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>The ids of all runs, newest first.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes a run.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.RunLocked"/>: it is being written.</exception>
    ValueTask<bool> DeleteAsync(string runId, CancellationToken cancellationToken = default);
}

/// <summary>An open journal. Not safe for concurrent use; the pipeline appends from one place.</summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Reads the records that were there when the journal was opened, a torn last one left out.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Appends a record. It is durable when the call returns.</summary>
    /// <param name="record">The record: UTF-8 JSON without a line break.</param>
    /// <param name="cancellationToken">Cancels the call before anything is written.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.JournalUnavailable"/>.</exception>
    ValueTask AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default);
}
