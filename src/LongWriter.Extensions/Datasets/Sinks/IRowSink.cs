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

    /// <summary>Puts the file in its place.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be written; what stood there before stays.</exception>
    ValueTask CompleteAsync(CancellationToken cancellationToken = default);
}
