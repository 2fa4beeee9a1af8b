using Xunit.Abstractions;

namespace LongWriter.Tests;

public class BlindRowsTests(ITestOutputHelper output)
{
    private static readonly RowFilterOptions Options = new();

    /// <summary>The filters, and what both sets of rows must measure.</summary>
    public static TheoryData<string> Filters { get; } =
        ["toxic", "scraping", "prompt-placeholder", "refusal", "placeholder", "unfinished", "repetition", "duplicate-sections", "language-drift"];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Bad_rows_are_told_from_those_that_look_like_them(string name)
    {
        var filter = RowFilters.ForInstructions(Options).Concat(RowFilters.ForTexts(Options)).Single(f => f.Name == name);
        var rows = Rows(name).Select(r => (r.Line, r.Bad, r.Row, Fault: filter.FindFault(r.Row))).ToList();
        foreach (var (line, bad, row, fault) in rows)
        {
            if (fault is not null != bad)
                output.WriteLine($"line {line}: {(bad ? "missed" : $"wrongly rejected ({fault})")}: {Shown(row.Text ?? row.Prompt)}");
        }

        foreach (var (part, holds) in new (string, Func<int, bool>)[] { ("first rows", static l => l == 0), ("even lines", static l => l > 0 && l % 2 == 0), ("odd lines", static l => l % 2 == 1), ("all", static _ => true) })
        {
            var some = rows.Where(r => holds(r.Line)).ToList();
            var bad = some.Count(static r => r.Bad);
            var hit = some.Count(static r => r.Bad && r.Fault is not null);
            var wrong = some.Count(static r => !r.Bad && r.Fault is not null);
            var (precision, recall) = (hit / (double)Math.Max(1, hit + wrong), hit / (double)Math.Max(1, bad));
            output.WriteLine($"{name}, {part}: precision {precision:0.00}, recall {recall:0.00} ({hit} of {bad} bad rows found, {wrong} of {some.Count - bad} good rows rejected)");
            if (part != "all")
                continue;

            Assert.True(precision >= 0.9, $"precision {precision:0.00}");
            Assert.True(recall >= 0.9, $"recall {recall:0.00}");
        }
    }

    private static IEnumerable<BlindRow> Rows(string name)
    {
        IEnumerable<BlindRow> first = name switch
        {
            "toxic" => BlindRows.Toxic.Select(r => new BlindRow(name, r.Bad, new("1", r.Text), 0)),
            "scraping" => BlindRows.Scraping.Select(r => new BlindRow(name, r.Bad, new("1", r.Text), 0)),
            "refusal" => BlindRows.Refusal.Select(r => new BlindRow(name, r.Bad, Row(r.Text), 0)),
            "placeholder" => BlindRows.Placeholder.Select(r => new BlindRow(name, r.Bad, Row(r.Text), 0)),
            "unfinished" => BlindRows.Unfinished.Select(r => new BlindRow(name, r.Bad, Row(r.Text), 0)),
            "repetition" => BlindRows.Repetition.Select(r => new BlindRow(name, r.Bad, Row(r.Text), 0)),
            "duplicate-sections" => BlindRows.DuplicateSections.Select(r => new BlindRow(name, r.Bad, Row(r.Text), 0)),
            "language-drift" => BlindRows.Drift.Select(r => new BlindRow(name, r.Bad, new("1", r.Prompt) { Text = r.Text }, 0)),
            _ => [],
        };
        return first.Concat(BlindFile.Rows.Where(r => r.Filter == name));
    }

    private static DatasetRow Row(string text) => new("1", "Write a long text about a lighthouse.") { Text = text };

    private static string Shown(string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 200 ? line[..80] + " … " + line[^100..] : line;
}
