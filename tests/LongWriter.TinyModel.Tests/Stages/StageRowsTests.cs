using TinyModel.Experiment;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>What the stages take into training, and what they count.</summary>
public class StageRowsTests
{
    [Fact]
    public void Short_rows_ask_for_no_long_text_and_keep_every_way_to_state_a_number()
    {
        var lab = new Lab(Scale.Full, 1, "unused", null, TextWriter.Null);
        var prompts = Enumerable.Range(0, 600).Where(static i => i % 6 < 3).Select(i => LongWriterStage.Short(lab, TargetForm.Outline, i).Prompt).ToList();
        Assert.DoesNotContain(prompts, static p => p.Contains("as long as", StringComparison.Ordinal) || p.Contains("the longest", StringComparison.Ordinal) || p.Contains("Make it long", StringComparison.Ordinal));
        foreach (var way in new[] { " words long.", "-word ", " words. ", "It should have ", "Length: ", " in " })
            Assert.Contains(prompts, p => p.Contains(way, StringComparison.Ordinal));
    }

    [Fact]
    public void A_wish_is_that_of_the_row()
    {
        var rows = new WriteRows(new(Scale.Full, 1, "unused", null, TextWriter.Null));
        foreach (var i in Enumerable.Range(0, 100))
        {
            var prompt = rows.Make(i, 400).Prompt;
            var longest = prompt.Contains("as long as", StringComparison.Ordinal) || prompt.Contains("the longest", StringComparison.Ordinal);
            Assert.Equal(longest, rows.WishOf(i) == LengthWish.Longest);
        }
    }

    [Fact]
    public void A_pair_is_the_best_that_ended_and_the_worst()
    {
        var pair = PreferenceStage.Pair([Of("far", 150), Of("best", 101), Of("near", 90), Of("worst", 350)]);
        Assert.Equal(("Write 0100 words.", "best", "worst"), (pair!.Prompt, pair.Chosen, pair.Rejected));
    }

    [Fact]
    public void Answers_that_are_alike_make_no_pair() => Assert.Null(PreferenceStage.Pair([Of("one", 100), Of("other", 105)]));

    [Fact]
    public void What_did_not_end_is_never_chosen() => Assert.Null(PreferenceStage.Pair([Of("cut", 100) with { Ended = false }, Of("none", 0) with { Ended = false }]));

    [Fact]
    public void A_held_out_length_is_never_chosen() => Assert.Null(PreferenceStage.Pair([Of("near a held-out one", 290), Of("worst", 2_000)]));

    [Theory]
    [InlineData(null, 1_000, "The bell rang. {0} went on.", false)]
    [InlineData("length", 400, "The bell rang. {0} went on.", false)]
    [InlineData("held-out length", 1_290, "The bell rang. {0} went on.", false)]
    [InlineData("unfinished", 1_000, "The bell rang. {0} went on", false)]
    [InlineData("unfinished", 1_000, "The bell rang. {0} went on.", true)]
    [InlineData("repetition", 1_000, "The bell rang. The bell rang. {0} went on.", false)]
    [InlineData("distinct-3", 1_000, "The bell rang the bell rang the bell rang the bell rang. {0} went on.", false)]
    [InlineData("topic", 1_000, "A drum rang. {0} went on.", false)]
    public void A_document_is_left_out_for_a_reason(string? reason, int words, string text, bool cut)
    {
        var sections = Enumerable.Range(0, 3).Select(i => new AgentSection("A point", text.Replace("{0}", "Tolin " + Corpus.Ordinals.Cardinal(i + 1), StringComparison.Ordinal), cut && i == 2)).ToList();
        // A sentence may stand twice in a short text.
        if (reason != "repetition")
            sections[2] = sections[2] with { Text = sections[2].Text.Replace("rang", "fell", StringComparison.Ordinal) };
        Assert.Equal(reason, AgentWriteStage.Fault(new("Write about the bell.", reason == "held-out length" ? 1_290 : 1_000, "bell", sections, words, 4)));
    }

    [Fact]
    public void Samples_are_counted_as_the_page_says()
    {
        var question = new Question("Write 2,000 words about the bell.", 2_000, "bell");
        var result = SamplesStage.Measure("by hand",
        [
            new(question, "", ["The bell rang. The bell rang. The bell rang.", "A drum rang."], 2_000, true),
            new(question, "", ["The bell stood. Tolin came.", "The bell fell."], 4_000, true),
            new(question, "", ["The bell went."], 2_000, false),
            new(question, "Outline:", [], 0, false),
        ]);
        Assert.Equal(8_000 / 4.0, result.Words.Mean, 6);
        Assert.Equal(2 / 4.0, result.Ended, 6);
        // 100; at twice the length 100 * (1 - (2 - 1) / 3); 0 for what did not end.
        Assert.Equal((100 + 200 / 3.0 + 0 + 0) / 4, result.LengthScore, 6);
        // An answer without a section names nothing.
        Assert.Equal((0.5 + 1 + 1 + 0) / 4, result.Topic, 6);
        // Three times in 2,000 words; once in 4,000, so half; once.
        Assert.Equal((3 + 0.5 + 1) / 3, result.Repeated, 6);
        Assert.Equal(2 / 3.0, result.AtMostTwice, 6);
    }

    [Fact]
    public void A_line_that_a_stop_has_torn_off_is_cut_away()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{\"a\":1}\n{\"b\":2}\n{\"c\":");
        Assert.Equal(["{\"a\":1}", "{\"b\":2}"], AgentWriteStage.WholeLines(file));
        Assert.Equal("{\"a\":1}\n{\"b\":2}\n", File.ReadAllText(file));
        File.WriteAllText(file, "torn");
        Assert.Empty(AgentWriteStage.WholeLines(file));
        File.Delete(file);
        Assert.Empty(AgentWriteStage.WholeLines(file));
    }

    private static Answer Of(string text, int words) => new(new("Write 100 words.", 100, "bell"), text, words, true, 10, 0);
}
