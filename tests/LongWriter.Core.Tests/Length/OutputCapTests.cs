namespace LongWriter.Tests;

public class OutputCapTests
{
    [Theory]
    [InlineData("en", 625, SectionAction.Write, 1_016)] // 625 · 1.6 + 16
    [InlineData("zh", 625, SectionAction.Rewrite, 1_016)]
    [InlineData("de", 625, SectionAction.Continue, 1_391)] // 625 · 2.2 + 16
    [InlineData("ru", 625, SectionAction.Write, 2_516)] // 625 · 4 + 16
    [InlineData("en", 625, SectionAction.Shorten, 2_016)] // twice the maximum: a repair must not be cut
    public void A_first_cap_follows_from_the_maximum_and_the_language(string language, int maximum, SectionAction action, int cap) =>
        Assert.Equal(cap, OutputCap.Of(new LengthTarget(500, 375, maximum), action, LengthStates.State(4, 2_000), WritingContext.Create(new TestChatClient(), language: language)));

    [Fact]
    public void Without_a_maximum_three_times_the_words_are_allowed() =>
        Assert.Equal(2_416, OutputCap.Of(500, SectionAction.Write, LengthStates.State(4, 2_000), LengthStates.Context()));

    [Fact]
    public void Later_caps_follow_from_the_tokens_a_word_has_really_taken()
    {
        var state = LengthStates.State(4, 2_000, (500, 400));
        state = state with { Sections = [state.Sections[0] with { OutputTokens = 700, ReasoningTokens = 100 }] };

        // 600 tokens for 400 words are 1.5 a word, and 8 % more; the most that was reasoned, twice.
        Assert.Equal((int)((625 * 1.5 * 1.08) + 16) + 200, OutputCap.Of(new LengthTarget(500, 375, 625), SectionAction.Write, state, LengthStates.Context()));
    }

    [Fact]
    public void Reasoning_has_the_allowance_that_is_set() =>
        Assert.Equal(1_016 + 4_000, OutputCap.Of(new LengthTarget(500, 375, 625), SectionAction.Write, LengthStates.State(4, 2_000), LengthStates.Context(new LongWriterOptions { ReasoningTokens = 4_000 })));

    [Theory]
    [InlineData(SimulatedWriterProfile.Obedient, 0.5)]
    [InlineData(SimulatedWriterProfile.Obedient, 1.8)]
    [InlineData(SimulatedWriterProfile.Ceiling, 1.0)]
    [InlineData(SimulatedWriterProfile.AskedPlus, 1.0)]
    public async Task Every_call_of_every_role_has_a_cap(SimulatedWriterProfile profile, double bias)
    {
        var counting = new CountingChatClient(Writers.Simulated(4, o => (o.Profile, o.Bias) = (profile, bias)));
        var options = Writers.Quick(static o => (o.Context, o.WindowWords, o.MaxStepsPerPlanCall) = (ContextMode.Summary, 500, 3));

        await counting.AsLongWriter(options).WriteAsync(Writers.Request(4_000));

        Assert.All(counting.Calls, static c => Assert.InRange(c.Options!.MaxOutputTokens!.Value, 1, 20_000));
        // Parts, steps of a part, sections, summaries: none was left out.
        foreach (var mark in new[] { "Divide it into about", "Plan part ", "Length of this section", "Length of the summary" })
            Assert.Contains(counting.Calls, c => c.Prompt.Contains(mark, StringComparison.Ordinal));
    }
}
