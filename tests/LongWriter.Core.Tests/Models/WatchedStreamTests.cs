using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class WatchedStreamTests
{
    private static readonly TimeSpan FirstToken = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_server_that_sends_nothing_is_left_after_the_first_token_timeout()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), a => a.Number == 1 ? Answers.Paced(_time, [(FirstToken * 3, new(ChatRole.Assistant, "late"))], a.Token) : null);
        var started = _time.GetUtcNow();

        var (updates, failure) = await _time.DriveAsync(Writers.WatchAsync(Writer(client), Writers.Planned(2)), TimeSpan.FromSeconds(10));

        Assert.Null(failure);
        var retry = Assert.Single(updates.Notices(NoticeKind.Retry));
        Assert.Equal(LongWriterError.Timeout, retry.Error);
        Assert.Contains("FirstTokenTimeout", retry.Message, StringComparison.Ordinal);
        Assert.True(_time.GetUtcNow() - started >= FirstToken);
    }

    [Fact]
    public async Task A_pause_inside_an_answer_is_cut_by_the_idle_timeout_and_the_half_answer_thrown_away()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), a => a.Number != 1 ? null : Answers.Paced(
            _time, [(TimeSpan.Zero, new(ChatRole.Assistant, "Half a sentence")), (Idle * 2, new(ChatRole.Assistant, " and its other half."))], a.Token));

        var (updates, failure) = await _time.DriveAsync(Writers.WatchAsync(Writer(client), Writers.Planned(2)), TimeSpan.FromSeconds(10));

        Assert.Null(failure);
        Assert.Contains("IdleTimeout", Assert.Single(updates.Notices(NoticeKind.Retry)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Half a sentence", string.Concat(updates.Select(static u => u.Text)), StringComparison.Ordinal);
        Assert.Contains(updates.OfType<DraftUpdate>(), static u => u is { Draft: 1, Delta: "Half a sentence" });
    }

    [Fact]
    public async Task Reasoning_is_activity_however_long_it_goes_on()
    {
        var thoughts = Enumerable.Repeat((Idle * 0.9, new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("hm ")])), 12);
        var text = (Idle * 0.9, new ChatResponseUpdate(ChatRole.Assistant, string.Concat(Enumerable.Repeat("One more plain sentence about trees. ", 10))));
        var client = new InterceptingChatClient(Writers.Simulated(), a => Answers.Paced(_time, [.. thoughts, text, (TimeSpan.Zero, Answers.End(ChatFinishReason.Stop))], a.Token));

        var (updates, failure) = await _time.DriveAsync(Writers.WatchAsync(Writer(client), Writers.Planned(1)), TimeSpan.FromSeconds(5));

        Assert.Null(failure);
        Assert.Empty(updates.Notices(NoticeKind.Retry));
        Assert.StartsWith("One more plain", string.Concat(updates.Select(static u => u.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_deaf_to_its_token_does_not_hang_the_run()
    {
        var never = new TaskCompletionSource();
        var client = new InterceptingChatClient(Writers.Simulated(), a => a.Number == 1 ? Answers.Deaf(never.Task, new ChatResponseUpdate(ChatRole.Assistant, "Half")) : null);

        var (_, failure) = await _time.DriveAsync(Writers.WatchAsync(Writer(client), Writers.Planned(2)), TimeSpan.FromSeconds(10));

        Assert.Null(failure);
    }

    [Fact]
    public async Task Cancelling_does_not_wait_for_a_client_that_is_deaf_to_its_token()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        var client = new InterceptingChatClient(Writers.Simulated(), a =>
        {
            stop.CancelAfter(20);
            return Answers.Deaf(never.Task);
        });

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Writers.Compose(client).WriteAsync(Writers.Planned(2), stop.Token).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.IsNotType<TimeoutException>(error);
    }

    [Fact]
    public async Task A_deaf_stream_is_disposed_when_it_lets_go_at_last()
    {
        var release = new TaskCompletionSource();
        var disposed = new TaskCompletionSource();
        var client = new InterceptingChatClient(Writers.Simulated(), a => a.Number == 1 ? Leaky() : null);

        await _time.DriveAsync(Writers.WatchAsync(Writer(client), Writers.Planned(2)), TimeSpan.FromSeconds(10));
        Assert.False(disposed.Task.IsCompleted);
        release.SetResult();

        await disposed.Task.WaitAsync(TimeSpan.FromSeconds(20));

        async IAsyncEnumerable<ChatResponseUpdate> Leaky()
        {
            try
            {
                await release.Task;
                yield return new(ChatRole.Assistant, "too late");
            }
            finally
            {
                disposed.SetResult();
            }
        }
    }

    [Fact]
    public async Task The_clients_own_timeout_is_a_timeout_and_not_a_cancellation()
    {
        // What HttpClient throws at its Timeout: nobody asked for it.
        var client = new InterceptingChatClient(Writers.Simulated(), static a => a.Number == 1 ? Answers.Failing(new TaskCanceledException("100 seconds elapsed", new TimeoutException())) : null);

        var (updates, failure) = await Writers.WatchAsync(Writers.Compose(client), Writers.Planned(2));

        Assert.Null(failure);
        Assert.Equal(LongWriterError.Timeout, Assert.Single(updates.Notices(NoticeKind.Retry)).Error);
    }

    [Fact]
    public async Task A_client_that_throws_before_it_gives_a_stream_is_retried_and_gives_back_what_was_reserved()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static a => a.Number <= 3 ? throw new HttpRequestException("down", null, HttpStatusCode.BadGateway) : null);
        // Room for one worst case and no more: a reservation that stays would end the run.
        var options = Writers.Quick(static o => o.Budget = new WritingBudget { MaxTokens = 3_500 });

        var (updates, failure) = await Writers.WatchAsync(Writers.Compose(client, options), Writers.Planned(2));

        Assert.Null(failure);
        Assert.All(updates.Notices(NoticeKind.Retry), static n => Assert.Equal(LongWriterError.ServerUnavailable, n.Error));
        Assert.Equal(3, updates.Notices(NoticeKind.Retry).Count);
        Assert.Equal(WritingStatus.Completed, Assert.IsType<DocumentFinishedUpdate>(updates[^1]).Document.Status);
    }

    private ILongWriter Writer(IChatClient client) =>
        Writers.Compose(client, Writers.Quick(o => (o.Resilience.FirstTokenTimeout, o.Resilience.IdleTimeout) = (FirstToken, Idle)), time: _time);
}
