using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LongWriter;

/// <summary>The default writer: AgentWrite with length control, reviews, a journal and a budget. Stateless but for shared limits.</summary>
internal sealed class AgentLongWriter : ILongWriter
{
    private readonly WriterParts _parts;
    private readonly CallPolicy _policy;
    private readonly RunTelemetry _telemetry;

    public AgentLongWriter(WriterParts parts)
    {
        _parts = parts;
        _policy = new CallPolicy(parts.Options.Resilience, parts.TimeProvider);
        _telemetry = new RunTelemetry(parts.Options.EnableSensitiveData);
    }

    public async IAsyncEnumerable<WritingUpdate> WriteStreamingAsync(WritingRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = Channel.CreateUnbounded<WritingUpdate>(new UnboundedChannelOptions { SingleReader = true });

        // A task of its own behind a channel: a slow reader trips no watchdog and holds no connection open.
        var producer = Task.Run(() => ProduceAsync(request, updates.Writer, stop.Token, cancellationToken), CancellationToken.None);
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                // The run may be far ahead of a slow reader: what it has done is in the journal, and a reader who cancels has done with it.
                cancellationToken.ThrowIfCancellationRequested();
                yield return update;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(false);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;

        return serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(LongWriterOptions) ? _parts.Options
            : serviceType == typeof(IJournalStore) ? _parts.Journals
            : serviceType == typeof(IPlanner) ? _parts.Planner
            : serviceType == typeof(WriterParts) ? _parts
            : null;
    }

    /// <summary>Never throws: whatever ends the run goes through the channel.</summary>
    private async Task ProduceAsync(WritingRequest request, ChannelWriter<WritingUpdate> updates, CancellationToken stop, CancellationToken caller)
    {
        Exception? failure = null;
        try
        {
            var session = new RunSession(_parts, _policy, _telemetry, update => updates.TryWrite(update));
            await using var closing = session.ConfigureAwait(false);
            await session.RunAsync(request, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // With the caller's own token, by which it tells its cancellations from others'.
            failure = new OperationCanceledException(caller);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        updates.TryComplete(failure);
    }
}
