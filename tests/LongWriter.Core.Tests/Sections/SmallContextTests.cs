namespace LongWriter.Tests;

public class SmallContextTests
{
    [Theory]
    [InlineData(4_096, 6_000)]
    [InlineData(8_192, 15_000)]
    [InlineData(16_384, 15_000)]
    public async Task A_document_longer_than_the_context_is_written_to_its_end(int context, int words)
    {
        var options = Writers.Quick(o => o.ContextTokens = context);
        var counting = new CountingChatClient(Writers.Simulated(7, static o => o.Bias = 0.8));

        var (document, updates) = await Writers.RunAsync(counting.AsLongWriter(options), Writers.Request(words));

        Assert.Equal((WritingStatus.Completed, LengthOutcome.Met), (document.Status, document.Outcome));
        Assert.Contains(updates, static u => u is NoticeUpdate { Notice: { Kind: NoticeKind.Warning } n } && n.Message.Contains("running summary", StringComparison.Ordinal));
        // The simulated writer's tokens have five characters and some.
        Assert.All(counting.Calls, c => Assert.True((c.Prompt.Length / 5) + c.Options!.MaxOutputTokens <= context, $"{c.Prompt.Length} characters, cap {c.Options.MaxOutputTokens}"));
    }

    [Theory]
    [InlineData(null, 3_000)]
    [InlineData(200_000, 3_000)]
    [InlineData(8_192, 1_280)]
    [InlineData(512, 80)]
    public void A_full_window_takes_at_most_half_of_the_context(int? context, int words)
    {
        Assert.Equal(words, ContextWindow.WordsOf(new LongWriterOptions(), "en", context));
        Assert.True(context is null || 2 * words * 1.6 <= context / 2);
    }
}
