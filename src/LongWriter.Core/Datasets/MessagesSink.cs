namespace LongWriter;

/// <summary>
/// Appends finished documents to a JSON Lines file of training rows (<see cref="MessagesRow"/>), one row a run id however often a
/// document is offered. Only completed documents become rows: a plan alone, or a document that its budget cut short, is passed over,
/// so that the completed one can still come. Files, locks and errors are those of <see cref="JsonLinesSink{T}"/>.
/// </summary>
public sealed class MessagesSink : IDatasetSink<WritingDocument>, IAsyncDisposable
{
    private readonly JsonLinesSink<MessagesRow> _rows;

    /// <summary>Makes a sink. Nothing on disk is touched before the first document.</summary>
    /// <param name="path">The file, made where there is none, as are its folders.</param>
    /// <param name="flushToDisk">Whether each row is synced to disk before the write returns. Default <see langword="true"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty or not a path.</exception>
    public MessagesSink(string path, bool flushToDisk = true) =>
        _rows = new(path, MessagesRow.JsonTypeInfo, static row => row.Id, "id", flushToDisk);

    /// <summary>The full path of the file.</summary>
    public string FilePath => _rows.FilePath;

    /// <inheritdoc/>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>, or <see cref="LongWriterError.DatasetLocked"/> where another writer holds the file: nothing of the document is in the file.</exception>
    public ValueTask WriteAsync(WritingDocument item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Status == WritingStatus.Completed
            ? _rows.WriteAsync(MessagesRow.FromDocument(item), cancellationToken)
            : ValueTask.CompletedTask;
    }

    /// <summary>Closes the file and releases its lock.</summary>
    /// <returns>A task that ends when the file is closed.</returns>
    public ValueTask DisposeAsync() => _rows.DisposeAsync();
}
