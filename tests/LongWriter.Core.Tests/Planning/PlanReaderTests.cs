namespace LongWriter.Tests;

public class PlanReaderTests
{
    private static readonly (string, int)[] Two = [("The founding of the city", 400), ("The wars (and their cost): a survey", 600)];

    public static TheoryData<string> Readings => new()
    {
        "Paragraph 1 - Main Point: The founding of the city - Word Count: 400 words\nParagraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words",
        "Sure! Here is the plan for your 1,000-word text:\n\nParagraph 1 - Main Point: The founding of the city - Word Count: 400 words\n\nParagraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words\n\nTotal word count: 1000 words\n\nLet me know if you would like changes.",
        "**Paragraph 1** - **Main Point:** The founding of the city - **Word Count:** 400 words\r\n**Paragraph 2** - **Main Point:** The wars (and their cost): a survey - **Word Count:** 600 words\r\n",
        "- **Paragraph 1 - Main Point: The founding of the city - Word Count: 400 words**\n- **Paragraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words**",
        "> *Paragraph 1* – Main Point: The founding of the city – Word Count: ~400 words\n> *Paragraph 2* — Main Point: The wars (and their cost): a survey — Word Count: about 600 words.",
        "```\n1. Main Point: The founding of the city - Word Count: 350-450 words\n2. Main Point: The wars (and their cost): a survey - Word Count: 500 to 700 words\n```",
        "1) The founding of the city (400 words)\n2) The wars (and their cost): a survey (600 words)",
        "1. The founding of the city - 400 words\n2. The wars (and their cost): a survey - 600 words\n\nTotal: 1000 words",
        "1. **The founding of the city** (approx. 400 words)\n2. **The wars (and their cost): a survey** (approx. 600 words)",
        "Section 1 (400 words): The founding of the city\nSection 2 (600 words): The wars (and their cost): a survey",
        "Section 1 - Word Count: 400 - Main Point: The founding of the city\nSection 2 - Word Count: 600 - Main Point: The wars (and their cost): a survey",
        "### Paragraph 1\n**Main Point:** The founding of the city\n**Word Count:** 400 words\n\n### Paragraph 2\n**Main Point:** The wars (and their cost): a survey\n**Word Count:** 600 words",
        "Paragraph 1 - Main Point: The founding of the city\n  Word Count: 400 words\nParagraph 2 - Main Point: The wars (and their cost): a survey\n  Word Count: 600 words",
        "Step one: The founding of the city\nWord count: 400\n\nStep two: The wars (and their cost): a survey\nWord count: 600\n",
        "第1段：The founding of the city（400字）\n第2段：The wars (and their cost): a survey（600字）",
        "段落一 - 要点：The founding of the city - 字数：约400字\n段落二 - 要点：The wars (and their cost): a survey - 字数：600字左右",
        "段落１－要点：The founding of the city－字数：４００字\n段落２－要点：The wars (and their cost): a survey－字数：６００字\n\n总字数：1000字",
        "一、The founding of the city（四百字）\n二、The wars (and their cost): a survey（六百字）",
        "<think>\nParagraph 1 - Main Point: maybe this? - Word Count: 999 words\nNo.\n</think>\n\nParagraph 1 - Main Point: The founding of the city - Word Count: 400 words\nParagraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words",
        "I should divide it in two.\n1. first\n2. second\n</think>\nParagraph 1 - Main Point: The founding of the city - Word Count: 400 words\nParagraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words",
        "<think>\nParagraph 1 - Main Point: The founding of the city - Word Count: 400 words\nParagraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words",
        """[{"paragraph": 1, "main_point": "The founding of the city", "word_count": 400}, {"paragraph": 2, "main_point": "The wars (and their cost): a survey", "word_count": "600 words"}]""",
        """Here you are:\n```json\n{"title": "Rome", "sections": [{"mainPoint": "The founding of the city", "words": 400}, {"mainPoint": "The wars (and their cost): a survey", "words": 600},]}\n```\nDone.""".Replace("\\n", "\n"),
        """{"plan": {"steps": [{"id": 1, "title": "The founding of the city", "wordCount": "~400"}, {"id": 2, "title": "The wars (and their cost): a survey", "wordCount": 600}]}}""",
        """{"Paragraph 1": {"Main Point": "The founding of the city", "Word Count": "400 words"}, "Paragraph 2": {"Main Point": "The wars (and their cost): a survey", "Word Count": "600 words"}}""",
        "{\"point\": \"The founding of the city\", \"words\": 400}\n{\"point\": \"The wars (and their cost): a survey\", \"words\": 600}\n",
        """["Paragraph 1 - Main Point: The founding of the city - Word Count: 400 words", "Paragraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words"]""",
        """{"段落": [{"要点": "The founding of the city", "字数": 400}, {"要点": "The wars (and their cost): a survey", "字数": "600字"}]}""",
        "| # | Main Point | Word Count |\n|---|:---|---:|\n| 1 | The founding of the city | 400 |\n| 2 | The wars (and their cost): a survey | 600 words |\n| | **Total** | 1000 |",
        "- The founding of the city (400 words)\n- The wars (and their cost): a survey (600 words)\n\nTotal: 1000 words",
        "# A history of Rome\n\n## The founding of the city (400 words)\n\nSome remarks.\n\n## The wars (and their cost): a survey (600 words)",
        "Paragraph 1 of 2: The founding of the city [400 words]\nParagraph 2 of 2: The wars (and their cost): a survey [600 words]",
        "[Paragraph 1] Main Point: [The founding of the city] - Word Count: [400] words\n[Paragraph 2] Main Point: [The wars (and their cost): a survey] - Word Count: [600] words",
        "Paragraph 1 - Main Point: The founding\n of the city - Word Count: 400 words\nParagraph 2 - Main Point: The wars (and their cost): a survey - Word Count: 600 words",
        "2.1 The founding of the city - Target word count: 400 words\n2.2 The wars (and their cost): a survey - Target word count: 600 words",
        "① The founding of the city，400字\n② The wars (and their cost): a survey，600字",
    };

    [Theory]
    [MemberData(nameof(Readings))]
    public void The_usual_shapes_of_a_plan_are_read(string text) => Assert.Equal(WritingPlan.Create(Two).ToString(), Read(text));

    [Fact]
    public void A_title_is_joined_with_the_main_point() =>
        Assert.Equal(
            WritingPlan.Create(("The Founding: Romulus and Remus", 400), ("The Wars: Carthage", 600)).ToString(),
            Read("**Paragraph 1: The Founding** - Main Point: Romulus and Remus - Word Count: 400 words\n### Paragraph 2: The Wars\nMain Point: Carthage\nWord Count: 600 words"));

    [Theory]
    [InlineData("1,000 words", 1000)]
    [InlineData("1.5k words", 1500)]
    [InlineData("1.200 words", 1200)]
    [InlineData("300–500 words", 400)]
    [InlineData("between 300 and 500 words", 400)]
    [InlineData("300 words - 500 words", 400)]
    [InlineData("~450", 450)]
    [InlineData("at least 250 words", 250)]
    [InlineData("800+ words", 800)]
    [InlineData("1.2万字", 12000)]
    [InlineData("一千二百字", 1200)]
    [InlineData("３００到５００字", 400)]
    [InlineData("**400** words (approximately)", 400)]
    public void Word_counts_are_read_in_many_forms(string count, int words) =>
        Assert.Equal(words, WritingPlan.Parse("Paragraph 1 - Main Point: A topic - Word Count: " + count).Steps[0].Words);

    [Fact]
    public void A_missing_count_becomes_the_mean_of_the_others() =>
        Assert.Equal([300, 400, 500], WritingPlan.Parse("1. Alpha (300 words)\n2. Beta\n3. Gamma (500 words)").Steps.Select(static s => s.Words));

    [Fact]
    public void A_main_point_that_speaks_of_word_counts_stays_whole()
    {
        var plan = WritingPlan.Parse("* Paragraph 1 - Main Point: Why \"Word Count: 300 words\" is a poor rule - Word Count: 400 words");
        Assert.Equal(("Why \"Word Count: 300 words\" is a poor rule", 400), (plan.Steps[0].MainPoint, plan.Steps[0].Words));
    }

    [Fact]
    public void Emphasis_inside_a_main_point_is_kept() =>
        Assert.Equal("The **rise** and __fall__ of x_1", WritingPlan.Parse("- Paragraph 1 - Main Point: The **rise** and __fall__ of x_1 - Word Count: 400 words").Steps[0].MainPoint);

    [Fact]
    public void Sub_points_and_remarks_are_not_taken_for_steps() =>
        Assert.Equal(
            WritingPlan.Create(("Alpha", 300), ("Beta", 500)).ToString(),
            Read("My approach:\n1. Think\n2. Write\n\nParagraph 1 - Main Point: Alpha - Word Count: 300 words\n  - a hook (100 words)\n  - a thesis\nParagraph 2 - Main Point: Beta - Word Count: 500 words\n\nNote: all counts are estimates."));

    [Theory]
    [InlineData("Word Count: ")]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("```\n")]
    [InlineData("<think>")]
    [InlineData("**")]
    [InlineData("- ")]
    [InlineData("|--")]
    [InlineData("1. (")]
    [InlineData("9")]
    [InlineData("一")]
    [InlineData("# Paragraph 1 - Main Point: x - Word Count: -")]
    [InlineData("Paragraph 1 - Main Point: x - Word Count: 400 words\n")]
    [InlineData("- Main Point: x [400 words (")]
    [InlineData("word count (")]
    [InlineData("target word count: ~ - ")]
    [InlineData("\0\n")]
    [InlineData("\ud800")]
    [InlineData("[x] [ ] > # ")]
    public void A_megabyte_of_hostile_text_is_read_in_no_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var hostile in new[] { text, "Paragraph 1 - Main Point: " + text + " (400 words)" })
            WritingPlan.TryParse(hostile, out _, out _);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static string Read(string text) => WritingPlan.Parse(text).ToString();
}
