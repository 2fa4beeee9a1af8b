using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class EstimateTests
{
    [Theory]
    [InlineData(150, ContextMode.Full, WritingMode.Serial, 1.0)]
    [InlineData(1_000, ContextMode.Full, WritingMode.Serial, 0.6)]
    [InlineData(6_000, ContextMode.Full, WritingMode.Serial, 1.5)]
    [InlineData(6_000, ContextMode.Window, WritingMode.Serial, 1.0)]
    [InlineData(6_000, ContextMode.Full, WritingMode.Parallel, 1.0)]
    public async Task What_a_run_takes_lies_in_the_range_that_was_estimated(int words, ContextMode context, WritingMode mode, double bias)
    {
        var options = Writers.Quick(o =>
        {
            (o.Context, o.Mode, o.WindowWords) = (context, mode, 1_000);
            o.Prices[""] = new ModelPrice(2, 10);
        });
        var writer = Writers.Simulated(5, o => o.Bias = bias).AsLongWriter(options);
        var before = writer.Estimate(Writers.Request(words));

        var (document, updates) = await Writers.RunAsync(writer, Writers.Request(words));
        var after = updates.OfType<PlanReadyUpdate>().Single().Estimate;

        foreach (var estimate in new[] { before, after })
        {
            var planCalls = estimate == after ? 1 : 0;
            Assert.InRange(document.Usage.Calls, estimate.Calls.Minimum, estimate.Calls.Maximum + planCalls);
            Assert.InRange(document.Usage.InputTokens, estimate.InputTokens.Minimum, estimate.InputTokens.Maximum);
            Assert.InRange(document.Usage.OutputTokens, estimate.OutputTokens.Minimum, estimate.OutputTokens.Maximum);
            Assert.InRange(document.Cost!.Value, estimate.Cost!.Value.Minimum, estimate.Cost.Value.Maximum);
        }

        Assert.True(after.Calls.Maximum - after.Calls.Minimum <= before.Calls.Maximum - before.Calls.Minimum, "A plan tells more than none.");
    }

    [Fact]
    public async Task An_unknown_price_gives_no_cost_and_a_plan_of_the_users_own_no_time()
    {
        var (_, updates) = await Writers.RunAsync(Writers.Simulated().AsLongWriter(), Writers.Planned(2));

        var estimate = updates.OfType<PlanReadyUpdate>().Single().Estimate;
        Assert.Null(estimate.Cost);
        Assert.Null(estimate.Time);
    }

    [Fact]
    public async Task The_time_follows_from_the_speed_at_which_the_plan_was_made()
    {
        var time = new FakeTimeProvider();
        var client = new InterceptingChatClient(Writers.Simulated(), a => a.IsPlan ? Slow() : null);

        var (updates, _) = await time.DriveAsync(Writers.WatchAsync(Writers.Compose(client, time: time), Writers.Request(1_000)));

        var estimate = updates.OfType<PlanReadyUpdate>().Single().Estimate;
        // 200 tokens in 10 to 13 seconds, as fine as the clock is moved.
        Assert.InRange(estimate.OutputTokens.Minimum / estimate.Time!.Value.Minimum.TotalSeconds, 200 / 13.0, 20);
        Assert.Equal(estimate.OutputTokens.Maximum / (double)estimate.OutputTokens.Minimum, estimate.Time.Value.Maximum / estimate.Time.Value.Minimum, 3);

        async IAsyncEnumerable<ChatResponseUpdate> Slow()
        {
            await Task.Delay(TimeSpan.FromSeconds(10), time);
            yield return new(ChatRole.Assistant, "Paragraph 1 - Main Point: One - Word Count: 500 words\nParagraph 2 - Main Point: Two - Word Count: 500 words");
            yield return Answers.End(ChatFinishReason.Stop, new UsageDetails { InputTokenCount = 300, OutputTokenCount = 200 });
        }
    }
}
