namespace LongWriter.Tests;

public class AdaptiveLimiterTests
{
    [Fact]
    public async Task The_bound_halves_when_the_server_asks_for_less_and_grows_again()
    {
        var limiter = new AdaptiveLimiter(16, TimeProvider.System);
        var leases = new List<System.Threading.RateLimiting.RateLimitLease>();
        for (var i = 0; i < 16; i++)
            leases.Add(await limiter.AcquireAsync(1));
        limiter.Lower();
        limiter.Lower();
        Assert.Equal(8, limiter.Bound);
        leases.ForEach(static l => l.Dispose());
        Assert.InRange(limiter.Bound, 9, 10);
        for (var i = 0; i < 500; i++)
            (await limiter.AcquireAsync(1)).Dispose();
        Assert.Equal(16, limiter.Bound);
    }

    [Fact]
    public async Task Who_waits_longest_is_served_first()
    {
        var limiter = new AdaptiveLimiter(1, TimeProvider.System);
        var first = await limiter.AcquireAsync(1);
        var waiting = Enumerable.Range(0, 5).Select(_ => limiter.AcquireAsync(1).AsTask()).ToList();
        Assert.Equal(5, limiter.Waiting);
        first.Dispose();
        for (var i = 0; i < 5; i++)
        {
            var lease = await waiting[i];
            Assert.All(waiting.Skip(i + 1), static w => Assert.False(w.IsCompleted));
            lease.Dispose();
        }
    }

    [Fact]
    public async Task Closed_it_lets_nobody_in()
    {
        var limiter = new AdaptiveLimiter(2, TimeProvider.System);
        var lease = await limiter.AcquireAsync(1);
        limiter.Close();
        using var leaving = new CancellationTokenSource();
        var late = limiter.AcquireAsync(1, leaving.Token).AsTask();
        lease.Dispose();
        Assert.False(late.IsCompleted);
        Assert.Equal(1, limiter.Waiting);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        limiter.Open(2);
        (await limiter.AcquireAsync(1)).Dispose();
    }

    [Fact]
    public async Task Opened_again_it_serves_those_who_wait()
    {
        var limiter = new AdaptiveLimiter(2, TimeProvider.System);
        limiter.Close();
        var waiting = limiter.AcquireAsync(1).AsTask();
        Assert.False(waiting.IsCompleted);
        limiter.Open(1);
        using var lease = await waiting.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(lease.IsAcquired);
        Assert.Equal(1, limiter.Bound);
        Assert.False(limiter.AttemptAcquire(1).IsAcquired);
    }
}
