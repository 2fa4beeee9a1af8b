namespace LongWriter;

/// <summary>What the calls of this process have used. Thread-safe.</summary>
internal sealed class BuildMeter
{
    private readonly Lock _gate = new();
    private RunUsage _used = new();
    private decimal _cost;
    private bool _unpriced;
    private int _running;

    /// <summary>The prices by model; the empty id serves the others.</summary>
    public IDictionary<string, ModelPrice> Prices { get; set; } = new Dictionary<string, ModelPrice>();

    /// <summary>Called after every call.</summary>
    public Action? Ended { get; set; }

    public RunUsage Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>What the calls cost; null where a model has no price.</summary>
    public decimal? Cost
    {
        get
        {
            lock (_gate)
                return _unpriced ? null : _cost;
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

    public void Begin()
    {
        lock (_gate)
            _running++;
    }

    public void End(string? model, long input, long cached, long output)
    {
        lock (_gate)
        {
            _running--;
            _used += new RunUsage(1, input, cached, output);
            if (!Prices.TryGetValue(model ?? "", out var price) && !Prices.TryGetValue("", out price))
                _unpriced = true;
            else
                _cost += (((input - cached) * price.InputPerMillion) + (cached * (price.CachedInputPerMillion ?? price.InputPerMillion)) + (output * price.OutputPerMillion)) / 1_000_000m;
        }

        Ended?.Invoke();
    }

    /// <summary>A call that gave no answer.</summary>
    public void Fail()
    {
        lock (_gate)
            _running--;
    }
}
