using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace LongWriter.Tests;

public class WritingPlanTextTests
{
    private static readonly string[] Fragments =
    [
        "Rome", " ", " - ", "Word Count: 300 words", " - Word Count: 300 words", " - Id: x", "- Id:", "\n", "\r\n", "\0", "\u2028", "\t", "要点：", "字数：400字",
        "Paragraph 2 - Main Point: ", "**", "`", "{words}", "{{", "[", "]", "1.", "…", "😀", "\ud800", "段落1", "\"", "<think>", "```", "|", "a",
    ];

    public static Arbitrary<WritingPlan> Plans()
    {
        var point = Gen.Elements(Fragments).NonEmptyListOf().Select(parts => string.Concat(parts))
            .Or(ArbMap.Default.GeneratorFor<NonEmptyString>().Select(static s => s.Get))
            .Where(static p => MainPointText.HasContent(MainPointText.Fold(p)));
        var id = Gen.Elements("intro", "s1", "字", "400字", "-", "Id:", "words", "0123456789ab").OrNull();
        var step = from p in point from w in Gen.Choose(1, 20_000) from i in id select (p, w, i);
        return step.NonEmptyListOf().Select(static steps =>
        {
            var plan = WritingPlan.Create(steps.Select(static s => (s.p, s.w)));
            var named = plan.Steps.Zip(steps, static (s, own) => own.i is null ? s : s with { Id = own.i }).DistinctBy(static s => s.Id);
            return new WritingPlan([.. named]);
        }).ToArbitrary();
    }

    [Property(Arbitrary = [typeof(WritingPlanTextTests)], MaxTest = 500)]
    public bool A_plan_survives_its_text_form(WritingPlan plan) =>
        WritingPlan.Parse(plan.ToString()).Equals(plan) && WritingPlan.Parse(plan.ToString(PromptSet.Chinese)).Equals(plan);

    [Property(Arbitrary = [typeof(WritingPlanTextTests)], MaxTest = 200)]
    public bool A_text_form_survives_being_read(WritingPlan plan)
    {
        var text = plan.ToString();
        return WritingPlan.Parse(text).ToString() == text;
    }

    [Fact]
    public void The_text_form_is_one_line_a_step()
    {
        var plan = WritingPlan.Create(("The founding", 400), ("The fall", 600));
        Assert.Equal("Paragraph 1 - Main Point: The founding - Word Count: 400 words\nParagraph 2 - Main Point: The fall - Word Count: 600 words", plan.ToString());
        Assert.Equal("段落1 - 要点：The founding - 字数：400字\n段落2 - 要点：The fall - 字数：600字", plan.ToString(PromptSet.Chinese));
        Assert.Equal(1000, plan.Words);
    }

    [Fact]
    public void An_id_of_ones_own_is_written_into_the_line_unless_a_prompt_is_made()
    {
        var plan = new WritingPlan([PlanStep.Create("The founding", 400) with { Id = "intro" }]);
        Assert.Equal("Paragraph 1 - Main Point: The founding - Word Count: 400 words - Id: intro", plan.ToString());
        Assert.Equal("Paragraph 1 - Main Point: The founding - Word Count: 400 words", plan.ToString(PromptSet.English, withIds: false));
        Assert.Equal("intro", WritingPlan.Parse(plan.ToString()).Steps[0].Id);
    }

    [Fact]
    public void Editing_a_line_leaves_the_ids_of_the_others_alone()
    {
        var plan = WritingPlan.Create(("A", 300), ("B", 300), ("C", 300));
        var edited = WritingPlan.Parse("""
            Paragraph 1 - Main Point: C - Word Count: 300 words
            - Main Point: New - Word Count: 250 words
            Paragraph 2 - Main Point: A - Word Count: 900 words
            Paragraph 3 - Main Point: B - Word Count: 300 words
            """);
        Assert.Equal(["C", "New", "A", "B"], edited.Steps.Select(static s => s.MainPoint));
        Assert.Equal([plan.Steps[2].Id, plan.Steps[0].Id, plan.Steps[1].Id], edited.Steps.Where(static s => s.MainPoint != "New").Select(static s => s.Id));
    }

    [Fact]
    public void Equal_main_points_get_different_ids()
    {
        var plan = WritingPlan.Create(("A", 300), ("A", 300));
        Assert.NotEqual(plan.Steps[0].Id, plan.Steps[1].Id);
        Assert.StartsWith(plan.Steps[0].Id, plan.Steps[1].Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_derived_id_never_changes_from_version_to_version() =>
        // XXH64 of the five bytes "Intro", its upper 48 bits, worked out from the algorithm's description.
        Assert.Equal("5bf61f1193a2", PlanStep.Create("Intro", 300).Id);

    [Fact]
    public void A_reworded_step_keeps_its_id_through_the_text()
    {
        var step = PlanStep.Create("Old wording", 300);
        var plan = new WritingPlan([step with { MainPoint = "New wording" }]);
        Assert.Equal(step.Id, WritingPlan.Parse(plan.ToString()).Steps[0].Id);
    }

    [Fact]
    public void Main_points_are_folded_to_one_line()
    {
        Assert.Equal("one two three", PlanStep.Create(" one\r\n  two \0\u2028three\n", 300).MainPoint);
        Assert.Equal("one two", (PlanStep.Create("x", 300) with { MainPoint = "one\ntwo" }).MainPoint);
        Assert.Equal("a\ufffdb", PlanStep.Create("a\ud800b", 300).MainPoint);
    }

    [Theory]
    [InlineData("", "point", 1)]
    [InlineData("an id", "point", 1)]
    [InlineData("id", " \n ", 1)]
    [InlineData("id", "...", 1)]
    [InlineData("id", "point", 0)]
    [InlineData("id", "point", -5)]
    public void A_step_that_could_not_be_written_down_is_rejected(string id, string point, int words) =>
        Assert.ThrowsAny<ArgumentException>(() => new PlanStep(id, point, words));

    [Theory]
    [InlineData("", "no line")]
    [InlineData("I cannot help with that.", "no line")]
    [InlineData("Paragraph 1 - Main Point: A - Word Count: 300 words\nParagraph 3 - Main Point: B - Word Count: 300 words", "number 2 is missing")]
    [InlineData("Paragraph 1 - Main Point: A - Word Count: 300 words\nParagraph 1 - Main Point: B - Word Count: 300 words", "number 1 is used twice")]
    [InlineData("Paragraph 1 - Main Point: A - Word Count: 0 words", "word count of 0")]
    [InlineData("Paragraph 1 - Main Point: A - Word Count: -300 words", "word count of -300")]
    [InlineData("Paragraph 1 - Main Point: - Word Count: 300 words", "no main point")]
    [InlineData("Paragraph 1: ...\nWord Count: 300", "no main point")]
    [InlineData("Paragraph 1: [what the section covers, in detail] (300 words)", "placeholder")]
    [InlineData("Paragraph 1 - Main Point: The beg", "no step has a word count")]
    [InlineData("Paragraph 1 - Main Point: A - Word Count: 300 words - Id: x\nParagraph 2 - Main Point: B - Word Count: 300 words - Id: x", "id 'x' is used twice")]
    public void A_text_that_is_no_plan_gives_a_typed_error_that_names_the_fault(string text, string fault)
    {
        var error = Assert.Throws<LongWriterException>(() => WritingPlan.Parse(text));
        Assert.Equal(LongWriterError.MalformedPlan, error.Error);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.False(WritingPlan.TryParse(text, out var plan, out _));
        Assert.Null(plan);
    }

    [Fact]
    public void A_line_form_of_ones_own_round_trips_and_is_understood()
    {
        var german = PromptSet.English with { Language = "de", PlanLine = "Absatz {number} - Kernpunkt: {point} - Wortzahl: {words} Wörter" };
        var plan = WritingPlan.Create(("Die Gründung", 400), ("Der Fall", 600));
        Assert.Equal(plan, WritingPlan.Parse(plan.ToString(german), german));
        Assert.Equal(plan, WritingPlan.Parse("Hier der Plan:\n\n**Absatz 1 – Kernpunkt:** Die Gründung – **Wortzahl:** 400 Wörter\n**Absatz 2 – Kernpunkt:** Der Fall – **Wortzahl:** ca. 600 Wörter", german));
    }
}
