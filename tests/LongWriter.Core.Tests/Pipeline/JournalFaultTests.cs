using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class JournalFaultTests
{
    [Fact]
    public async Task A_journal_that_cannot_be_written_is_an_error_before_any_call()
    {
        using var folder = new TemporaryFolder();
        var file = folder["file"];
        await File.WriteAllTextAsync(file, "not a folder");
        var counting = new CountingChatClient(Writers.Simulated());

        var error = await Assert.ThrowsAsync<LongWriterException>(() => counting.AsLongWriter(journals: new FileJournalStore(Path.Join(file, "runs"))).WriteAsync(Writers.Planned(2, id: "run")));

        Assert.Equal((LongWriterError.JournalUnavailable, "run"), (error.Error, error.RunId));
        Assert.Empty(counting.Calls);
    }

    [Theory]
    [InlineData(WritingMode.Serial)]
    [InlineData(WritingMode.Parallel)]
    public async Task A_disk_that_fills_up_at_any_record_ends_in_a_typed_error_and_the_run_resumes_to_the_same_text(WritingMode mode)
    {
        var client = Writers.Simulated(9, static o => o.Bias = 0.6);
        var options = Writers.Quick(o => o.Mode = mode);
        var counted = new FailingJournalStore(new InMemoryJournalStore());
        var undisturbed = await client.AsLongWriter(options, counted).WriteAsync(Writers.Planned(4, id: "run"));

        for (var at = 1; at <= counted.Appends; at++)
        {
            var counting = new CountingChatClient(client);
            var store = new FailingJournalStore(new InMemoryJournalStore()) { FailFrom = at };
            var writer = counting.AsLongWriter(options, store);

            var error = await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(Writers.Planned(4, id: "run")));

            Assert.Equal((LongWriterError.JournalUnavailable, "run", true), (error.Error, error.RunId, error.IsResumable));
            if (at == 1)
                Assert.Empty(counting.Calls);

            store.FailFrom = int.MaxValue;
            var resumed = await writer.WriteAsync(Writers.Planned(4, id: "run"));
            Assert.Equal(undisturbed.Text, resumed.Text);
            // In parallel up to four drafts are lost with the record that could not be kept.
            Assert.InRange(counting.Calls.Count, undisturbed.Usage.Calls, undisturbed.Usage.Calls + (mode == WritingMode.Serial ? 1 : 4));
        }
    }

    [Fact]
    public async Task A_failure_is_reported_and_not_the_failure_to_note_it()
    {
        var store = new FailingJournalStore(new InMemoryJournalStore()) { Failure = static () => new IOException("the disk, untyped") };
        var client = new InterceptingChatClient(Writers.Simulated(), a =>
        {
            if (a.Number == 3)
                store.FailFrom = 0;
            return a.Number == 3 ? throw ModelErrors.FromStatus(System.Net.HttpStatusCode.Unauthorized, null, null, null) : null;
        });

        var error = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(client, journals: store).WriteAsync(Writers.Planned(4)));

        Assert.Equal(LongWriterError.Authentication, error.Error);
    }

    [Fact]
    public async Task Usage_and_time_go_on_over_stops_failures_and_cancellations()
    {
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        var store = new InMemoryJournalStore();
        var client = new InterceptingChatClient(Writers.Simulated(4), a =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            if (a.Number == 3)
                stop.CancelAfter(20);
            return a.Number switch
            {
                2 => throw ModelErrors.FromStatus(System.Net.HttpStatusCode.Unauthorized, null, null, null),
                3 => Answers.Paced(TimeProvider.System, [(TimeSpan.Zero, new(ChatRole.Assistant, "Half a ")), (TimeSpan.FromHours(1), new(ChatRole.Assistant, "sentence"))], a.Token),
                _ => null,
            };
        });
        var writer = Writers.Compose(client, Writers.Quick(), store, time, length: new NoLengthController());
        var request = Writers.Planned(4, id: "run");

        await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(request));
        var failed = await store.ReadRunAsync("run");
        Assert.Equal((1, TimeSpan.FromMinutes(2)), (failed.Usage.Calls, failed.Elapsed));

        time.Advance(TimeSpan.FromDays(3));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync(request, stop.Token));
        var cancelled = await store.ReadRunAsync("run");
        Assert.True(cancelled.Usage.InputTokens > failed.Usage.InputTokens, "The prompt of the call that was cancelled is paid for.");
        Assert.Equal(TimeSpan.FromMinutes(3), cancelled.Elapsed);

        var document = await writer.WriteAsync(request);

        Assert.Equal(TimeSpan.FromMinutes(client.Arrivals), document.Elapsed);
        Assert.Equal((4, 6), (document.Usage.Calls, client.Arrivals));
        Assert.True(document.Usage.InputTokens > cancelled.Usage.InputTokens);
    }
}
