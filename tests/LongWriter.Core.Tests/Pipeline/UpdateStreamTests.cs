using FsCheck.Xunit;

namespace LongWriter.Tests;

public class UpdateStreamTests
{
    [Property(MaxTest = 60)]
    public void Texts_of_all_updates_are_the_document_whatever_happens_on_the_way(int seed)
    {
        var random = new Random(seed);
        var profile = (SimulatedWriterProfile)random.Next(0, 7);
        if (profile is SimulatedWriterProfile.Refuses or SimulatedWriterProfile.MalformedPlans)
            profile = SimulatedWriterProfile.Repeats;
        var client = Writers.Simulated((ulong)(uint)seed, o =>
        {
            o.Profile = profile;
            o.Bias = 0.4 + (1.6 * random.NextDouble());
        });
        var faulty = new FaultyChatClient(client, seed, random.Next(2) == 0 ? 0 : 0.3);
        var options = Writers.Quick(o => o.Mode = random.Next(3) == 0 ? WritingMode.Parallel : WritingMode.Serial);
        var words = random.Next(150, 5_000);

        // RunAsync holds updates, draft view, document and counter against each other.
        var (document, _) = Writers.RunAsync(faulty.AsLongWriter(options), Writers.Request(words)).GetAwaiter().GetResult();

        Assert.Equal(WritingStatus.Completed, document.Status);
        Assert.Equal(document.Plan.Steps.Count, document.Sections.Count);
    }

    [Fact]
    public async Task Faults_on_the_way_do_not_change_the_text()
    {
        var undisturbed = await Writers.Simulated(7).AsLongWriter(Writers.Quick()).WriteAsync(Writers.Request(6_000));
        var faulty = new FaultyChatClient(Writers.Simulated(7), 3, 0.4);

        var (document, updates) = await Writers.RunAsync(faulty.AsLongWriter(Writers.Quick()), Writers.Request(6_000));

        Assert.Equal(undisturbed.Text, document.Text);
        Assert.Contains(updates, static u => u is NoticeUpdate { Notice.Kind: NoticeKind.Retry });
        Assert.True(faulty.Arrivals > undisturbed.Usage.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Notices_of_a_section_tell_which_it_is(bool inMidStream)
    {
        var client = new InterceptingChatClient(Writers.Simulated(), a => !a.IsPlan && a.Number % 2 == 0
            ? Answers.Failing(new IOException("cut"), inMidStream ? [new(Microsoft.Extensions.AI.ChatRole.Assistant, "Half")] : [])
            : null);

        var (_, updates) = await Writers.RunAsync(Writers.Compose(client, length: new NoLengthController()), Writers.Planned(3));

        Assert.Equal([0, 1, 2], updates.Notices(NoticeKind.Retry).Select(static n => n.Index!.Value).Concat([0]).Order().Distinct());
    }

    [Fact]
    public async Task A_draft_that_was_given_up_is_replaced_by_a_higher_number()
    {
        var faulty = new FaultyChatClient(Writers.Simulated(2), 11, 0.5);
        var (_, updates) = await Writers.RunAsync(faulty.AsLongWriter(Writers.Quick()), Writers.Request(3_000));

        foreach (var section in updates.OfType<DraftUpdate>().GroupBy(static u => u.Index))
            Assert.Equal(section.Select(static u => u.Draft).Order(), section.Select(static u => u.Draft));
        Assert.Contains(updates.OfType<DraftUpdate>(), static u => u.Draft > 1);
    }

    [Fact]
    public async Task Leaving_the_loop_stops_the_run_and_the_same_id_goes_on()
    {
        var store = new InMemoryJournalStore();
        var counting = new CountingChatClient(Writers.Simulated(5));
        var writer = counting.AsLongWriter(Writers.Quick(), store);
        await foreach (var update in writer.WriteStreamingAsync(Writers.Request(4_000, "left")))
        {
            if (update is SectionFinishedUpdate { Section.Index: 2 })
                break;
        }

        var before = counting.Calls.Count;
        var (document, updates) = await Writers.RunAsync(writer, Writers.Request(4_000, "left"));

        var undisturbed = await Writers.Simulated(5).AsLongWriter(Writers.Quick()).WriteAsync(Writers.Request(4_000));
        Assert.Equal(undisturbed.Text, document.Text);
        Assert.True(updates.OfType<SectionFinishedUpdate>().Count(static u => u.Resumed) >= 3);
        Assert.True(counting.Calls.Count - before <= undisturbed.Usage.Calls - 3);
    }

    [Fact]
    public async Task A_plan_asked_of_a_half_written_run_comes_with_what_is_written()
    {
        var store = new InMemoryJournalStore();
        var writer = Writers.Simulated(5).AsLongWriter(Writers.Quick(), store, new NoLengthController());
        await writer.WriteAsync(Writers.Planned(4, id: "half") with { Budget = new WritingBudget { MaxCalls = 2 } });

        var (document, updates) = await Writers.RunAsync(writer, Writers.Planned(4, id: "half") with { PlanOnly = true });

        Assert.Equal((WritingStatus.Planned, 2), (document.Status, document.Sections.Count));
        Assert.All(updates.OfType<SectionFinishedUpdate>(), static u => Assert.True(u.Resumed));
    }

    [Fact]
    public async Task A_cancelled_run_throws_a_plain_cancellation_and_resumes()
    {
        using var stop = new CancellationTokenSource();
        var store = new InMemoryJournalStore();
        var hung = new InterceptingChatClient(Writers.Simulated(5), static a => a.Number > 5
            ? Answers.Paced(TimeProvider.System, [(Timeout.InfiniteTimeSpan, Answers.End(null))], a.Token)
            : null);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in hung.AsLongWriter(Writers.Quick(), store).WriteStreamingAsync(Writers.Request(4_000, "stopped"), stop.Token))
            {
                if (update is SectionFinishedUpdate)
                    await stop.CancelAsync();
            }
        });

        Assert.Equal(stop.Token, error.CancellationToken);
        var run = await store.ReadRunAsync("stopped");
        Assert.Equal(RunProgress.Writing, run.Progress);
        Assert.NotEmpty(run.Sections);
        var resumed = await Writers.Simulated(5).AsLongWriter(Writers.Quick(), store).WriteAsync(Writers.Request(4_000, "stopped"));
        Assert.Equal(WritingStatus.Completed, resumed.Status);
    }

    [Fact]
    public async Task Cancelling_ends_the_stream_also_where_the_run_is_far_ahead_of_its_reader()
    {
        using var stop = new CancellationTokenSource();
        var store = new InMemoryJournalStore();
        var writer = Writers.Simulated(5).AsLongWriter(Writers.Quick(), store);
        var seen = 0;
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in writer.WriteStreamingAsync(Writers.Request(2_000, "ahead"), stop.Token))
            {
                seen++;
                while ((await store.ReadRunAsync("ahead")).Progress != RunProgress.Completed)
                    await Task.Delay(5, CancellationToken.None);
                await stop.CancelAsync();
            }
        });

        Assert.Equal((stop.Token, 1), (error.CancellationToken, seen));
        Assert.Equal(WritingStatus.Completed, (await writer.WriteAsync(Writers.Request(2_000, "ahead"))).Status);
    }
}
