namespace LongWriter;

/// <summary>
/// Takes the rows of a data set into a file, which appears when <see cref="CompleteAsync"/> ends; disposed without it, nothing is left.
/// Rows come one at a time.
/// </summary>
public interface IRowSink : IDatasetSink<DatasetRow>, IAsyncDisposable
{
    /// <summary>
    /// Says why the file has no place for a row; <see cref="IDatasetSink{T}.WriteAsync"/> passes such a row over. The sinks that ship miss a text, or a plan.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <returns>The reason in a few words, the same for the same reason, such as "no plan"; <see langword="null"/>, the default, where it has a place.</returns>
    string? FindFault(DatasetRow row) => null;

    /// <summary>
    /// Writes out what is still held, so that <see cref="CompleteAsync"/> has only to move the file; no row follows. Of several files that belong together
    /// each is prepared before the first is completed, so that a full disk leaves all of them as they were. The default does nothing.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be written.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken = default) => default;

    /// <summary>Puts the file in its place, prepared or not.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be written; what stood there before stays.</exception>
    ValueTask CompleteAsync(CancellationToken cancellationToken = default);
}
