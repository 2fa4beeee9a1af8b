namespace LongWriter;

/// <summary>What the calls of this process have used, and the gate that they pass. Thread-safe.</summary>
internal sealed class BuildMeter
{
    private readonly Lock _gate = new();
    private readonly UsageByModel _used = new();
    private int _running;
    private int _held;
    private bool _closed;

    /// <summary>Called when a call begins, and when it has ended.</summary>
    public Action? Changed { get; set; }

    /// <summary>What was used so far, as a copy.</summary>
    public UsageByModel Used
    {
        get
        {
            lock (_gate)
                return _used.Plus(new());
        }
    }

    /// <summary>The calls under way.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
                return _running;
        }
    }

    /// <summary>The calls that the closed gate holds back.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
                return _held;
        }
    }

    /// <summary>Lets calls in, or holds all further ones back.</summary>
    public bool IsClosed
    {
        set
        {
            lock (_gate)
                _closed = value;
        }
    }

    /// <summary>Counts a call; while the gate is closed it waits, until it is cancelled.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (!TryBegin())
        {
            try
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                lock (_gate)
                    _held--;
            }
        }

        Changed?.Invoke();
    }

    /// <summary>A call has ended, with an answer or without one.</summary>
    public void End(string? model, RunUsage usage)
    {
        lock (_gate)
        {
            _running--;
            _used.Add(model, usage);
        }

        Changed?.Invoke();
    }

    private bool TryBegin()
    {
        lock (_gate)
        {
            if (_closed)
                _held++;
            else
                _running++;
            return !_closed;
        }
    }
}
