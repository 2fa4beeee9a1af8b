using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class ContextPolicyTests
{
    private const string SummaryMark = "Length of the summary";

    [Fact]
    public void The_window_moves_in_blocks_and_keeps_its_size()
    {
        var starts = Enumerable.Range(0, 31).Select(static n => WindowContext.StartOf(Sections([.. Enumerable.Repeat(100, n)]), 500)).ToList();

        // Nothing is left behind up to twice the window; then the last five sections stay, and it holds still for five more.
        Assert.Equal([.. Enumerable.Repeat(0, 11), .. Enumerable.Repeat(6, 5)], starts.Take(16));
        Assert.Equal([6, 12, 18, 24], starts.Distinct().Order().Skip(1));
        Assert.All(starts.Index().Skip(11), static s => Assert.InRange(s.Index - s.Item, 5, 10));
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public void A_window_smaller_than_a_section_still_shows_the_last_one()
    {
        for (var n = 1; n < 10; n++)
            Assert.InRange(n - WindowContext.StartOf(Sections([.. Enumerable.Repeat(1_000, n)]), 100), 1, 2);
    }

    [Fact]
    public async Task Prompts_of_a_windowed_run_keep_their_beginning_while_the_window_stands()
    {
        var counting = new CountingChatClient(Writers.Simulated(3));
        await counting.AsLongWriter(Writers.Quick(static o => (o.Context, o.WindowWords) = (ContextMode.Window, 300)), lengthController: new NoLengthController()).WriteAsync(Writers.Planned(20, 60));

        var calls = counting.Contents.ToArray();
        var kept = Enumerable.Range(1, calls.Length - 1).Count(i => string.Concat(calls[i]).StartsWith(string.Concat(calls[i - 1][..^1]), StringComparison.Ordinal));

        Assert.Equal(20, calls.Length);
        Assert.InRange(kept, 15, 18);
        Assert.All(calls, static c => Assert.InRange(c.Length, 2, 13));
    }

    [Fact]
    public async Task Each_summary_is_made_once_in_a_runs_life()
    {
        var options = Writers.Quick(static o => (o.Context, o.WindowWords) = (ContextMode.Summary, 100));
        var whole = new CountingChatClient(Writers.Simulated(3));
        var undisturbed = await whole.AsLongWriter(options).WriteAsync(Writers.Planned(10, 60));
        var summaries = Summaries(whole);
        Assert.True(summaries.Length >= 3, $"{summaries.Length} summaries");

        // Stopped again and again at every call, the run makes the same calls once each.
        var store = new InMemoryJournalStore();
        var parts = new CountingChatClient(Writers.Simulated(3));
        WritingDocument document;
        var limit = 0;
        do
        {
            document = await parts.AsLongWriter(options, store).WriteAsync(Writers.Planned(10, 60, "run") with { Budget = new WritingBudget { MaxCalls = ++limit } });
        }
        while (document.Status != WritingStatus.Completed);

        Assert.Equal(undisturbed.Text, document.Text);
        Assert.Equal(summaries, Summaries(parts));
        Assert.Equal(whole.Calls.Count, parts.Calls.Count);
        // Later prompts show the summary instead of the first sections.
        Assert.Contains("A summary of what comes before", parts.Calls[^1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain(document.Sections[0].Text, parts.Calls[^1].Prompt, StringComparison.Ordinal);

        static string[] Summaries(CountingChatClient client) => [.. client.Calls.Select(static c => c.Prompt).Where(static p => p.Contains(SummaryMark, StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData("<think>I keep what matters.</think>The harbour froze over.", "The harbour froze over.", null)]
    [InlineData("I'm sorry, but I cannot help with summarizing this text.", null, LongWriterError.Refused)]
    [InlineData("  \n ", null, LongWriterError.EmptyAnswer)]
    public async Task Thoughts_and_refusals_are_no_summary(string answer, string? shown, LongWriterError? error)
    {
        var client = new CountingChatClient(new InterceptingChatClient(Writers.Simulated(3), a => a.Prompt.Contains(SummaryMark, StringComparison.Ordinal) ? Answers.Text(answer) : null));
        var options = Writers.Quick(static o => (o.Context, o.WindowWords) = (ContextMode.Summary, 100));

        var (_, failure) = await Writers.WatchAsync(client.AsLongWriter(options), Writers.Planned(8, 60));

        Assert.Equal(error, (failure as LongWriterException)?.Error);
        if (shown is not null)
            Assert.Contains($"passages below:)\n{shown}\n", client.Calls[^1].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_model_gets_a_summary_with_a_warning_and_the_choice_outlives_the_process()
    {
        var store = new InMemoryJournalStore();
        var request = Writers.Planned(30, 100, "long");
        var small = new LimitedChatClient(Writers.Simulated(3), new ModelLimits(4_096));
        var options = Writers.Quick(static o => o.WindowWords = 300);
        var (_, updates) = await Writers.RunAsync(small.AsLongWriter(options, store), request with { Budget = new WritingBudget { MaxCalls = 6 } });
        var notice = Assert.IsType<NoticeUpdate>(updates[0]).Notice;
        Assert.Equal(NoticeKind.Warning, notice.Kind);
        Assert.Contains("4,096", notice.Message, StringComparison.Ordinal);

        // Resumed on a model that tells no limits: still the summary, without another warning.
        var counting = new CountingChatClient(Writers.Simulated(3));
        var (_, resumed) = await Writers.RunAsync(counting.AsLongWriter(options, store), request);

        Assert.Empty(resumed.Notices(NoticeKind.Warning));
        Assert.All(counting.Contents, static c => Assert.InRange(c.Length, 1, 10));
        Assert.Contains(counting.Calls, static c => c.Prompt.Contains("Length of the summary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, 4_096, 0)]
    [InlineData(3_000, 32_768, 0)]
    [InlineData(3_000, 4_096, 1)]
    [InlineData(100_000, 32_768, 1)]
    public async Task Full_text_is_chosen_where_the_document_fits(int words, int context, int warnings)
    {
        var writer = new LimitedChatClient(Writers.Simulated(), new ModelLimits(context)).AsLongWriter(Writers.Quick());

        var (updates, _) = await Writers.WatchAsync(writer, Writers.Request(words) with { Plan = WritingPlan.Create(("All of it", words)), PlanOnly = true });

        Assert.Equal(warnings, updates.Notices(NoticeKind.Warning).Count);
    }

    [Fact]
    public async Task A_prompt_that_cannot_fit_is_not_sent()
    {
        var counting = new CountingChatClient(Writers.Simulated());
        var options = Writers.Quick(static o => (o.Context, o.ContextTokens) = (ContextMode.Full, 512));

        var error = await Assert.ThrowsAsync<LongWriterException>(() => counting.AsLongWriter(options).WriteAsync(Writers.Planned(2) with { Material = new string('m', 20_000) }));

        Assert.Equal(LongWriterError.ContextOverflow, error.Error);
        Assert.Contains("Window", error.Message, StringComparison.Ordinal);
        Assert.Empty(counting.Calls);
    }

    [Fact]
    public async Task A_server_that_counts_fewer_tokens_than_were_sent_has_cut_the_prompt()
    {
        // 16,000 characters are 2,000 tokens at the very least.
        var client = new InterceptingChatClient(Writers.Simulated(), static _ => Answers.Text("A short answer. ", usage: new UsageDetails { InputTokenCount = 900, OutputTokenCount = 4 }));
        var request = Writers.Planned(1) with { Material = new string('m', 16_000) };

        var error = await Assert.ThrowsAsync<LongWriterException>(() => client.AsLongWriter(Writers.Quick(static o => o.ContextTokens = 2_400)).WriteAsync(request));
        Assert.Equal(LongWriterError.ContextOverflow, error.Error);
        Assert.Equal(1, client.Arrivals);

        var (_, updates) = await Writers.RunAsync(client.AsLongWriter(Writers.Quick(), lengthController: new NoLengthController()), request);
        Assert.Equal(LongWriterError.ContextOverflow, Assert.Single(updates.Notices(NoticeKind.Warning)).Error);
    }

    [Fact]
    public async Task A_policy_of_the_users_own_decides_what_is_shown()
    {
        var counting = new CountingChatClient(Writers.Simulated());

        await Writers.Compose(counting, contextPolicy: new LastSentence(), length: new NoLengthController()).WriteAsync(Writers.Planned(4));

        Assert.All(counting.Contents.Index(), static c => Assert.Equal(c.Index == 0 ? 2 : 3, c.Item.Length));
        Assert.All(counting.Contents.Skip(1), static c => Assert.StartsWith("Before: ", c[1], StringComparison.Ordinal));
    }

    private static WrittenSection[] Sections(params int[] words) => [.. words.Select(static (w, i) => new WrittenSection(i, $"s{i}", w, w, ""))];

    private sealed class LastSentence : IContextPolicy
    {
        public ValueTask<IReadOnlyList<string>> SelectAsync(WritingState state, WritingContext context, CancellationToken cancellationToken) =>
            new(state.Sections is [.., var last] ? ["Before: " + last.Text[^20..] + "\n\n"] : []);
    }
}
