namespace LongWriter;

/// <summary>Adds up a build's progress. Thread-safe.</summary>
internal sealed class BuildProgressCounter(BuildParts parts, IReadOnlyList<RowWork> work, IProgress<DatasetBuildProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly long _start = parts.Time.GetTimestamp();
    private readonly UsageByModel _before = parts.Meter.Used;
    private readonly int _rows = work.Count(static w => w.Reject is null);
    private long? _callsBegan;
    private int _finished, _written, _pending;
    private int _free;
    private int _rejected = work.Count(static w => w.Reject is not null);
    private long _words;

    /// <summary>The rows that need calls begin: how long these take, and not what was there already, tells the time left.</summary>
    public void BeginCalls()
    {
        lock (_gate)
            (_callsBegan, _free) = (parts.Time.GetTimestamp(), _finished);
    }

    public void Section(int words) => Report(() => _words += words);

    public void Finished(RowWork row) => Report(() =>
    {
        _finished++;
        _written += row.IsWritten ? 1 : 0;
        _rejected += row.Reject is null ? 0 : 1;
        _pending += row.Pending is null ? 0 : 1;
    });

    private void Report(Action change)
    {
        lock (_gate)
        {
            change();
            if (progress is null)
                return;

            var elapsed = parts.Time.GetElapsedTime(_start);
            var spent = parts.Meter.Used.Since(_before);
            var used = spent.Total;
            progress.Report(new(_rows, _finished)
            {
                Written = _written,
                Rejected = _rejected,
                Pending = _pending,
                Words = _words,
                Usage = used,
                Cost = spent.CostAt(parts.Writing.Prices),
                TokensPerSecond = elapsed > TimeSpan.Zero ? used.OutputTokens / elapsed.TotalSeconds : 0,
                Concurrency = parts.Limiter.Bound,
                TimeLeft = _finished == _rows ? TimeSpan.Zero
                    : _callsBegan is { } began && _finished > _free ? parts.Time.GetElapsedTime(began) * ((double)(_rows - _finished) / (_finished - _free)) : null,
            });
        }
    }
}
