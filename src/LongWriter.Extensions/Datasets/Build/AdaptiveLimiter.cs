using System.Threading.RateLimiting;

namespace LongWriter;

/// <summary>
/// Bounds the calls that are under way and adapts the bound to the server: halved when it asks for fewer calls, at most once a second, and raised by one
/// for every round of calls that end, however they end (additive increase, multiplicative decrease). Who waits longest is served first, so rows advance evenly. Closed,
/// it lets nobody in any more.
/// </summary>
internal sealed class AdaptiveLimiter(int calls, TimeProvider time) : RateLimiter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<RateLimitLease>> _queue = [];
    private int _most = calls;
    private double _bound = calls;
    private int _running;
    private long _lowered;
    private bool _everLowered;
    private bool _closed;

    /// <summary>The calls that may be under way now.</summary>
    public int Bound
    {
        get
        {
            lock (_gate)
                return (int)_bound;
        }
    }

    public override TimeSpan? IdleDuration => null;

    /// <summary>The server has asked for fewer calls.</summary>
    public void Lower()
    {
        lock (_gate)
        {
            // The calls of one burst are one request for less.
            if (_everLowered && time.GetElapsedTime(_lowered) < Pause)
                return;

            (_everLowered, _lowered) = (true, time.GetTimestamp());
            _bound = Math.Max(1, _bound / 2);
        }
    }

    /// <summary>The calls that wait for a permit.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _queue.Count;
        }
    }

    /// <summary>Lets calls in, after a closing those that wait too.</summary>
    /// <param name="most">The most that may be under way.</param>
    public void Open(int most)
    {
        lock (_gate)
        {
            _closed = false;
            // A bound that the server has lowered stays low.
            _bound = _bound < _most ? Math.Min(_bound, most) : most;
            _most = most;
            Admit();
        }
    }

    /// <summary>Lets nobody in any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_gate)
            return new() { CurrentAvailablePermits = Math.Max(0, (int)_bound - _running), CurrentQueuedCount = _queue.Count };
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            if (_closed || _running >= (int)_bound || _queue.Count > 0)
                return new Lease(null);

            _running++;
            return new Lease(this);
        }
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<RateLimitLease>> place;
        lock (_gate)
        {
            if (!_closed && _running < (int)_bound && _queue.Count == 0)
            {
                _running++;
                return new Lease(this);
            }

            place = _queue.AddLast(new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using var leaving = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                if (place.List is not null)
                    _queue.Remove(place);
            }

            place.Value.TrySetCanceled(cancellationToken);
        });
        return await place.Value.Task.ConfigureAwait(false);
    }

    private void Return()
    {
        lock (_gate)
        {
            _running--;
            _bound = Math.Min(_most, _bound + (1 / Math.Max(1, _bound)));
            Admit();
        }
    }

    private void Admit()
    {
        while (!_closed && _queue.First is { } next && _running < (int)_bound)
        {
            _queue.RemoveFirst();
            if (next.Value.TrySetResult(new Lease(this)))
                _running++;
        }
    }

    private sealed class Lease(AdaptiveLimiter? limiter) : RateLimitLease
    {
        private AdaptiveLimiter? _limiter = limiter;

        public override bool IsAcquired { get; } = limiter is not null;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing) => Interlocked.Exchange(ref _limiter, null)?.Return();
    }
}
