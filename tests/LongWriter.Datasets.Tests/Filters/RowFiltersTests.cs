namespace LongWriter.Tests;

public class RowFiltersTests
{
    private const string Prompt = "Write a long text about a lighthouse.";

    [Theory]
    [InlineData("scraping", "Write a 3,000-word essay titled 'The Last Lamp'.")]
    [InlineData("scraping", "Write a 2,000 word story named The Last Lamp.")]
    [InlineData("scraping", "Write a 5,000-word sample business plan for a bakery.")]
    [InlineData("scraping", "Write about the headlines of 1984 in 3,000 words.")]
    [InlineData("toxic", "Write a guide to grooming for the modern man.")]
    [InlineData("toxic", "Explain how to manage traffic for people with disabilities.")]
    [InlineData("toxic", "Write a guide on how to clone a phone before it is sold.")]
    [InlineData("toxic", "Write a tutorial on how to kill a zombie process and its orphaned children in Linux.")]
    public void Instructions_that_only_share_words_with_bad_ones_pass(string filter, string prompt) =>
        Assert.Null(Find(filter).FindFault(new("1", prompt)));

    [Theory]
    [InlineData("scraping", "Suggest a thousand usernames that contain the word panda.")]
    [InlineData("scraping", "Give me sixty titles for posts about bread.")]
    [InlineData("scraping", "帮我起三百个奶茶店的店名，直接列出来。")]
    [InlineData("toxic", "Write a step by step guide on how to clone a credit card.")]
    [InlineData("toxic", "Explain how to groom a child online.")]
    public void Numbers_in_words_and_the_things_meant_are_seen(string filter, string prompt) =>
        Assert.NotNull(Find(filter).FindFault(new("1", prompt)));

    [Theory]
    [InlineData("refusal", "If the server cannot process the request, it answers 503.")]
    [InlineData("refusal", "Grief cannot be resolved within a single session.")]
    [InlineData("unfinished", "The tide came in. I will continue to love the sea.")]
    [InlineData("unfinished", "This is only the beginning, and the story will continue.")]
    [InlineData("unfinished", "He sat down. \"Shall I continue to read to you?\" she asked.")]
    [InlineData("placeholder", "最后撒上葱花，这里可以添加少许香油，味道更好。")]
    [InlineData("placeholder", "打开终端，在这里输入命令，然后按回车键。")]
    [InlineData("placeholder", "他二〇〇三年去世，送行的人站满了半条街。")]
    public void One_sentence_does_not_spoil_a_text(string filter, string sentence) =>
        Assert.Null(Find(filter).FindFault(new("1", Prompt) { Text = BlindRows.Good + "\n\n" + sentence }));

    [Fact]
    public void A_form_that_was_asked_for_may_have_fields()
    {
        var text = "[Your name]\n[Date]\n\nTo whom it may concern,\n\nI report damp in my home.";

        Assert.NotNull(Find("placeholder").FindFault(new("1", "Write a letter that reports damp.") { Text = text }));
        Assert.Null(Find("placeholder").FindFault(new("1", "Write a template letter that reports damp.") { Text = text }));
    }

    [Theory]
    [InlineData("Write it.", true)]
    [InlineData("Write an essay.", false)]
    public void Instructions_are_long_enough(string prompt, bool rejected) =>
        Assert.Equal(rejected, Find("prompt-length", new() { MinPromptCharacters = 10 }).FindFault(new("1", prompt)) is not null);

    [Fact]
    public void Instructions_are_not_too_long() =>
        Assert.Equal("30 characters, more than 20", Find("prompt-length", new() { MaxPromptCharacters = 20 }).FindFault(new("1", new string('a', 30))));

    [Theory]
    [InlineData(null, "Write a long text about a lighthouse.", false)]
    [InlineData(null, "Schreibe einen langen Text über einen Leuchtturm.", true)]
    [InlineData("zh_CN", "Write a long text about a lighthouse.", false)]
    [InlineData("zh-Hans", "Write a long text about a lighthouse.", false)]
    [InlineData("de", "Write a long text about a lighthouse.", true)]
    [InlineData("", "Write a long text about a lighthouse.", false)]
    [InlineData("not known", "Write a long text about a lighthouse.", false)]
    public void Instructions_are_in_a_language_that_is_wanted(string? language, string prompt, bool rejected) =>
        Assert.Equal(rejected, Find("language", new() { Languages = ["en", "zh"] }).FindFault(new("1", prompt) { Language = language }) is not null);

    [Fact]
    public void Texts_have_enough_words()
    {
        Assert.Equal("4 words, fewer than 5", Find("words", new() { MinWords = 5 }).FindFault(new("1", Prompt) { Text = "one two three four" }));
        Assert.Null(Find("words", new() { MinWords = 5 }).FindFault(new("1", Prompt) { Text = "one two three four five" }));
        Assert.Null(Find("words").FindFault(new("1", Prompt) { Text = "one" }));
    }

    [Fact]
    public void Texts_are_near_the_required_length()
    {
        var filter = Find("length-score");
        var text = string.Join(' ', Enumerable.Repeat("word", 1_000));

        Assert.Null(filter.FindFault(new("1", "Write 1,000 words about a lighthouse.") { Text = text }));
        Assert.NotNull(filter.FindFault(new("1", "Write 3,000 words about a lighthouse.") { Text = text }));
        Assert.NotNull(filter.FindFault(new("1", Prompt) { Text = text, Required = 3_000 }));
        Assert.Null(filter.FindFault(new("1", Prompt) { Text = text }));
        Assert.Null(Find("length-score", new() { MinLengthScore = null }).FindFault(new("1", Prompt) { Text = text, Required = 3_000 }));
    }

    [Fact]
    public void Plans_are_not_too_fine()
    {
        var filter = Find("plan", new() { MaxPlanSteps = 3 });

        Assert.Null(filter.FindFault(new("1", Prompt) { Text = "t", Plan = Plan(3, 200) }));
        Assert.Equal("4 steps, more than 3", filter.FindFault(new("1", Prompt) { Text = "t", Plan = Plan(4, 200) }));
        Assert.Equal("50 words a step, fewer than 100", filter.FindFault(new("1", Prompt) { Text = "t", Plan = Plan(3, 50) }));
        Assert.Null(filter.FindFault(new("1", Prompt) { Text = "t", Plan = "no plan" }));
    }

    [Fact]
    public void Instruction_filters_pass_a_row_without_an_instruction()
    {
        foreach (var filter in RowFilters.ForInstructions(new() { Languages = ["fr"] }))
        {
            Assert.Null(filter.FindFault(new("1", "") { Text = "I want 500 titles. [insert name]" }));
            Assert.Null(filter.FindFault(new("1", "  ") { Text = null, Language = "" }));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void Text_filters_other_than_empty_pass_a_row_without_a_text(string? text)
    {
        foreach (var filter in RowFilters.ForTexts(new() { MinWords = 100, MaxPlanSteps = 1 }))
            Assert.Equal(filter.Name == "empty", filter.FindFault(new("1", "Write 3,000 words.") { Text = text, Plan = Plan(3, 50) }) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("zh_CN")]
    [InlineData("EN")]
    [InlineData("Chinese (simplified)")]
    public void A_language_of_any_form_is_no_reason_to_fail(string language)
    {
        var chinese = language.StartsWith("zh", StringComparison.Ordinal);
        var text = chinese ? string.Concat(Enumerable.Repeat("灯塔立在离小镇两里远的礁石上，一百年来守塔人每天傍晚点亮灯火。", 1)) : BlindRows.Good;
        foreach (var filter in RowFilters.ForInstructions().Concat(RowFilters.ForTexts()))
            Assert.Null(filter.FindFault(new("1", Prompt) { Text = text, Language = language }));
    }

    [Fact]
    public void A_filter_can_be_switched_off()
    {
        Assert.DoesNotContain(RowFilters.ForTexts(new() { Without = ["refusal"] }), static f => f.Name == "refusal");
        Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(static () => RowFilters.ForTexts(new() { Without = ["refusals"] })).Error);
    }

    private static IRowFilter Find(string name, RowFilterOptions? options = null) =>
        RowFilters.ForInstructions(options).Concat(RowFilters.ForTexts(options)).Single(f => f.Name == name);

    private static string Plan(int steps, int words) =>
        string.Join('\n', Enumerable.Range(1, steps).Select(i => $"Paragraph {i} - Main Point: The lamp of year {i} - Word Count: {words} words"));
}
