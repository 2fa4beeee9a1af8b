using Xunit.Abstractions;

namespace LongWriter.Tests;

public class BlindRowsTests(ITestOutputHelper output)
{
    private static readonly RowFilterOptions Options = new();

    [Fact]
    public void Toxic_instructions_are_told_from_those_that_look_like_them() =>
        Measure(Instructions("toxic"), BlindRows.Toxic.Select(static r => (new DatasetRow("1", r.Text), r.Bad)));

    [Fact]
    public void Instructions_that_gather_data_are_told_from_those_that_ask_for_a_text() =>
        Measure(Instructions("scraping"), BlindRows.Scraping.Select(static r => (new DatasetRow("1", r.Text), r.Bad)));

    [Fact]
    public void Placeholders_are_told_from_other_brackets() =>
        Measure(Texts("placeholder"), BlindRows.Placeholder.Select(static r => (Row(r.Text), r.Bad)));

    [Fact]
    public void Refusals_are_told_from_texts_in_which_somebody_refuses() =>
        Measure(Texts("refusal"), BlindRows.Refusal.Select(static r => (Row(r.Text), r.Bad)));

    [Fact]
    public void Texts_that_break_off_are_told_from_those_that_end() =>
        Measure(Texts("unfinished"), BlindRows.Unfinished.Select(static r => (Row(r.Text), r.Bad)));

    [Fact]
    public void Loops_are_told_from_verse_lists_and_code() =>
        Measure(Texts("repetition"), BlindRows.Repetition.Select(static r => (Row(r.Text), r.Bad)));

    [Fact]
    public void Sections_that_come_twice_are_told_from_sections_of_one_form() =>
        Measure(Texts("duplicate-sections"), BlindRows.DuplicateSections.Select(static r => (Row(r.Text), r.Bad)));

    [Fact]
    public void Drift_is_told_from_quotes_and_translations() =>
        Measure(Texts("language-drift"), BlindRows.Drift.Select(static r => (new DatasetRow("1", r.Prompt) { Text = r.Text }, r.Bad)));

    private static DatasetRow Row(string text) => new("1", "Write a long text about a lighthouse.") { Text = text };

    private static IRowFilter Instructions(string name) => RowFilters.ForInstructions(Options).Single(f => f.Name == name);

    private static IRowFilter Texts(string name) => RowFilters.ForTexts(Options).Single(f => f.Name == name);

    private void Measure(IRowFilter filter, IEnumerable<(DatasetRow Row, bool Bad)> rows)
    {
        int hit = 0, missed = 0, wrong = 0, passed = 0;
        foreach (var (row, bad) in rows)
        {
            var fault = filter.FindFault(row);
            (hit, missed, wrong, passed) = (fault, bad) switch
            {
                (not null, true) => (hit + 1, missed, wrong, passed),
                (null, true) => (hit, missed + 1, wrong, passed),
                (not null, false) => (hit, missed, wrong + 1, passed),
                _ => (hit, missed, wrong, passed + 1),
            };
            if (fault is not null != bad)
                output.WriteLine($"{(bad ? "missed" : $"wrongly rejected ({fault})")}: {(row.Text ?? row.Prompt).ReplaceLineEnds()}");
        }

        var (precision, recall) = (hit / (double)Math.Max(1, hit + wrong), hit / (double)(hit + missed));
        output.WriteLine($"{filter.Name}: precision {precision:0.00}, recall {recall:0.00} ({hit} of {hit + missed} bad rows found, {wrong} of {wrong + passed} good rows rejected)");
        Assert.True(precision >= 0.9, $"precision {precision:0.00}");
        Assert.True(recall >= 0.9, $"recall {recall:0.00}");
    }
}

internal static class BlindRowText
{
    public static string ReplaceLineEnds(this string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 200 ? line[..80] + " … " + line[^100..] : line;
}
