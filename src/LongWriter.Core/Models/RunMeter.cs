using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Thrown inside a run when the budget would not cover the next call; the pipeline turns it into a status.</summary>
internal sealed class BudgetExhaustedException(string limit) : Exception($"The run's budget does not cover another call: {limit}.")
{
    public string Limit { get; } = limit;
}

/// <summary>What a run has spent, as it stands in the journal.</summary>
internal sealed record Spend(int Calls = 0, int Started = 0, long Input = 0, long Cached = 0, long Output = 0, decimal Cost = 0, bool Unpriced = false, long Milliseconds = 0)
{
    public RunUsage ToUsage() => new(Calls, Input, Cached, Output);
}

/// <summary>Counts what a run spends and lets a call start only if its worst case fits. Thread-safe.</summary>
internal sealed class RunMeter(WritingBudget? budget, IDictionary<string, ModelPrice> prices, Spend before, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly long _millisecondsBefore = before.Milliseconds;
    private Spend _spent = before;
    private long _answeredTokens;
    private TimeSpan _answering;
    private long _reservedTokens;
    private decimal _reservedCost;

    public Spend Spent
    {
        get
        {
            lock (_lock)
                return _spent with { Milliseconds = _millisecondsBefore + (long)time.GetElapsedTime(_start).TotalMilliseconds };
        }
    }

    /// <summary>The speed of whole answers, reading of the prompt included; null before the first.</summary>
    public double? TokensPerSecond
    {
        get
        {
            lock (_lock)
                return _answeredTokens > 0 && _answering > TimeSpan.Zero ? _answeredTokens / _answering.TotalSeconds : null;
        }
    }

    /// <summary>The price of a model, or null where it is unknown.</summary>
    public ModelPrice? PriceOf(string? model) =>
        (model is not null && prices.TryGetValue(model, out var price)) || prices.TryGetValue("", out price) ? price : null;

    /// <summary>Reserves the worst case of a call.</summary>
    /// <exception cref="BudgetExhaustedException">It does not fit.</exception>
    public Reservation Reserve(string? model, long promptTokens, long outputTokens)
    {
        var price = PriceOf(model);
        var cost = price is null ? 0 : Price(price, promptTokens, 0, outputTokens);
        lock (_lock)
        {
            if (budget is not null)
                Check(budget, promptTokens + outputTokens, cost, price is null);

            _spent = _spent with { Started = _spent.Started + 1 };
            _reservedTokens += promptTokens + outputTokens;
            _reservedCost += cost;
        }

        return new Reservation(this, promptTokens + outputTokens, cost, price, time.GetTimestamp());
    }

    private void Check(WritingBudget budget, long tokens, decimal cost, bool unpriced)
    {
        if (_spent.Started + 1 > budget.MaxCalls)
            throw new BudgetExhaustedException($"MaxCalls {budget.MaxCalls}");
        if (_spent.Input + _spent.Output + _reservedTokens + tokens > budget.MaxTokens)
            throw new BudgetExhaustedException($"MaxTokens {budget.MaxTokens}");
        if (budget.MaxCost is not null && (unpriced || _spent.Cost + _reservedCost + cost > budget.MaxCost))
            throw new BudgetExhaustedException($"MaxCost {budget.MaxCost}");
        if (_millisecondsBefore + time.GetElapsedTime(_start).TotalMilliseconds > budget.MaxTime?.TotalMilliseconds)
            throw new BudgetExhaustedException($"MaxTime {budget.MaxTime}");
    }

    private void Settle(Reservation reservation, string? model, UsageDetails? usage, bool answered)
    {
        // Servers report the snapshot that answered ("gpt-x-2026-05-01"), which the configured names seldom are.
        var price = model is not null && prices.TryGetValue(model, out var own) ? own : reservation.Price;
        long input = usage?.InputTokenCount ?? 0, cached = usage?.CachedInputTokenCount ?? 0, output = usage?.OutputTokenCount ?? 0;
        lock (_lock)
        {
            if (answered)
            {
                _answeredTokens += output;
                _answering += time.GetElapsedTime(reservation.Start);
            }

            _reservedTokens -= reservation.Tokens;
            _reservedCost -= reservation.Cost;
            _spent = _spent with
            {
                Calls = _spent.Calls + (answered ? 1 : 0),
                Input = _spent.Input + input,
                Cached = _spent.Cached + cached,
                Output = _spent.Output + output,
                Cost = _spent.Cost + (price is null ? 0 : Price(price, input, cached, output)),
                Unpriced = _spent.Unpriced || (price is null && input + output > 0),
            };
        }
    }

    private static decimal Price(ModelPrice price, long input, long cached, long output) =>
        ((input - cached) * price.InputPerMillion + cached * (price.CachedInputPerMillion ?? price.InputPerMillion) + output * price.OutputPerMillion) / 1_000_000m;

    internal sealed class Reservation(RunMeter meter, long tokens, decimal cost, ModelPrice? price, long start)
    {
        private bool _settled;

        public long Tokens { get; } = tokens;

        public decimal Cost { get; } = cost;

        /// <summary>The price of the model that was asked for.</summary>
        public ModelPrice? Price { get; } = price;

        /// <summary>When the call started, as a timestamp of the clock.</summary>
        public long Start { get; } = start;

        /// <summary>Replaces the worst case by what was used.</summary>
        public void Settle(string? model, UsageDetails? usage, bool answered)
        {
            if (_settled)
                return;

            _settled = true;
            meter.Settle(this, model, usage, answered);
        }
    }
}
