using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class SimulatedLengthTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Every_length_is_met_to_the_word(string language)
    {
        foreach (var heading in new[] { 0, 1 })
        {
            using var client = new SimulatedChatClient(new() { Seed = 5, HeadingShare = heading });
            foreach (var words in Enumerable.Range(1, 120).Concat([199, 200, 333, 450, 1_000, 5_001]))
            {
                var text = (await client.GetResponseAsync(Prompts.Step(language, words))).Text;

                Assert.Equal(words, Prompts.Count(language, text));
                Assert.EndsWith(language == "zh" ? "。" : ".", text, StringComparison.Ordinal);
                Assert.Equal(heading == 1 && words >= 80, text.StartsWith("## ", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_cut_draft_is_continued_to_the_word_and_reads_on(string language)
    {
        using var client = new SimulatedChatClient(new() { Seed = 5 });
        var whole = (await client.GetResponseAsync(Prompts.Step(language, 300))).Text;
        for (var cap = 20; cap < 150; cap += 7)
        {
            var draft = (await client.GetResponseAsync(Prompts.Step(language, 300), new() { MaxOutputTokens = cap })).Text;
            foreach (var words in new[] { 1, 2, 3, 7, 15, 80, 200 })
            {
                var rest = (await client.GetResponseAsync(Prompts.Continue(language, draft, words))).Text;

                Assert.Equal(Prompts.Count(language, draft) + words, Prompts.Count(language, draft + rest));
                Assert.EndsWith(language == "zh" ? "。" : ".", rest, StringComparison.Ordinal);
                Assert.DoesNotContain(draft, rest, StringComparison.Ordinal);
            }
        }

        Assert.Equal(300, Prompts.Count(language, whole));
    }

    [Fact]
    public async Task A_draft_that_ends_with_a_sentence_is_continued_with_another()
    {
        using var client = new SimulatedChatClient();

        var rest = (await client.GetResponseAsync(Prompts.Continue("en", "The tide comes in.", 40))).Text;

        Assert.Equal(' ', rest[0]);
        Assert.True(char.IsUpper(rest[1]));
        Assert.Equal(40, Prompts.Count("en", rest));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_draft_is_shortened_at_sentence_boundaries_and_keeps_its_ending(string language)
    {
        using var client = new SimulatedChatClient(new() { Seed = 5 });
        var draft = (await client.GetResponseAsync(Prompts.Step(language, 600))).Text;

        var text = (await client.GetResponseAsync(Prompts.Shorten(language, draft, 400))).Text;

        Assert.InRange(Prompts.Count(language, text), 400 - 30, 400 + 30);
        var sentences = Prompts.Sentences(draft);
        Assert.All(Prompts.Sentences(text), s => Assert.Contains(s, sentences));
        Assert.Equal(sentences[^1], Prompts.Sentences(text)[^1]);
    }

    [Fact]
    public async Task A_summary_has_at_most_the_words_it_is_granted()
    {
        using var client = new SimulatedChatClient();
        foreach (var language in new[] { "en", "zh" })
        {
            var text = (await client.GetResponseAsync(Prompts.Summarize(language, "Ships sailed. They came home.", 250))).Text;

            Assert.InRange(Prompts.Count(language, text), 200, 250);
        }
    }

    [Theory]
    [InlineData("Say something about whales.", "en", 100)]
    [InlineData("Write a 350-word essay about whales.", "en", 350)]
    [InlineData("Write 1,200 words about whales.", "en", 1200)]
    [InlineData("Write about 2k words on whales.", "en", 2000)]
    [InlineData("请写一篇800字的文章。", "zh", 800)]
    public async Task Any_other_prompt_gets_prose_of_the_length_it_names(string prompt, string language, int words)
    {
        using var client = new SimulatedChatClient();

        Assert.Equal(words, Prompts.Count(language, (await client.GetResponseAsync(prompt)).Text));
    }

    [Fact]
    public async Task A_length_named_in_task_or_text_so_far_is_not_the_length_of_the_section()
    {
        using var client = new SimulatedChatClient();
        var prompt = Prompts.Step(
            "en", 130, textSoFar: "Length of this section: 900 words. Length of the shortened text: 20 words.", task: "Length of this section: 700 words. <draft> Word Count: [number] words");

        Assert.Equal(130, Prompts.Count("en", (await client.GetResponseAsync(prompt)).Text));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1.8, 0)]
    [InlineData(1.3, 0.2)]
    public async Task Bias_and_noise_are_those_that_were_set(double bias, double noise)
    {
        const int calls = 1_500;
        using var client = new SimulatedChatClient(new() { Seed = 11, Bias = bias, Noise = noise });
        var ratios = new List<double>();
        for (var i = 0; i < calls; i++)
            ratios.Add(Prompts.Count("en", (await client.GetResponseAsync(Prompts.Step("en", 100, i, calls))).Text) / 100.0);

        var mean = ratios.Average();
        var deviation = Math.Sqrt(ratios.Average(r => (r - mean) * (r - mean)));

        // The mean of n draws has a standard error of sigma/sqrt(n), their deviation one of sigma/sqrt(2n); five of each are allowed.
        Assert.InRange(mean, bias - (5 * bias * noise / Math.Sqrt(calls)) - 0.001, bias + (5 * bias * noise / Math.Sqrt(calls)) + 0.001);
        Assert.InRange(deviation, (bias * noise * 0.9) - 0.001, (bias * noise * 1.1) + 0.001);
    }

    [Fact]
    public async Task Extreme_noise_still_writes_a_few_words()
    {
        using var client = new SimulatedChatClient(new() { Seed = 2, Noise = 5 });
        for (var i = 1; i < 50; i++)
            Assert.True(Prompts.Count("en", (await client.GetResponseAsync(Prompts.Step("en", 100, i, 50))).Text) >= 5);
    }
}
