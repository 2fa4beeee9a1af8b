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
    // what looks like a fault and is none
    [InlineData("| a | b |\n|---|---|\n|a||\n||b|\n| a \\| a | b |\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("| a | b |\n|---|---|\n|a|||\n\n" + Prose, IntegrityFaults.BrokenMarkdown)]
    [InlineData("It is 2**3, or x**2.\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("It is 2**3 and **bold.\n\n" + Prose, IntegrityFaults.BrokenMarkdown)]
    [InlineData("Write `a**b` or `**kwargs` here.\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("A ***bold and slanted*** word, and \\** too.\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("The pipe a |> b and its sister b <| a are operators.\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("The tags `<s>`, ``</think>`` and `<|im_end|>` are marks.\n\n" + Prose, IntegrityFaults.None)]
    [InlineData("The tag `<s> and nothing closes the code.\n\n" + Prose, IntegrityFaults.LeakedTags)]
    [InlineData(Prose + "\n<|im_", IntegrityFaults.LeakedTags)]
    public void Faults_of_form_are_found(string text, IntegrityFaults faults) => Assert.Equal(faults, DocumentFigures.Of(new("1", "p", text)).Integrity);

    [Theory]
    [InlineData("a `b` c", "a     c")]
    [InlineData("``a ` b`` c", "          c")]
    [InlineData("`a ``b` c`` d", "        c`` d")]
    [InlineData("`` a ` b", "`` a ` b")]
    [InlineData("a `b` `c`", "a        ")]
    [InlineData("`a` ` `b`", "       b`")]
    [InlineData("```", "```")]
    [InlineData("plain", "plain")]
    public void Code_inside_a_line_is_blank(string line, string blank) => Assert.Equal(blank, InlineCode.Blank(line));

    [Fact]
    public void A_long_line_of_backticks_that_nothing_closes_is_read_once()
    {
        // 5 MB of runs of one, two, three and more
        var line = string.Join(' ', Enumerable.Range(1, 3_200).Select(static i => new string('`', i)));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(line, InlineCode.Blank(line));

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void An_answer_that_the_cap_ended_is_truncated_however_it_ends() =>
        Assert.Equal(IntegrityFaults.Truncated, DocumentFigures.Of(new("1", "p", Prose) { Fate = PredictionFate.Cut }).Integrity);

    [Fact]
    public void Bold_text_between_Chinese_characters_is_closed_as_any_other()
    {
        const string Chinese = "这是**重点**内容，那是**第二个**。";

        Assert.Equal(IntegrityFaults.None, DocumentFigures.Of(new("1", "p", Chinese) { Language = "zh" }).Integrity);
        Assert.Equal(IntegrityFaults.BrokenMarkdown, DocumentFigures.Of(new("1", "p", "这是**重点内容。") { Language = "zh" }).Integrity);
    }

    [Theory]
    [InlineData("English", IntegrityFaults.None)]
    [InlineData("EN_us", IntegrityFaults.None)]
    [InlineData("英文", IntegrityFaults.None)]
    [InlineData("German", IntegrityFaults.WrongLanguage)]
    // languages that the detector cannot tell
    [InlineData("la", IntegrityFaults.None)]
    [InlineData("ms", IntegrityFaults.None)]
    [InlineData("Latin", IntegrityFaults.None)]
    [InlineData("Klingon", IntegrityFaults.None)]
    public void A_language_may_be_a_name_and_one_that_cannot_be_told_is_no_fault(string language, IntegrityFaults faults) =>
        Assert.Equal(faults, DocumentFigures.Of(new("1", "p", Prose) { Language = language }).Integrity);

    [Fact]
    public void A_row_whose_language_is_a_name_is_counted_and_gated_like_one_with_its_tag()
    {
        var row = new Prediction("1", "p", "Don't go. " + Prose) { Language = "English" };

        Assert.Equal((row with { Language = "en" }).ResponseLength, row.ResponseLength);
        Assert.NotEqual((row with { Language = "de" }).ResponseLength, row.ResponseLength);
        Assert.True(DocumentFigures.Of(row).Gate.IsCalibrated);
    }

    [Fact]
    public void A_text_in_another_language_or_that_turns_into_one_is_found()
    {
        const string Chinese = "渡船在雾散之前离开了小岛，码头上的人们默默地回家去了。没有人问钟为什么不响，也没有人问是谁拿走了塔上的灯。到了下午，雾又回来了。";

        Assert.Equal(IntegrityFaults.WrongLanguage, DocumentFigures.Of(new("1", "p", Chinese) { Language = "en" }).Integrity);
        Assert.Equal(IntegrityFaults.None, DocumentFigures.Of(new("1", "p", Chinese) { Language = "zh-CN" }).Integrity);
        Assert.Equal(IntegrityFaults.WrongLanguage, DocumentFigures.Of(new("1", "p", string.Concat(Enumerable.Repeat(Prose + "\n\n", 4)) + Chinese + Chinese + Chinese) { Language = "en" }).Integrity);
    }
}
