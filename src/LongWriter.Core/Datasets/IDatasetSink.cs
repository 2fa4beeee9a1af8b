namespace LongWriter;

/// <summary>Takes finished items of a data set, for example documents.</summary>
/// <typeparam name="T">The item's type.</typeparam>
public interface IDatasetSink<in T>
{
    /// <summary>
    /// Takes an item. Items are offered after they are durable, at least once, by run id: a sink that fails is a warning and
    /// is served again when the run is resumed.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask WriteAsync(T item, CancellationToken cancellationToken = default);
}
