using System.Text.Json;

namespace LongWriter.Tests;

public class PreparationTests
{
    private const string Prompt = "Write a text of 600 words on bees and monks.";

    private static readonly string Plan = "Paragraph 1 - Main Point: The bees - Word Count: 300 words\nParagraph 2 - Main Point: The monks - Word Count: 300 words";

    [Fact]
    public void A_plan_and_its_text_become_one_row()
    {
        var work = Run(new() { }, new("1", Prompt) { Plan = Plan }, new("1", Prompt) { Plan = Plan, Text = "The text.", Sections = ["The text."] });
        var row = Assert.Single(work).Row;
        Assert.Equal((Plan, "The text."), (row.Plan, row.Text));
    }

    [Fact]
    public void Of_two_answers_to_an_instruction_the_second_is_left_out_with_its_reason()
    {
        var work = Run(new(), new("1", Prompt) { Text = "One." }, new("2", Prompt) { Text = "Two." });
        Assert.Null(work[0].Reject);
        Assert.Equal(new RowReject("duplicate", "the same as row '1'"), work[1].Reject);
    }

    [Fact]
    public void Both_are_kept_where_duplicates_are_wanted()
    {
        var work = Run(new() { NearDuplicates = null }, DatasetRow.Create(Prompt, "One."), DatasetRow.Create(Prompt, "Two."));
        Assert.All(work, static w => Assert.Null(w.Reject));
        Assert.Equal(2, work.Select(static w => w.Row.Id).Distinct().Count());
    }

    [Fact]
    public void The_same_instruction_under_another_system_text_is_another()
    {
        var work = Run(new() { NearDuplicates = null }, new("1", Prompt) { System = "Be dry." }, new("2", Prompt) { System = "Be funny." });
        Assert.Equal(["Be dry.", "Be funny."], work.Select(static w => w.Row.System));
    }

    [Fact]
    public void One_instruction_under_several_system_texts_is_several_rows_with_names_of_their_own()
    {
        var rows = new[] { null, "Be dry.", "Be funny." }.Select(static system => DatasetRow.Create(Prompt) with { System = system }).ToArray();
        var work = Run(new(), [.. rows, DatasetRow.Create(Prompt + "!") with { System = "Be dry." }]);
        Assert.Equal([null, null, null, "duplicate"], work.Select(static w => w.Reject?.Filter));
        Assert.Equal(3, work.Take(3).Select(static w => w.Row.Id).Distinct().Count());
        Assert.Equal(rows[0].Id, work[0].Row.Id);

        // Names do not depend on what stands between.
        Assert.Equal([work[0].Row.Id, work[2].Row.Id], Run(new(), rows[0], rows[2]).Select(static w => w.Row.Id));
        // Ids that are given twice are still nobody's to change.
        Assert.Throws<LongWriterException>(() => Run(new(), new("1", Prompt), new("1", Prompt) { System = "Be dry." }));
    }

    [Fact]
    public void A_text_that_comes_twice_without_an_instruction_is_left_out_once()
    {
        var text = BlindRows.Good;
        var work = Run(new(), DatasetRow.Create("", text), DatasetRow.Create("", text), DatasetRow.Create("", text + " More."));
        Assert.Equal([null, "duplicate", "duplicate"], work.Select(static w => w.Reject?.Filter));
    }

    [Fact]
    public void A_conversation_is_left_out()
    {
        var row = new DatasetRow("1", Prompt) { Text = "One.", Conversation = "a conversation of 3 questions and 3 answers" };
        Assert.Equal("conversation", Assert.Single(Run(new(), row)).Reject?.Filter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_instruction_is_not_answered_by_a_conversation_that_begins_with_it(bool conversationFirst)
    {
        DatasetRow[] rows = [new("plain", Prompt), new("chat", Prompt) { Text = "Shorter.", Conversation = "a conversation of 2 questions and 2 answers" }];
        var work = Run(new(), conversationFirst ? [.. rows.Reverse()] : rows).ToDictionary(static w => w.Row.Id);
        Assert.Equal((null, null), (work["plain"].Reject, work["plain"].Row.Text));
        Assert.Equal("conversation", work["chat"].Reject?.Filter);
    }

    [Fact]
    public void A_row_that_is_left_out_takes_no_other_with_it()
    {
        var options = new DatasetBuildOptions { Filters = new() { Languages = ["en"] } };
        var work = Run(options, DatasetRow.Create(Prompt) with { Language = "fr" }, DatasetRow.Create(Prompt) with { Language = "en" }, DatasetRow.Create(Prompt) with { Language = "en" });
        Assert.Equal(["language", null, "duplicate"], work.Select(static w => w.Reject?.Filter));
    }

    [Fact]
    public void A_plan_and_its_text_keep_the_fields_of_both()
    {
        var work = Run(new(), new("1", Prompt) { Plan = Plan, Extra = Fields(("source", "a"), ("rank", "1")) }, new("1", Prompt) { Text = "The text.", Extra = Fields(("source", "b"), ("editor", "c")) });
        Assert.Equal([("editor", "c"), ("rank", "1"), ("source", "a")], Assert.Single(work).Row.Extra!.Select(static e => (e.Key, e.Value.GetString())).OrderBy(static e => e.Key));

        static Dictionary<string, JsonElement> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(static f => f.Name, static f => JsonSerializer.SerializeToElement(f.Value));
    }

    [Fact]
    public void Shares_of_languages_and_lengths_hold_together()
    {
        // English rows are short and Chinese ones long, so that each rule moves what the other has set.
        var rows = Enumerable.Range(0, 400).Select(static i => new BuiltRow(i, $"{i}", i % 4 == 0 ? "zh-CN" : "en", null, (i % 4 == 0) == (i % 5 != 0) ? 3_000 : 1_000, null, null)).ToList();
        var dropped = Balance.Apply(rows, new() { Languages = new Dictionary<string, double> { ["en"] = 1, ["zh"] = 1 }, Lengths = [new(500, 2_000, 1), new(2_000, 4_000, 1)] }, seed: 1);
        var kept = rows.Where(r => !dropped.ContainsKey(r.Index)).ToList();
        Assert.InRange(kept.Count, 20, 200);
        Assert.Equal(0.5, kept.Average(static r => r.Language == "en" ? 1.0 : 0), 0.05);
        Assert.Equal(0.5, kept.Average(static r => r.Words < 2_000 ? 1.0 : 0), 0.05);
    }

    [Fact]
    public void The_longest_text_of_a_range_belongs_to_it()
    {
        var rows = new[] { 500, 1_000, 1_001 }.Select(static (words, i) => new BuiltRow(i, $"{i}", "en", null, words, null, null)).ToList();
        Assert.Equal([2], Balance.Apply(rows, new() { Lengths = [new(500, 1_000, 1)] }, seed: 1).Keys);
    }

    private static List<RowWork> Run(DatasetBuildOptions options, params DatasetRow[] rows) => Preparation.Run(rows, options, CancellationToken.None);
}
