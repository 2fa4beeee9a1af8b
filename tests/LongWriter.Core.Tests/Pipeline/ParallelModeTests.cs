using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class ParallelModeTests
{
    private static LongWriterOptions Parallel(Action<LongWriterOptions>? configure = null) => Writers.Quick(o =>
    {
        o.Mode = WritingMode.Parallel;
        configure?.Invoke(o);
    });

    [Fact]
    public async Task A_draft_of_the_pass_in_order_has_a_higher_number_than_the_one_it_replaces()
    {
        var answers = new ConcurrentQueue<string>();
        var client = new ListeningChatClient(Writers.Simulated(5, static o => o.Bias = 0.5), answers);

        var (document, updates) = await Writers.RunAsync(client.AsLongWriter(Parallel()), Writers.Planned(6, 100));

        Assert.Contains(document.Sections, static s => s.Drafts > 1);
        foreach (var section in updates.OfType<DraftUpdate>().GroupBy(static u => u.Index))
        {
            var texts = section.GroupBy(static u => u.Draft).OrderBy(static d => d.Key).Select(static d => string.Concat(d.Select(static u => u.Delta))).ToList();
            Assert.Equal(document.Sections[section.Key].Drafts, texts.Count);
            // Two drafts under one number would run on into one another.
            Assert.All(texts, text => Assert.Contains(text, answers));
        }
    }

    [Fact]
    public async Task Sections_see_the_plan_only_and_are_accepted_in_order()
    {
        var counting = new CountingChatClient(Writers.Simulated(2));

        var (_, updates) = await Writers.RunAsync(counting.AsLongWriter(Parallel()), Writers.Planned(6, 100));

        Assert.All(counting.Contents, static c => Assert.True(c.Length is 1 or 2, "Head and step, or a draft to shorten."));
        Assert.Equal(Enumerable.Range(0, 6), updates.OfType<SectionFinishedUpdate>().Select(static u => u.Section.Index));
    }

    [Fact]
    public async Task No_more_sections_are_written_at_once_than_allowed()
    {
        int inside = 0, most = 0;
        var gate = new Lock();
        var client = new InterceptingChatClient(Writers.Simulated(), a => Slow(a.Number));

        await client.AsLongWriter(Parallel(static o => o.MaxParallelSections = 3), lengthController: new NoLengthController()).WriteAsync(Writers.Planned(12));

        Assert.Equal(3, most);

        async IAsyncEnumerable<ChatResponseUpdate> Slow(int number)
        {
            lock (gate)
                most = Math.Max(most, ++inside);
            await Task.Delay(20);
            yield return new(ChatRole.Assistant, $"Row {(char)('a' + number)} has been waiting for this since the first frost of the year.");
            lock (gate)
                inside--;
            yield return Answers.End(ChatFinishReason.Stop);
        }
    }

    [Fact]
    public async Task A_budget_that_the_calls_in_flight_hold_is_asked_for_again_when_they_have_ended()
    {
        // Worst cases are several times what a call takes in the end: four in flight hold what would do for all eight.
        var undisturbed = await Writers.Simulated(3).AsLongWriter(Parallel(), lengthController: new NoLengthController()).WriteAsync(Writers.Planned(8, 100));
        var limit = undisturbed.Usage.TotalTokens + 1_500;
        var waiting = new SlowChatClient(Writers.Simulated(3));

        var document = await waiting.AsLongWriter(Parallel(), lengthController: new NoLengthController())
            .WriteAsync(Writers.Planned(8, 100) with { Budget = new WritingBudget { MaxTokens = limit } });

        Assert.Equal(WritingStatus.Completed, document.Status);
        Assert.Equal(undisturbed.Text, document.Text);
        Assert.InRange(document.Usage.TotalTokens, 1, limit);
    }

    [Fact]
    public async Task At_the_end_of_a_budget_the_drafts_that_are_paid_for_stand_in_the_partial_document()
    {
        var store = new InMemoryJournalStore();
        var counting = new CountingChatClient(new SlowChatClient(Writers.Simulated(3)));
        var writer = counting.AsLongWriter(Parallel(), store, new NoLengthController());

        var partial = await writer.WriteAsync(Writers.Planned(8, 100, "run") with { Budget = new WritingBudget { MaxCalls = 5 } });

        Assert.Equal((WritingStatus.BudgetExhausted, 5, 5), (partial.Status, partial.Sections.Count, counting.Calls.Count));
        var whole = await writer.WriteAsync(Writers.Planned(8, 100, "run"));
        Assert.Equal(8, counting.Calls.Count);
        Assert.Equal((await Writers.Simulated(3).AsLongWriter(Parallel(), lengthController: new NoLengthController()).WriteAsync(Writers.Planned(8, 100))).Text, whole.Text);
    }

    /// <summary>Keeps the whole answers.</summary>
    private sealed class ListeningChatClient(IChatClient inner, ConcurrentQueue<string> answers) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var text = "";
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                text += update.Text;
                if (update.FinishReason is not null)
                    answers.Enqueue(text);
                yield return update;
            }
        }
    }

    /// <summary>Lets calls overlap.</summary>
    private sealed class SlowChatClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Delay(15, cancellationToken);
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
                yield return update;
        }
    }
}
