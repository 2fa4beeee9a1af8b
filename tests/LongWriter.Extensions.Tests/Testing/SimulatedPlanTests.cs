using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class SimulatedPlanTests
{
    private const string EnglishTask = "Write a long guide to sailing the Norwegian coast, its fjords and its weather.";
    private const string ChineseTask = "请写一篇关于京都旅行的指南，谈谈寺庙和美食。";

    [Theory]
    [InlineData("en", 150)]
    [InlineData("en", 999)]
    [InlineData("en", 2_000)]
    [InlineData("en", 10_000)]
    [InlineData("en", 20_001)]
    [InlineData("zh", 800)]
    [InlineData("zh", 3_000)]
    [InlineData("zh", 20_000)]
    public async Task A_plan_has_the_form_the_sum_and_steps_of_a_sensible_length(string language, int words)
    {
        using var client = new SimulatedChatClient(new() { Seed = 6 });

        var text = (await client.GetResponseAsync(Prompts.Plan(language, language == "zh" ? ChineseTask : EnglishTask, words))).Text;
        var steps = PlanReader.Read(text, language);

        Assert.NotNull(steps);
        Assert.Equal(words, steps.Sum(s => s.Words));
        Assert.Equal(steps.Count, steps.Select(s => s.Point).Distinct().Count());
        if (words >= 1_000)
            Assert.All(steps, s => Assert.InRange(s.Words, 250, 650));
    }

    [Fact]
    public async Task Main_points_take_up_words_of_the_task()
    {
        using var client = new SimulatedChatClient();

        var english = PlanReader.Read((await client.GetResponseAsync(Prompts.Plan("en", EnglishTask, 10_000))).Text)!;
        var chinese = PlanReader.Read((await client.GetResponseAsync(Prompts.Plan("zh", ChineseTask, 10_000))).Text, "zh")!;

        Assert.All(english, s => Assert.Contains(
            new[] { "sailing", "Norwegian", "coast", "fjords", "weather" }, w => s.Point.Contains(w, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains(chinese, s => s.Point.Contains("京都旅行", StringComparison.Ordinal));
        Assert.Contains(chinese, s => s.Point.Contains("寺庙", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_very_long_text_gets_parts_and_each_part_its_steps(string language)
    {
        using var client = new SimulatedChatClient();
        var task = language == "zh" ? ChineseTask : EnglishTask;

        var parts = PlanReader.Read((await client.GetResponseAsync(Prompts.PlanParts(language, task, 100_000, 20))).Text, language)!;
        var steps = PlanReader.Read((await client.GetResponseAsync(Prompts.PlanPart(language, task, parts[1].Words))).Text, language)!;

        Assert.Equal(20, parts.Count);
        Assert.Equal(100_000, parts.Sum(p => p.Words));
        Assert.All(parts, p => Assert.InRange(p.Words, 4_000, 6_000));
        Assert.Equal(parts[1].Words, steps.Sum(s => s.Words));
        Assert.InRange(steps.Count, 8, 14);
    }

    [Theory]
    [InlineData("en", "Write a 6,000-word report.", 6_000)]
    [InlineData("en", "Write a report.", 2_000)]
    [InlineData("zh", "写一篇1万字的小说。", 10_000)]
    public async Task An_open_length_is_read_from_the_task_or_chosen(string language, string task, int words)
    {
        using var client = new SimulatedChatClient();

        var steps = PlanReader.Read((await client.GetResponseAsync(Prompts.Plan(language, task, null))).Text, language)!;

        Assert.Equal(words, steps.Sum(s => s.Words));
    }
}
