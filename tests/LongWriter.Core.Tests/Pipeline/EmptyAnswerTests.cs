namespace LongWriter.Tests;

public class EmptyAnswerTests
{
    private const string Thought = "<think>Nothing but thoughts, and no text behind them.</think>";

    [Fact]
    public async Task Drafts_that_cleaning_empties_are_an_error_and_the_next_call_of_the_run_tries_anew()
    {
        var store = new InMemoryJournalStore();
        var broken = true;
        var client = new InterceptingChatClient(Writers.Simulated(), a => Volatile.Read(ref broken) && a.Prompt.Contains("Write section 2", StringComparison.Ordinal) ? Answers.Text(Thought) : null);
        var writer = Writers.Compose(client, journals: store);

        var first = await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(Writers.Planned(3, id: "run")));
        var before = client.Arrivals;
        var second = await Assert.ThrowsAsync<LongWriterException>(() => writer.WriteAsync(Writers.Planned(3, id: "run")));

        Assert.Equal((LongWriterError.EmptyAnswer, true), (first.Error, first.IsResumable));
        Assert.Equal(LongWriterError.EmptyAnswer, second.Error);
        Assert.Equal(before + 3, client.Arrivals);

        Volatile.Write(ref broken, false);
        var document = await writer.WriteAsync(Writers.Planned(3, id: "run"));
        Assert.Equal(3, document.Sections.Count);
        Assert.DoesNotContain("think", document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_begun_anew_resumes_in_the_middle_as_if_it_had_not_been_stopped()
    {
        var store = new InMemoryJournalStore();
        var answers = new Queue<string>([Thought, Thought, Thought]);
        var client = new InterceptingChatClient(Writers.Simulated(), a => answers.TryDequeue(out var answer) ? Answers.Text(answer) : null);
        await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(client, journals: store).WriteAsync(Writers.Planned(1, 100, "run")));

        // The first draft of the new beginning is rejected, and the run stopped behind it.
        using var stop = new CancellationTokenSource();
        var stopping = Writers.Compose(client, journals: store, reviewers: [new PickyReviewer()]);
        var reject = new WritingRequest(Writers.Task) { Id = "run", Length = 100, Plan = Writers.Plan(1, 100), AcceptChangedSettings = true };
        await foreach (var update in stopping.WriteStreamingAsync(reject, stop.Token))
        {
            if (update is DraftUpdate { Draft: 2 })
                break;
        }

        Assert.Single((await store.ReadRunAsync("run")).RejectedDrafts[0]);
        var document = await stopping.WriteAsync(reject);
        Assert.Equal(2, Assert.Single(document.Sections).Drafts);
    }

    [Fact]
    public async Task An_edited_draft_is_what_stands_in_the_document_and_what_is_counted()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static _ => Answers.Text(
            "<think>I should begin with the trees.</think>Here is the section:\n\nThe trees stand in rows. The grass between them is cut short.\n\n(Word count: 12)"));

        var (document, _) = await Writers.RunAsync(Writers.Compose(client, length: new NoLengthController(), reviewers: [new ShoutingReviewer()]), Writers.Planned(1));

        Assert.Equal("THE TREES STAND IN ROWS. THE GRASS BETWEEN THEM IS CUT SHORT.", document.Text);
        Assert.Equal((12, 12), (document.Words, document.Sections[0].Written));
    }

    [Fact]
    public async Task A_refusal_and_an_error_in_words_never_become_prose()
    {
        var store = new InMemoryJournalStore();
        var refusing = new InterceptingChatClient(Writers.Simulated(), static a => a.Number == 2 ? Answers.Text("I'm sorry, but I can't help with writing this section.") : null);

        var error = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(refusing, journals: store).WriteAsync(Writers.Planned(3, id: "run")));

        Assert.Equal((LongWriterError.Refused, true), (error.Error, error.IsResumable));
        Assert.Contains("section 2", error.Message, StringComparison.Ordinal);
        var run = await store.ReadRunAsync("run");
        Assert.DoesNotContain("sorry", run.Text, StringComparison.Ordinal);
        Assert.Empty(run.RejectedDrafts);
    }

    private sealed class PickyReviewer : ISectionReviewer
    {
        public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
            new(draft.Number == 1 ? SectionVerdict.Rewrite("Not yet.", 1) : SectionVerdict.Accept);
    }

    private sealed class ShoutingReviewer : ISectionReviewer
    {
        public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
            new(SectionVerdict.AcceptAs(draft.Text.ToUpperInvariant()));
    }
}
