using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class LimiterTests
{
    [Fact]
    public async Task A_limiter_is_held_for_the_whole_call_and_shared_by_runs()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 2, QueueLimit = 1_000 });
        int inside = 0, most = 0;
        var client = new InterceptingChatClient(Writers.Simulated(), a => Slow(a.Number));
        var writer = Writers.Compose(client, Writers.Quick(o => (o.Resilience.Limiter, o.Mode) = (limiter, WritingMode.Parallel)), length: new NoLengthController());

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => writer.WriteAsync(Writers.Planned(4, id: $"run{i}"))));

        Assert.Equal(2, most);
        Assert.Equal(2, limiter.GetStatistics()!.CurrentAvailablePermits);

        async IAsyncEnumerable<ChatResponseUpdate> Slow(int number)
        {
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            for (var i = 0; i < 4; i++)
            {
                await Task.Delay(2);
                yield return new(ChatRole.Assistant, $"In row {(char)('a' + number)} the basket of round {(char)('a' + i)} stands ready under the trees. ");
            }

            Interlocked.Decrement(ref inside);
            yield return Answers.End(ChatFinishReason.Stop);
        }
    }

    [Fact]
    public async Task Permits_come_back_from_calls_that_fail_are_cut_or_are_left()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 10 });
        var client = new InterceptingChatClient(Writers.Simulated(), static a => a.Number switch
        {
            1 => throw new HttpRequestException("down"),
            2 => Answers.Failing(new IOException("cut"), new ChatResponseUpdate(ChatRole.Assistant, "Half")),
            3 => Answers.Of(new ChatResponseUpdate(ChatRole.Assistant, "No end")),
            _ => null,
        });
        var writer = Writers.Compose(client, Writers.Quick(o => o.Resilience.Limiter = limiter));

        await foreach (var update in writer.WriteStreamingAsync(Writers.Planned(3)))
        {
            if (update is DraftUpdate { Index: 1 })
                break;
        }

        Assert.Equal(1, limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task A_limiter_that_refuses_is_a_rate_limit_with_the_way_out_named()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 0 });
        using var held = limiter.AttemptAcquire();

        var failure = await Assert.ThrowsAsync<LongWriterException>(() =>
            Writers.Compose(Writers.Simulated(), Writers.Quick(o => (o.Resilience.Limiter, o.Resilience.MaxAttempts) = (limiter, 2))).WriteAsync(Writers.Planned(1)));

        Assert.Equal(LongWriterError.RateLimited, failure.Error);
        Assert.Contains("queue", failure.Message, StringComparison.Ordinal);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int known;
        while ((known = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, known) != known)
        {
        }
    }
}
