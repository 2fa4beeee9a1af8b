using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>What a build may spend, and what it counts.</summary>
public sealed class BuildBudgetTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_budget_ends_the_build_and_a_larger_one_goes_on_without_paying_twice()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var options = BuildCase.Options() with { Budget = new() { MaxCalls = 10 } };
        var report = await DatasetBuilder.Create(client, _folder.Path, options).BuildAsync(BuildCase.Instructions(8));
        Assert.NotNull(report.Stopped);
        Assert.InRange(client.Calls, 6, 10);
        Assert.Equal(8, report.Rows + report.Pending + report.Rejected.Values.Sum());
        Assert.True(report.Pending > 0);
        Assert.Equal(client.Calls, report.Usage.Calls);

        report = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(8));
        Assert.Null(report.Stopped);
        Assert.Equal((8, 0), (report.Rows, report.Pending));

        using var once = new DataFolder();
        var undisturbed = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        await DatasetBuilder.Create(undisturbed, once.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(8));
        Assert.Equal(undisturbed.Calls, client.Calls);
        Assert.Equal(BuildCase.Files(once.Path), BuildCase.Files(_folder.Path));
    }

    [Fact]
    public async Task A_budget_that_is_spent_leaves_what_is_written_in_the_set()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var all = BuildCase.Instructions(10);
        var written = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options(2)).BuildAsync(all[4..]);
        var calls = client.Calls;

        // The rows without a text come first, more of them than are worked on at a time.
        var options = BuildCase.Options(2) with { Budget = new() { MaxCalls = calls }, Filters = new() { MinWords = 1 } };
        var report = await DatasetBuilder.Create(client, _folder.Path, options).BuildAsync(all);
        Assert.Equal((written.Rows, written.Rejected.Values.Sum(), 4), (report.Rows, report.Rejected.Values.Sum(), report.Pending));
        Assert.NotNull(report.Stopped);
        Assert.Equal(calls, client.Calls);
    }

    [Fact]
    public async Task A_budget_that_just_suffices_has_stopped_nothing()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var instructions = BuildCase.Instructions(3);
        await DatasetBuilder.Create(client, _folder["free"], BuildCase.Options()).BuildAsync(instructions);
        var report = await DatasetBuilder.Create(client, _folder["bound"], BuildCase.Options() with { Budget = new() { MaxCalls = client.Calls } }).BuildAsync(instructions);
        Assert.Equal((3, 0, null), (report.Rows, report.Pending, report.Stopped));
        Assert.Equal(BuildCase.Files(_folder["free"]), BuildCase.Files(_folder["bound"]));
    }

    [Fact]
    public async Task A_second_call_of_one_builder_counts_what_was_spent_once()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var builder = DatasetBuilder.Create(client, _folder.Path, BuildCase.Options());
        var first = await builder.BuildAsync(BuildCase.Instructions(4));
        var second = await builder.BuildAsync(BuildCase.Instructions(6));
        Assert.Equal(client.Calls, second.Usage.Calls);
        Assert.True(second.Usage.Calls > first.Usage.Calls);

        var left = BuildCase.Options() with { Budget = new() { MaxCalls = client.Calls + 3 } };
        await DatasetBuilder.Create(client, _folder.Path, left).BuildAsync(BuildCase.Instructions(8));
        Assert.InRange(client.Calls, second.Usage.Calls + 1, second.Usage.Calls + 3);
    }

    [Fact]
    public async Task A_writer_whose_build_was_stopped_serves_others()
    {
        var client = new SimulatedChatClient(BuildCase.Simulated());
        var writing = new LongWriterOptions();
        var report = await DatasetBuilder.Create(client, _folder["a"], BuildCase.Options() with { Budget = new() { MaxCalls = 5 } }, writing).BuildAsync(BuildCase.Instructions(8));
        Assert.NotNull(report.Stopped);

        // The same options, so the same limiter.
        report = await DatasetBuilder.Create(client, _folder["b"], BuildCase.Options(), writing).BuildAsync(BuildCase.Instructions(4)).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((4, 0), (report.Rows, report.Pending));
    }

    [Fact]
    public async Task A_budget_below_the_concurrency_is_kept()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options(8) with { Budget = new() { MaxCalls = 3 } }).BuildAsync(BuildCase.Instructions(8));
        Assert.InRange(client.Calls, 1, 3);
    }

    [Fact]
    public async Task A_call_that_has_its_permit_when_the_budget_ends_holds_nothing_up()
    {
        var (asked, begun) = (0, 0);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var services = new ServiceCollection();
        services.AddLongWriter()
            .UseChatClient(_ => new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), _ =>
            {
                // The gate is shut when the last call that the budget has begins.
                if (Interlocked.Increment(ref begun) == 2)
                    last.SetResult();
                return null;
            }))
            .ConfigureChatClient(chat => chat.Use(async (messages, options, next, token) =>
            {
                if (Interlocked.Increment(ref asked) == 1)
                    await last.Task.WaitAsync(token);
                await next(messages, options, token);
            }))
            .AddDatasetBuilder(_folder.Path, BuildCase.Options(2) with { Budget = new() { MaxCalls = 2 } });
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<DatasetBuilder>().BuildAsync(BuildCase.Instructions(8)).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((2, 2), (report.Usage.Calls, begun));
        Assert.NotNull(report.Stopped);
    }

    [Fact]
    public async Task A_budget_of_tokens_holds_where_the_server_reports_none()
    {
        // What a file says does not depend on the machine's language.
        CultureInfo.CurrentCulture = BuildCase.OtherCulture;
        var client = new FailingClient(new Silent(new SimulatedChatClient(BuildCase.Simulated())), static _ => null);
        var report = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options() with { Budget = new() { MaxTokens = 6_000 } }).BuildAsync(BuildCase.Instructions(8));
        Assert.Equal("the budget of 6,000 tokens is used up", report.Stopped);
        Assert.True(report.Usage.OutputTokens > 0 && report.Pending > 0);
    }

    [Fact]
    public async Task Prices_that_come_later_count_for_what_was_spent_before()
    {
        var client = new SimulatedChatClient(BuildCase.Simulated());
        Assert.Null((await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(4))).Cost);
        var priced = new LongWriterOptions { Prices = { [""] = new(1, 2) } };
        var report = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options() with { Budget = new() { MaxCost = 100 } }, priced).BuildAsync(BuildCase.Instructions(6));
        Assert.Null(report.Stopped);
        Assert.Equal((report.Usage.InputTokens + (2 * report.Usage.OutputTokens)) / 1_000_000m, report.Cost);
    }

    /// <summary>A server that reports no usage.</summary>
    private sealed class Silent(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                var copy = update.Clone();
                copy.Contents = [.. update.Contents.Where(static c => c is not UsageContent)];
                yield return copy;
            }
        }
    }
}
