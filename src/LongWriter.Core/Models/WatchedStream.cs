using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// One attempt at a streamed answer under two watchdogs: the time to the first update, and the pause between updates.
/// Whatever the client throws comes out as a <see cref="LongWriterException"/>.
/// </summary>
internal sealed class WatchedStream : IAsyncDisposable
{
    private readonly ResilienceOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _watchdog;
    private readonly CancellationTokenSource _linked;
    private readonly Func<IAsyncEnumerator<ChatResponseUpdate>> _open;
    private IAsyncEnumerator<ChatResponseUpdate>? _stream;
    private bool _started;
    private bool _abandoned;

    public WatchedStream(
        IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options, ResilienceOptions resilience, TimeProvider time, CancellationToken cancellationToken)
    {
        _options = resilience;
        _caller = cancellationToken;
        _watchdog = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _watchdog.Token);
        // A client may throw before it gives a stream; that is a failure of the call as any other.
        _open = () => client.GetStreamingResponseAsync(messages, options, _linked.Token).GetAsyncEnumerator(_linked.Token);
    }

    /// <summary>The next update, or null at the end.</summary>
    public async ValueTask<ChatResponseUpdate?> NextAsync()
    {
        try
        {
            var stream = _stream ??= _open();
            var next = stream.MoveNextAsync();
            if (!next.IsCompleted)
            {
                _watchdog.CancelAfter(_started ? _options.IdleTimeout : _options.FirstTokenTimeout);
                var pending = next.AsTask();
                try
                {
                    // A client that ignores its token must not hang the run.
                    await pending.WaitAsync(_linked.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!pending.IsCompleted)
                {
                    _abandoned = true;
                    _ = LeaveAsync(pending, stream);
                    throw;
                }

                _watchdog.CancelAfter(Timeout.InfiniteTimeSpan);
                next = new ValueTask<bool>(pending);
            }

            var more = await next.ConfigureAwait(false);
            _started = true;
            return more ? stream.Current : null;
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            throw new OperationCanceledException(_caller);
        }
        catch (Exception exception) when (_watchdog.IsCancellationRequested)
        {
            var waited = _started ? _options.IdleTimeout : _options.FirstTokenTimeout;
            throw new LongWriterException(
                LongWriterError.Timeout,
                _started
                    ? $"The server paused for more than {waited.TotalSeconds:0.#} s inside its answer (Resilience.IdleTimeout)."
                    : $"The server sent nothing for {waited.TotalSeconds:0.#} s (Resilience.FirstTokenTimeout).",
                exception);
        }
        catch (OperationCanceledException exception)
        {
            // HttpClient's own timeout looks like a cancellation that nobody asked for.
            throw new LongWriterException(LongWriterError.Timeout, "The client's own timeout ended the call; switch it off, the watchdogs decide.", exception);
        }
        catch (Exception exception)
        {
            throw ModelErrors.Classify(exception);
        }
    }

    /// <summary>Disposes of a stream that nobody waits for any more, when it lets go; what it then throws concerns nobody.</summary>
    private static async Task LeaveAsync(Task pending, IAsyncDisposable stream)
    {
        await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stream.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null && !_abandoned)
        {
            await _linked.CancelAsync().ConfigureAwait(false);
            try
            {
                await _stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The stream was left on purpose; its own cancellation is the answer to that.
            }
        }

        _linked.Dispose();
        _watchdog.Dispose();
    }
}
