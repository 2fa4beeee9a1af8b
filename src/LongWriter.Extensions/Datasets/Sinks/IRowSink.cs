namespace LongWriter;

/// <summary>
/// Takes the rows of a data set into a file, which appears when <see cref="CompleteAsync"/> ends; disposed without it, nothing is left.
/// Rows come one at a time.
/// </summary>
public interface IRowSink : IDatasetSink<DatasetRow>, IAsyncDisposable
{
    /// <summary>Puts the file in its place.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be written; what stood there before stays.</exception>
    ValueTask CompleteAsync(CancellationToken cancellationToken = default);
}
