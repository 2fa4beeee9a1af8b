using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class SimulatedProseTests
{
    [Theory]
    [InlineData("en", 1ul)]
    [InlineData("en", 2ul)]
    [InlineData("zh", 1ul)]
    public async Task Fifty_thousand_words_have_no_sentence_twice_and_share_no_long_span(string language, ulong seed)
    {
        using var client = new SimulatedChatClient(new() { Seed = seed });
        var sentences = new HashSet<string>();
        var spans = new Dictionary<string, int>();
        var words = 0;
        for (var number = 1; number <= 112; number++)
        {
            var text = (await client.GetResponseAsync(Prompts.Step(language, 450, number, 112))).Text;
            words += Prompts.Count(language, text);
            foreach (var sentence in Prompts.Sentences(text))
            {
                if (Prompts.Count(language, sentence) >= (language == "zh" ? 10 : 8))
                    Assert.True(sentences.Add(sentence), sentence);
            }

            if (language == "zh")
                continue;

            var all = text.ToLowerInvariant().Split([' ', '\n', '.', ',', ';', '#'], StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i + 10 <= all.Length; i++)
            {
                var span = string.Join(' ', all, i, 10);
                Assert.False(spans.TryGetValue(span, out var other) && other != number, span);
                spans[span] = number;
            }
        }

        Assert.True(words >= 50_000);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_section_is_made_of_paragraphs_of_few_sentences_about_its_point(string language)
    {
        using var client = new SimulatedChatClient(new() { HeadingShare = 0 });

        var text = (await client.GetResponseAsync(Prompts.Step(language, 1_000))).Text;
        var paragraphs = text.Split("\n\n");

        Assert.True(paragraphs.Length > 3);
        Assert.All(paragraphs.SkipLast(1), p => Assert.InRange(Prompts.Sentences(p).Count, 3, 6));
        // Each paragraph draws some of the point's words; which of them stand in a text follows from the seed.
        string[] topics = language == "zh" ? ["京都", "寺庙", "古老", "石碑"] : ["sailors", "weather", "Norwegian", "fjords"];
        Assert.True(topics.Count(topic => text.Contains(topic, StringComparison.Ordinal)) >= 2, text);
        Assert.All(Prompts.Sentences(text), s => Assert.True(language == "zh" || char.IsUpper(s[0]), s));
        Assert.DoesNotContain(text, c => char.IsDigit(c) || c is '\'' or '-' or '{' or '}');
        Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
    }
}
