using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

/// <summary>A build knows no time but the one that it is given.</summary>
public sealed class BuildTimeTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_limiter_of_an_app_is_timed_by_the_apps_clock()
    {
        var time = new FakeTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddLongWriter().UseChatClient(static _ => new SimulatedChatClient(BuildCase.Simulated())).AddDatasetBuilder(_folder.Path, BuildCase.Options(16));
        using var provider = services.BuildServiceProvider();
        var limiter = Assert.IsType<AdaptiveLimiter>(provider.GetRequiredService<ILongWriter>().GetService<LongWriterOptions>()!.Resilience.Limiter);
        limiter.Lower();
        limiter.Lower();
        Assert.Equal(8, limiter.Bound);
        time.Advance(TimeSpan.FromSeconds(2));
        limiter.Lower();
        Assert.Equal(4, limiter.Bound);
    }

    [Fact]
    public async Task The_time_left_is_told_by_the_rows_that_took_any()
    {
        var time = new FakeTimeProvider();
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), _ =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return null;
        });
        var options = BuildCase.Options(1) with { Select = false };
        await DatasetBuilder.Create(client, _folder.Path, options, time: time).BuildAsync(BuildCase.Instructions(4));
        var told = new Told();
        await DatasetBuilder.Create(client, _folder.Path, options, time: time).BuildAsync(BuildCase.Instructions(8), told);
        Assert.All(told.Values.Where(static p => p.Finished <= 4), static p => Assert.Null(p.TimeLeft));
        var first = told.Values.First(static p => p.Finished == 5);
        Assert.Equal(TimeSpan.FromSeconds(3 * first.Usage.Calls), first.TimeLeft);
        Assert.Equal(TimeSpan.Zero, told.Values[^1].TimeLeft);
    }

    [Fact]
    public async Task The_waits_of_a_builders_writer_are_timed_by_the_builders_clock()
    {
        var time = new FakeTimeProvider();
        var asked = 0;
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), _ => Interlocked.Increment(ref asked) == 1 ? new HttpRequestException("down", null, HttpStatusCode.InternalServerError) : null);
        var writing = new LongWriterOptions { Resilience = { BaseDelay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1), FirstTokenTimeout = TimeSpan.FromDays(1) } };
        var build = DatasetBuilder.Create(client, _folder.Path, BuildCase.Options() with { Select = false }, writing, time).BuildAsync(BuildCase.Instructions(1));
        for (var looks = 0; looks < 1_000 && Volatile.Read(ref asked) < 2 && !build.IsCompleted; looks++)
        {
            await Task.Delay(20);
            time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(0, (await build.WaitAsync(TimeSpan.FromMinutes(1))).Pending);
    }

    private sealed class Told : IProgress<DatasetBuildProgress>
    {
        public List<DatasetBuildProgress> Values { get; } = [];

        public void Report(DatasetBuildProgress value) => Values.Add(value);
    }
}
