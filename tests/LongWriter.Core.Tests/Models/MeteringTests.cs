using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class MeteringTests
{
    private const string Prose = "The ladder stands against the oldest tree of the row. Its rungs are dry and the light is good. Nobody hurries at this time of the year, and nothing is lost by looking twice. ";

    private static readonly UsageDetails Reported = new() { InputTokenCount = 500, CachedInputTokenCount = 200, OutputTokenCount = 80 };

    [Fact]
    public async Task What_the_server_reports_is_what_the_run_has_used()
    {
        var client = Answering(static _ => Answers.Text(Prose, usage: Reported));

        var document = await Writers.Compose(client, length: new NoLengthController()).WriteAsync(Writers.Planned(1));

        Assert.Equal(new RunUsage(1, 500, 200, 80), document.Usage);
    }

    [Fact]
    public async Task An_answer_without_a_finish_reason_is_no_answer_and_is_asked_for_again()
    {
        var client = Answering(static a => a.Number == 1 ? Answers.Of(new(ChatRole.Assistant, Prose), Answers.End(null, Reported)) : Answers.Text(Prose, usage: Reported));

        var (updates, _) = await Writers.WatchAsync(Writers.Compose(client, length: new NoLengthController()), Writers.Planned(1));
        var document = updates.OfType<DocumentFinishedUpdate>().Single().Document;

        Assert.Equal(1, document.Usage.Calls);
        Assert.Equal(1_000, document.Usage.InputTokens);
        Assert.Contains("without a finish reason", Assert.Single(updates.Notices(NoticeKind.Retry)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_never_tells_a_finish_reason_can_be_allowed_not_to()
    {
        var client = Answering(static _ => Answers.Of(new ChatResponseUpdate(ChatRole.Assistant, Prose)));

        var document = await Writers.Compose(client, Writers.Quick(static o => o.Resilience.RequireFinishReason = false), length: new NoLengthController()).WriteAsync(Writers.Planned(1));

        Assert.Equal((WritingStatus.Completed, 1), (document.Status, document.Usage.Calls));
    }

    [Fact]
    public async Task Without_a_report_text_and_reasoning_are_estimated_and_also_those_of_a_call_that_broke()
    {
        var thought = new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(Prose)]);
        var client = Answering(a => a.Number == 1 ? Answers.Failing(new IOException("cut"), thought) : Answers.Text(Prose));

        var document = await Writers.Compose(client, length: new NoLengthController()).WriteAsync(Writers.Planned(1));

        // English: 0.35 tokens a character, from above.
        var each = (long)Math.Ceiling(Prose.Length * 0.35);
        Assert.Equal(2 * each, document.Usage.OutputTokens);
        Assert.True(document.Usage.InputTokens > 400, $"{document.Usage.InputTokens} prompt tokens of two calls");
    }

    [Fact]
    public async Task A_server_that_ignores_its_cap_is_left_with_a_warning_and_the_section_is_usable()
    {
        var client = Answering(static _ => Endless());

        var (document, updates) = await Writers.RunAsync(Writers.Compose(client), Writers.Planned(2));

        Assert.Contains(updates.Notices(NoticeKind.Warning), static n => n.Error == LongWriterError.OutputCapIgnored);
        Assert.InRange(document.Words, 100, 140);
        Assert.All(document.Sections, static s => Assert.EndsWith(".", s.Text, StringComparison.Ordinal));

        static async IAsyncEnumerable<ChatResponseUpdate> Endless()
        {
            await ValueTask.CompletedTask;
            for (var i = 0; ; i++)
                yield return new(ChatRole.Assistant, $"In row {(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))} the pruner finds another branch to take away before the frost. ");
        }
    }

    private static InterceptingChatClient Answering(Func<Arrival, IAsyncEnumerable<ChatResponseUpdate>> answer) => new(Writers.Simulated(), answer);
}
