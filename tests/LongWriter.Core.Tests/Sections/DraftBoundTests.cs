using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class DraftBoundTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task The_bound_is_exact_and_the_best_draft_is_kept_whichever_it_was(int bound)
    {
        for (var best = 1; best <= bound; best++)
        {
            var reviewer = new NeverContent(best);
            var counting = new CountingChatClient(Writers.Simulated(2));
            var writer = Writers.Compose(counting, Writers.Quick(o => o.MaxDraftsPerSection = bound), length: new NoLengthController(), reviewers: [reviewer]);

            var document = await writer.WriteAsync(Writers.Planned(2));

            Assert.Equal(2 * bound, counting.Calls.Count);
            Assert.Equal([.. Enumerable.Range(0, bound).Reverse(), .. Enumerable.Range(0, bound).Reverse()], reviewer.Left);
            Assert.All(document.Sections, s => Assert.Equal(bound, s.Drafts));
            Assert.Equal([reviewer.Texts[best - 1], reviewer.Texts[bound + best - 1]], document.Sections.Select(static s => s.Text));
        }
    }

    [Fact]
    public async Task Complaints_of_all_reviewers_reach_the_writer_and_the_first_action_wins()
    {
        var counting = new CountingChatClient(Writers.Simulated(2));
        var writer = Writers.Compose(counting, length: new NoLengthController(), reviewers: [new OnceReviewer(SectionAction.Rewrite, "It lacks bees."), new OnceReviewer(SectionAction.Continue, "It lacks a hive.")]);

        var document = await writer.WriteAsync(Writers.Planned(1));

        Assert.Equal(2, counting.Calls.Count);
        Assert.Contains("This section has been tried before. It lacks bees. It lacks a hive. Write it anew", counting.Calls[1].Prompt, StringComparison.Ordinal);
        Assert.Equal(2, document.Sections[0].Drafts);
    }

    [Fact]
    public async Task A_cut_draft_is_continued_and_the_two_are_one_text()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static a => a.Number switch
        {
            1 => Answers.Text(LengthStates.Text(25), ChatFinishReason.Length),
            2 => Answers.Text("Here the second half begins and it goes on for a good while. " + LengthStates.Text(90, salt: 1)),
            _ => throw new InvalidOperationException("A third call."),
        });

        var (document, _) = await Writers.RunAsync(Writers.Compose(client), Writers.Planned(1, 120));

        Assert.StartsWith(LengthStates.Text(20) + " Here the second half", document.Text, StringComparison.Ordinal);
        Assert.Equal((LengthOutcome.Met, 2), (document.Outcome, document.Sections[0].Drafts));
    }

    [Fact]
    public async Task A_shortened_text_that_was_cut_off_is_never_kept()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static a =>
            a.Prompt.Contains("Length of the shortened text", StringComparison.Ordinal) ? Answers.Text("It was shortened to this and then", ChatFinishReason.Length)
            : Answers.Text("The whole draft. " + LengthStates.Text(170)));

        var (document, _) = await Writers.RunAsync(Writers.Compose(client), Writers.Planned(1, 120));

        Assert.StartsWith("The whole draft.", document.Text, StringComparison.Ordinal);
        Assert.Equal(LengthOutcome.Over, document.Outcome);
    }

    [Theory]
    [InlineData(30, "length", LengthOutcome.Truncated)]
    [InlineData(30, "stop", LengthOutcome.Under)]
    [InlineData(100, "stop", LengthOutcome.Met)]
    [InlineData(230, "stop", LengthOutcome.Over)]
    public async Task The_outcome_says_how_the_length_came_out(int words, string finish, LengthOutcome outcome)
    {
        // A writer that gives the same in each draft, and nothing new when it is to go on.
        var client = new InterceptingChatClient(Writers.Simulated(), _ => Answers.Text(LengthStates.Text(words), new ChatFinishReason(finish)));

        var (document, _) = await Writers.RunAsync(Writers.Compose(client, Writers.Quick(static o => o.MaxDraftsPerSection = 1)), Writers.Planned(1, 100));

        Assert.Equal((outcome, outcome), (document.Outcome, document.Sections[0].Outcome));
    }

    [Fact]
    public async Task Plain_AgentWrite_says_so_when_a_section_was_cut_off()
    {
        var client = new InterceptingChatClient(Writers.Simulated(), static _ => Answers.Text(LengthStates.Text(95), ChatFinishReason.Length));

        var (document, _) = await Writers.RunAsync(Writers.Compose(client, length: new NoLengthController()), Writers.Planned(1, 100));

        Assert.Equal((1, LengthOutcome.Truncated), (client.Arrivals, document.Sections[0].Outcome));
    }

    [Theory]
    [InlineData(SimulatedWriterProfile.Ceiling)]
    [InlineData(SimulatedWriterProfile.Drifting)]
    [InlineData(SimulatedWriterProfile.IgnoresAsk)]
    public async Task No_last_section_that_ended_by_itself_is_continued_by_any_writer(SimulatedWriterProfile profile)
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var store = new InMemoryJournalStore();
            var document = await Writers.Simulated(seed, o => (o.Profile, o.Bias) = (profile, 0.6)).AsLongWriter(Writers.Quick(), store).WriteAsync(Writers.Request(3_000, "run"));

            var run = await store.ReadRunAsync("run");
            var last = run.RejectedDrafts.GetValueOrDefault(document.Sections.Count - 1) ?? [];
            Assert.DoesNotContain(last, static d => !d.IsCutOff && d.Verdict!.Next == SectionAction.Continue);
        }
    }

    private sealed class NeverContent(int best) : ISectionReviewer
    {
        public List<int> Left { get; } = [];

        public List<string> Texts { get; } = [];

        public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
        {
            Left.Add(draft.DraftsLeft);
            Texts.Add(draft.Text.TrimEnd());
            Assert.Equal(draft.Number - 1, state.Drafts.Count);
            return new(SectionVerdict.Rewrite($"Draft {draft.Number} will not do.", draft.Number == best ? 0.1 : 0.5));
        }
    }

    private sealed class OnceReviewer(SectionAction next, string complaint) : ISectionReviewer
    {
        public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
            new(draft.Number == 1 ? new SectionVerdict { Next = next, Feedback = complaint, Cost = 0.1 } : SectionVerdict.Accept);
    }
}
