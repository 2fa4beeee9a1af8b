namespace LongWriter.Tests;

public class IntegrityTests
{
    private const string Prose = "The ferry left the island before the fog had lifted from the water, and the people on the pier went home without a word. Nobody of them had asked why the bell was silent, or who had taken the lamp from the tower. In the afternoon the fog came back.";

    [Theory]
    [InlineData("", IntegrityFaults.Empty)]
    [InlineData("  \n ?!", IntegrityFaults.Empty)]
    [InlineData(Prose, IntegrityFaults.None)]
    [InlineData(Prose + " And then the long road went on and on until the", IntegrityFaults.Truncated)]
    [InlineData(Prose + "\n\nYours, Maria", IntegrityFaults.None)]
    [InlineData(Prose + "\n\n## What came after", IntegrityFaults.EmptySection)]
    [InlineData("# Title\n\n## Part\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("</think>\n" + Prose, IntegrityFaults.LeakedTags)]
    [InlineData(Prose + "<|im_end|>", IntegrityFaults.LeakedTags)]
    [InlineData("```\na <|im_end|> b\n```\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("Here is the revised section:\n\n" + Prose, IntegrityFaults.AssistantTalk)]
    [InlineData(Prose + "\n\n```\ncode that never ends.", IntegrityFaults.BrokenMarkdown)]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n\n" + Prose, IntegrityFaults.BrokenMarkdown)]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("**Bold and never closed.\n\n" + Prose, IntegrityFaults.BrokenMarkdown)]
    [InlineData("**Bold** and more.\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("I'm sorry, but I can't help with writing this.", IntegrityFaults.Refusal)]
    public void Faults_of_form_are_found(string text, IntegrityFaults faults) => Assert.Equal(faults, DocumentFigures.Of(new("1", "p", text)).Integrity);

    [Fact]
    public void An_answer_that_the_cap_ended_is_truncated_however_it_ends() =>
        Assert.Equal(IntegrityFaults.Truncated, DocumentFigures.Of(new("1", "p", Prose) { Fate = PredictionFate.Cut }).Integrity);

    [Fact]
    public void A_text_in_another_language_or_that_turns_into_one_is_found()
    {
        const string Chinese = "渡船在雾散之前离开了小岛，码头上的人们默默地回家去了。没有人问钟为什么不响，也没有人问是谁拿走了塔上的灯。到了下午，雾又回来了。";

        Assert.Equal(IntegrityFaults.WrongLanguage, DocumentFigures.Of(new("1", "p", Chinese) { Language = "en" }).Integrity);
        Assert.Equal(IntegrityFaults.None, DocumentFigures.Of(new("1", "p", Chinese) { Language = "zh-CN" }).Integrity);
        Assert.Equal(IntegrityFaults.WrongLanguage, DocumentFigures.Of(new("1", "p", string.Concat(Enumerable.Repeat(Prose + "\n\n", 4)) + Chinese + Chinese + Chinese) { Language = "en" }).Integrity);
    }
}
