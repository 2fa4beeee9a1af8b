using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class BudgetTests
{
    private static readonly ModelPrice Price = new(3, 15);

    [Theory]
    [InlineData(WritingMode.Serial)]
    [InlineData(WritingMode.Parallel)]
    public async Task Calls_tokens_and_money_are_never_overspent_and_a_raised_budget_ends_in_the_undisturbed_text(WritingMode mode)
    {
        var options = Writers.Quick(o =>
        {
            o.Mode = mode;
            o.Prices[""] = Price;
        });
        var undisturbed = await Writers.Simulated(8).AsLongWriter(options).WriteAsync(Writers.Request(2_500));
        (Func<double, WritingBudget> Make, Func<WritingDocument, decimal> Spent, decimal Whole)[] limits =
        [
            (x => new() { MaxCalls = (int)x }, static d => d.Usage.Calls, undisturbed.Usage.Calls),
            (x => new() { MaxTokens = (long)x }, static d => d.Usage.TotalTokens, undisturbed.Usage.TotalTokens),
            (x => new() { MaxCost = (decimal)x }, static d => d.Cost!.Value, undisturbed.Cost!.Value),
        ];
        foreach (var (make, spent, whole) in limits)
        {
            var store = new InMemoryJournalStore();
            var stops = 0;
            WritingDocument document;
            for (var share = 0.05; ; share += 0.12)
            {
                var limit = (double)whole * share;
                var counting = new CountingChatClient(Writers.Simulated(8));
                (document, _) = await Writers.RunAsync(counting.AsLongWriter(options, store), Writers.Request(2_500, "run") with { Budget = make(limit) });

                Assert.True(spent(document) <= (decimal)limit, $"{spent(document)} of {limit}");
                Assert.StartsWith(document.Text, undisturbed.Text, StringComparison.Ordinal);
                if (document.Status == WritingStatus.Completed)
                    break;

                Assert.Equal(WritingStatus.BudgetExhausted, document.Status);
                stops++;
            }

            Assert.Equal(undisturbed.Text, document.Text);
            Assert.True(stops > 5, $"{stops} stops");
            Assert.Equal(whole, spent(document));
        }
    }

    [Fact]
    public async Task A_budget_that_ends_while_planning_gives_an_empty_document_and_the_run_goes_on()
    {
        var store = new InMemoryJournalStore();
        var writer = Writers.Simulated(8).AsLongWriter(Writers.Quick(static o => o.MaxStepsPerPlanCall = 3), store);

        var (document, updates) = await Writers.RunAsync(writer, Writers.Request(4_000, "run") with { Budget = new WritingBudget { MaxCalls = 2 } });

        Assert.Equal((WritingStatus.BudgetExhausted, "", 0, 2), (document.Status, document.Text, document.Plan.Steps.Count, document.Usage.Calls));
        Assert.Contains("MaxCalls 2", updates.Notices(NoticeKind.Warning)[^1].Message, StringComparison.Ordinal);
        Assert.Empty(updates.OfType<PlanReadyUpdate>());
        var whole = await writer.WriteAsync(Writers.Request(4_000, "run"));
        var undisturbed = await Writers.Simulated(8).AsLongWriter(Writers.Quick(static o => o.MaxStepsPerPlanCall = 3)).WriteAsync(Writers.Request(4_000));
        // The parts that were planned are in the journal, so nothing is asked twice.
        Assert.Equal((undisturbed.Text, undisturbed.Usage), (whole.Text, whole.Usage));
    }

    [Fact]
    public async Task Tries_that_fail_count_as_calls()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static _ => throw new HttpRequestException("down"));

        var document = await Writers.Compose(client).WriteAsync(Writers.Planned(2) with { Budget = new WritingBudget { MaxCalls = 3 } });

        Assert.Equal((WritingStatus.BudgetExhausted, 3, 0), (document.Status, client.Arrivals, document.Usage.Calls));
    }

    [Fact]
    public async Task No_call_starts_after_the_time_is_up_and_the_one_that_runs_may_end()
    {
        var time = new FakeTimeProvider();
        var store = new InMemoryJournalStore();
        var client = new InterceptingChatClient(Writers.Simulated(), _ =>
        {
            time.Advance(TimeSpan.FromMinutes(2));
            return null;
        });
        var writer = Writers.Compose(client, Writers.Quick(static o => o.Budget = new WritingBudget { MaxTime = TimeSpan.FromMinutes(5) }), store, time, length: new NoLengthController());

        var document = await writer.WriteAsync(Writers.Planned(6, id: "run"));

        // Calls start at 0, 2 and 4 minutes; at 6 none does.
        Assert.Equal((WritingStatus.BudgetExhausted, 3, TimeSpan.FromMinutes(6)), (document.Status, document.Sections.Count, document.Elapsed));
        // The request's own budget goes before the options'.
        Assert.Equal(WritingStatus.Completed, (await writer.WriteAsync(Writers.Planned(6, id: "run") with { Budget = new WritingBudget() })).Status);
    }

    [Fact]
    public async Task A_money_limit_without_a_price_is_an_error_at_the_start_that_names_the_model()
    {
        var store = new InMemoryJournalStore();
        var counting = new CountingChatClient(Writers.Simulated());
        var options = Writers.Quick(static o =>
        {
            o.Prices["simulated"] = Price;
            o.ChatOptions[WritingRoles.Summarizer] = new ChatOptions { ModelId = "free-thinker" };
        });

        var error = await Assert.ThrowsAsync<LongWriterException>(() =>
            counting.AsLongWriter(options, store).WriteAsync(Writers.Planned(2) with { Budget = new WritingBudget { MaxCost = 1 } }));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("'free-thinker' of role 'summarizer'", error.Message, StringComparison.Ordinal);
        Assert.Empty(counting.Calls);
        Assert.Empty(await JournalAssert.ListAsync(store));
        options.Prices[""] = Price;
        Assert.Equal(WritingStatus.Completed, (await counting.AsLongWriter(options, store).WriteAsync(Writers.Planned(2) with { Budget = new WritingBudget { MaxCost = 1 } })).Status);
    }

    [Fact]
    public async Task Cost_is_what_the_tokens_cost_and_null_where_one_price_is_unknown()
    {
        var options = Writers.Quick(static o => o.Prices["simulated"] = Price);
        var priced = await Writers.Simulated().AsLongWriter(options).WriteAsync(Writers.Planned(2));
        var request = Writers.Planned(2) with { ChatOptions = new Dictionary<string, ChatOptions> { [WritingRoles.Writer] = new() { ModelId = "unheard-of" } } };
        var unpriced = await Writers.Simulated().AsLongWriter(options).WriteAsync(request);

        Assert.Equal(((priced.Usage.InputTokens * 3m) + (priced.Usage.OutputTokens * 15m)) / 1_000_000m, priced.Cost);
        Assert.Null(unpriced.Cost);
    }

    [Fact]
    public async Task Under_a_money_limit_a_snapshots_name_does_not_make_a_call_free()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static a => Answers.Text(
            LengthStates.Text(60, a.Number), usage: new UsageDetails { InputTokenCount = 100, OutputTokenCount = 100 }, model: "simulated-2026-05-01"));
        var options = Writers.Quick(static o => o.Prices["simulated"] = new ModelPrice(0, 1_000));

        // A call costs 0.10, its worst case more; the limit covers some of the ten sections.
        var document = await Writers.Compose(client, options, length: new NoLengthController(), reviewers: []).WriteAsync(Writers.Planned(10) with { Budget = new WritingBudget { MaxCost = 0.75m } });

        Assert.Equal(WritingStatus.BudgetExhausted, document.Status);
        Assert.Equal(document.Usage.Calls * 0.1m, document.Cost);
        Assert.InRange(document.Cost!.Value, 0.1m, 0.75m);
    }
}
