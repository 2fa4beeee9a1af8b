using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class RunMeterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_snapshot_that_the_server_reports_costs_what_the_model_asked_for_costs()
    {
        var meter = Meter(null, ("m", new ModelPrice(2, 10)));

        meter.Reserve("m", 1_000, 1_000).Settle("m-2026-05-01", Usage(1_000, 500), answered: true);

        // (1,000 · 2 + 500 · 10) / 1,000,000
        Assert.Equal(0.007m, meter.Spent.Cost);
        Assert.False(meter.Spent.Unpriced);
    }

    [Fact]
    public void A_model_with_a_price_of_its_own_costs_that_when_a_router_took_it()
    {
        var meter = Meter(null, ("", new ModelPrice(2, 10)), ("cheap", new ModelPrice(1, 1, 0.5m)));

        meter.Reserve("router", 10, 10).Settle("cheap", new UsageDetails { InputTokenCount = 1_000, CachedInputTokenCount = 400, OutputTokenCount = 100 }, answered: true);

        // (600 · 1 + 400 · 0.5 + 100 · 1) / 1,000,000
        Assert.Equal(0.0009m, meter.Spent.Cost);
    }

    [Fact]
    public void An_unknown_price_is_a_state_and_not_zero()
    {
        var meter = Meter(null, ("m", new ModelPrice(2, 10)));

        meter.Reserve("other", 10, 10).Settle("other", Usage(5, 5), answered: true);

        Assert.True(meter.Spent.Unpriced);
    }

    [Fact]
    public void Reservations_of_calls_in_flight_count_until_they_are_settled()
    {
        var meter = Meter(new WritingBudget { MaxTokens = 1_000 });
        var first = meter.Reserve(null, 300, 400);

        Assert.Throws<BudgetExhaustedException>(() => meter.Reserve(null, 100, 201));
        var second = meter.Reserve(null, 100, 200);
        first.Settle(null, Usage(100, 100), answered: true);
        meter.Reserve(null, 250, 250);

        Assert.Throws<BudgetExhaustedException>(() => meter.Reserve(null, 1, 0));
        second.Settle(null, null, answered: false);
        meter.Reserve(null, 300, 0);
        Assert.Equal((1, 4, 200L), (meter.Spent.Calls, meter.Spent.Started, meter.Spent.Input + meter.Spent.Output));
    }

    [Fact]
    public void Settling_twice_counts_once()
    {
        var meter = Meter(null);
        var call = meter.Reserve(null, 10, 10);

        call.Settle(null, Usage(5, 5), answered: true);
        call.Settle(null, Usage(5, 5), answered: true);

        Assert.Equal((1, 5L, 5L), (meter.Spent.Calls, meter.Spent.Input, meter.Spent.Output));
    }

    [Fact]
    public void Time_counts_on_from_what_earlier_calls_of_the_run_took()
    {
        var meter = new RunMeter(new WritingBudget { MaxTime = TimeSpan.FromMinutes(10) }, new Dictionary<string, ModelPrice>(), new Spend(Milliseconds: 8 * 60_000), _time);

        _time.Advance(TimeSpan.FromMinutes(1));
        meter.Reserve(null, 1, 1);
        _time.Advance(TimeSpan.FromMinutes(1.5));

        Assert.Throws<BudgetExhaustedException>(() => meter.Reserve(null, 1, 1));
        Assert.Equal(630_000, meter.Spent.Milliseconds);
    }

    private RunMeter Meter(WritingBudget? budget, params (string Model, ModelPrice Price)[] prices) =>
        new(budget, prices.ToDictionary(static p => p.Model, static p => p.Price), new Spend(), _time);

    private static UsageDetails Usage(long input, long output) => new() { InputTokenCount = input, OutputTokenCount = output };
}
