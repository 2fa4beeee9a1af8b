using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class RetryTests
{
    private readonly FakeTimeProvider _time = new();

    public static TheoryData<string, LongWriterError> Transient => new()
    {
        { "429", LongWriterError.RateLimited },
        { "500", LongWriterError.ServerUnavailable },
        { "503", LongWriterError.ServerUnavailable },
        { "504", LongWriterError.Timeout },
        { "refused", LongWriterError.ServerUnavailable },
        { "cut", LongWriterError.ServerUnavailable },
        { "html", LongWriterError.InvalidAnswer },
        { "timeout", LongWriterError.Timeout },
        { "empty", LongWriterError.EmptyAnswer },
        { "silent", LongWriterError.ServerUnavailable },
        { "unknown", LongWriterError.ServerUnavailable },
    };

    public static TheoryData<string, LongWriterError> Permanent => new()
    {
        { "400", LongWriterError.BadRequest },
        { "401", LongWriterError.Authentication },
        { "403", LongWriterError.Authentication },
        { "404", LongWriterError.ModelNotFound },
        { "413", LongWriterError.ContextOverflow },
        { "overflow", LongWriterError.ContextOverflow },
        { "filter", LongWriterError.Refused },
        { "sdk", LongWriterError.Authentication },
    };

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task A_transient_fault_is_met_by_eight_tries_then_a_typed_error_and_the_run_resumes_to_the_same_text(string fault, LongWriterError error)
    {
        var undisturbed = await Writers.Simulated(7).AsLongWriter().WriteAsync(Writers.Planned(4));
        var store = new InMemoryJournalStore();
        var broken = new InterceptingChatClient(Writers.Simulated(7), a => a.Number >= 3 ? Fault(fault) : null);

        var writer = Writers.Compose(broken, new LongWriterOptions(), store, _time);
        var failure = await Assert.ThrowsAsync<LongWriterException>(() => _time.DriveAsync(writer.WriteAsync(Writers.Planned(4, id: "run")), TimeSpan.FromSeconds(5)));

        Assert.Equal((error, "run", true), (failure.Error, failure.RunId, failure.IsResumable));
        Assert.Equal(2 + 8, broken.Arrivals);
        var resumed = await Writers.Simulated(7).AsLongWriter(journals: store).WriteAsync(Writers.Planned(4, id: "run"));
        Assert.Equal(undisturbed.Text, resumed.Text);
    }

    [Theory]
    [MemberData(nameof(Permanent))]
    public async Task A_permanent_fault_is_never_retried(string fault, LongWriterError error)
    {
        var broken = new InterceptingChatClient(Writers.Simulated(7), a => a.Number == 2 ? Fault(fault) : null);
        var store = new InMemoryJournalStore();

        var failure = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(broken, journals: store).WriteAsync(Writers.Planned(4, id: "run")));

        Assert.Equal((error, true), (failure.Error, failure.IsResumable));
        Assert.Equal(2, broken.Arrivals);
        Assert.Equal(WritingStatus.Completed, (await Writers.Compose(broken, journals: store).WriteAsync(Writers.Planned(4, id: "run"))).Status);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public async Task A_call_is_never_made_before_its_retry_after(double jitter)
    {
        var asked = TimeSpan.FromSeconds(90);
        var arrivals = new List<DateTimeOffset>();
        var client = new InterceptingChatClient(Writers.Simulated(), a =>
        {
            arrivals.Add(_time.GetUtcNow());
            return a.Number <= 3 ? Answers.Failing(ModelErrors.FromStatus(HttpStatusCode.TooManyRequests, null, asked, null)) : null;
        });
        var options = new LongWriterOptions { Resilience = { Randomizer = () => jitter, MaxDelay = TimeSpan.FromSeconds(2) } };

        var (updates, failure) = await _time.DriveAsync(Writers.WatchAsync(Writers.Compose(client, options, time: _time), Writers.Planned(1)), TimeSpan.FromSeconds(0.9));

        Assert.Null(failure);
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(arrivals[i + 1] - arrivals[i] >= asked, $"{arrivals[i + 1] - arrivals[i]}"));
        Assert.All(updates.Notices(NoticeKind.Retry), n => Assert.True(n.Delay >= asked && n.Delay < asked + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_retry_after_of_days_is_not_waited_for()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static _ => throw ModelErrors.FromStatus(HttpStatusCode.TooManyRequests, "quota", TimeSpan.FromDays(60), null));

        var failure = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(client).WriteAsync(Writers.Planned(1)));

        Assert.Equal((LongWriterError.RateLimited, true, 1), (failure.Error, failure.IsResumable, client.Arrivals));
    }

    [Fact]
    public async Task Waits_double_from_the_base_up_to_the_greatest_and_jitter_takes_at_most_half()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static a => a.Number <= 7 ? throw new HttpRequestException("x", null, HttpStatusCode.BadGateway) : null);
        var options = new LongWriterOptions { Resilience = { Randomizer = static () => 0.5, BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(10) } };

        var (updates, _) = await _time.DriveAsync(Writers.WatchAsync(Writers.Compose(client, options, time: _time), Writers.Planned(1)));

        // min(10, 2^(n-1)) · (0.5 + 0.5 · 0.5)
        Assert.Equal([0.75, 1.5, 3, 6, 7.5, 7.5, 7.5], updates.Notices(NoticeKind.Retry).Select(static n => n.Delay!.Value.TotalSeconds));
    }

    [Fact]
    public async Task An_open_breaker_waits_costs_no_try_and_the_run_finishes()
    {
        // Six failures in a row, a breaker that opens at the second and again at each probe, and seven tries.
        var client = new InterceptingChatClient(Writers.Simulated(7), static a => a.Number is > 1 and <= 7 ? throw new HttpRequestException("down") : null);
        var options = new LongWriterOptions
        {
            Resilience = { BreakerMinimumCalls = 2, BreakerFailureRatio = 0.5, BreakerDuration = TimeSpan.FromMinutes(5), BreakerSamplingDuration = TimeSpan.FromHours(1), MaxAttempts = 7, MaxDelay = TimeSpan.FromSeconds(2) },
        };
        var started = _time.GetUtcNow();

        var (updates, failure) = await _time.DriveAsync(Writers.WatchAsync(Writers.Compose(client, options, time: _time), Writers.Planned(3)), TimeSpan.FromSeconds(5));

        Assert.Null(failure);
        var waits = updates.Notices(NoticeKind.Wait);
        Assert.True(waits.Count >= 4, $"{waits.Count} waits");
        Assert.All(waits, static n => Assert.InRange(n.Delay!.Value.TotalMinutes, 0.01, 5));
        Assert.True(_time.GetUtcNow() - started > TimeSpan.FromMinutes(5 * 4));
        Assert.Equal(6, updates.Notices(NoticeKind.Retry).Count);
        var undisturbed = await Writers.Simulated(7).AsLongWriter().WriteAsync(Writers.Planned(3));
        Assert.Equal(undisturbed.Usage.Calls + 6, client.Arrivals);
        Assert.Equal(undisturbed.Text, updates.OfType<DocumentFinishedUpdate>().Single().Document.Text);
    }

    [Fact]
    public async Task Errors_that_blame_the_request_open_no_breaker()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static a => a.Number <= 6 ? throw ModelErrors.FromStatus(HttpStatusCode.TooManyRequests, null, null, null) : null);
        var options = Writers.Quick(static o => (o.Resilience.BreakerMinimumCalls, o.Resilience.BreakerFailureRatio, o.Resilience.BreakerDuration) = (2, 0.1, TimeSpan.FromHours(1)));

        var (updates, failure) = await Writers.WatchAsync(Writers.Compose(client, options), Writers.Planned(1));

        Assert.Null(failure);
        Assert.Empty(updates.Notices(NoticeKind.Wait));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    public async Task Tries_of_a_section_and_of_the_calls_inside_it_share_one_bound(int breakAt, int attempts)
    {
        // The writer makes a call that works and then one that breaks: before it begins (retried inside) or in its middle (the
        // section is tried again), or either in turn.
        var second = 0;
        var client = new InterceptingChatClient(Writers.Simulated(), a =>
        {
            if (!a.Prompt.StartsWith("Second", StringComparison.Ordinal))
                return null;

            var number = Interlocked.Increment(ref second);
            return (breakAt == 2 ? number % 2 : breakAt) == 0
                ? throw new HttpRequestException("down")
                : Answers.Failing(new IOException("cut"), new ChatResponseUpdate(ChatRole.Assistant, "Some text"));
        });
        var options = Writers.Quick(o => o.Resilience.MaxAttempts = attempts);

        var failure = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(client, options, sectionWriter: new TwoCallWriter()).WriteAsync(Writers.Planned(1)));

        Assert.Equal(LongWriterError.ServerUnavailable, failure.Error);
        Assert.Equal(attempts, second);
    }

    [Fact]
    public async Task A_custom_planner_has_retries_budget_meter_and_journal_for_free()
    {
        var store = new InMemoryJournalStore();
        var client = new InterceptingChatClient(Writers.Simulated(), static a => a.Number <= 2 ? throw new HttpRequestException("down") : null);

        var (updates, failure) = await Writers.WatchAsync(Writers.Compose(client, journals: store, planner: new AskingPlanner()), Writers.Request(300, "run") with { PlanOnly = true });

        Assert.Null(failure);
        Assert.Equal(2, updates.Notices(NoticeKind.Retry).Count);
        var document = updates.OfType<DocumentFinishedUpdate>().Single().Document;
        Assert.Equal((WritingStatus.Planned, 1), (document.Status, document.Usage.Calls));
        Assert.True(document.Usage.OutputTokens > 0);
        Assert.Equal(document.Usage, (await store.ReadRunAsync("run")).Usage);
    }

    [Fact]
    public async Task What_a_stage_of_the_users_own_throws_comes_out_unchanged_and_the_run_resumes()
    {
        var store = new InMemoryJournalStore();
        var thrown = new InvalidDataException("mine");
        var broken = Writers.Compose(Writers.Simulated(), journals: store, reviewers: [new ThrowingReviewer(2, thrown)]);

        var caught = await Assert.ThrowsAsync<InvalidDataException>(() => broken.WriteAsync(Writers.Planned(4, id: "run")));

        Assert.Same(thrown, caught);
        var run = await store.ReadRunAsync("run");
        Assert.Equal(2, run.Sections.Count);
        // The call whose draft was lost is paid for all the same.
        Assert.Equal(3, run.Usage.Calls);
        var mended = Writers.Compose(Writers.Simulated(), journals: store, reviewers: [new ThrowingReviewer(-1, thrown)]);
        Assert.Equal(4, (await mended.WriteAsync(Writers.Planned(4, id: "run"))).Sections.Count);
    }

    private static IAsyncEnumerable<ChatResponseUpdate> Fault(string name) => name switch
    {
        "refused" => throw new HttpRequestException("Connection refused"),
        "cut" => Answers.Failing(new HttpIOException(HttpRequestError.ResponseEnded), new ChatResponseUpdate(ChatRole.Assistant, "Half an answer")),
        "html" => Answers.Failing(new JsonException("'<' is an invalid start of a value.")),
        "timeout" => Answers.Failing(new TimeoutException()),
        "empty" => Answers.Text(" \n"),
        "silent" => Answers.Of(new ChatResponseUpdate(ChatRole.Assistant, "An answer that just ends")),
        "unknown" => Answers.Failing(new InvalidDataException("?")),
        "overflow" => Answers.Failing(new HttpRequestException("This model's maximum context length is 4096 tokens", null, HttpStatusCode.BadRequest)),
        "filter" => Answers.Text("As far as it goes, this", ChatFinishReason.ContentFilter),
        "sdk" => Answers.Failing(new InvalidOperationException("Service request failed.\nStatus: 401 (Unauthorized)")),
        _ => Answers.Failing(new HttpRequestException($"status {name}", null, (HttpStatusCode)int.Parse(name, provider: null))),
    };

    private sealed class TwoCallWriter : ISectionWriter
    {
        public async IAsyncEnumerable<ChatResponseUpdate> WriteAsync(
            SectionAssignment assignment, WritingContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var client = context.GetChatClient(WritingRoles.Writer);
            var notes = await client.GetResponseAsync("First, make notes.", cancellationToken: cancellationToken);
            await foreach (var update in client.GetStreamingResponseAsync("Second, write from " + notes.Text, cancellationToken: cancellationToken))
                yield return update;
        }
    }

    private sealed class AskingPlanner : IPlanner
    {
        public async Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken)
        {
            var answer = await context.GetChatClient(WritingRoles.Planner).GetResponseAsync("What is it about?", cancellationToken: cancellationToken);
            return WritingPlan.Create((answer.Text, request.Length!.Value.Words));
        }
    }

    private sealed class ThrowingReviewer(int at, Exception exception) : ISectionReviewer
    {
        public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
            state.Index == at ? throw exception : new(SectionVerdict.Accept);
    }
}
