namespace LongWriter;

/// <summary>Hands rows to the engine's thread, which waits here without a task when it has nothing to do.</summary>
internal sealed class GenerationInbox
{
    private readonly object _gate = new();
    private readonly Queue<GenerationRow> _rows = [];
    private bool _woken;

    /// <summary>Whether no more rows are taken.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Puts rows in, all or none; false where the inbox is closed.</summary>
    public bool TryAdd(IReadOnlyList<GenerationRow> rows)
    {
        lock (_gate)
        {
            if (IsClosed)
                return false;

            foreach (var row in rows)
                _rows.Enqueue(row);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Lets the thread look at its rows again.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            IsClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes all rows; waits for the first one, a call of <see cref="Wake"/> or the end where asked to. False where the inbox is closed.</summary>
    public bool Take(List<GenerationRow> rows, bool wait)
    {
        lock (_gate)
        {
            while (wait && !IsClosed && !_woken && _rows.Count == 0)
                Monitor.Wait(_gate);

            _woken = false;
            while (_rows.TryDequeue(out var row))
                rows.Add(row);
            return !IsClosed;
        }
    }
}
