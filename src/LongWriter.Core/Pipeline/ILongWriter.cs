namespace LongWriter;

/// <summary>
/// Writes one long document for a request: plans it, writes it section by section, reviews each section and keeps a
/// journal, so that a stopped run goes on where it was.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent use by many runs. Middleware derives from <see cref="DelegatingLongWriter"/>.
/// </remarks>
public interface ILongWriter
{
    /// <summary>Writes the document and reports everything that happens on the way.</summary>
    /// <param name="request">What to write. Its <see cref="WritingRequest.Id"/> is the run's id.</param>
    /// <param name="cancellationToken">Stops the run at its journal; the same request resumes it.</param>
    /// <returns>
    /// The updates, ending with one <see cref="DocumentFinishedUpdate"/>. The concatenation of their
    /// <see cref="WritingUpdate.Text"/> is the document's text. Leaving the loop early stops the run at its journal.
    /// </returns>
    /// <exception cref="LongWriterException">The request is not usable or the run cannot go on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IAsyncEnumerable<WritingUpdate> WriteStreamingAsync(WritingRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks this writer, and any writer it wraps, for a service such as <see cref="LongWriterOptions"/>.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">An optional key.</param>
    /// <returns>The service, or <see langword="null"/> where there is none.</returns>
    object? GetService(Type serviceType, object? serviceKey = null);
}
