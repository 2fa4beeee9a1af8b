namespace LongWriter.Tests;

public class SectionFiguresTests
{
    [Fact]
    public void Self_bleu_is_that_of_a_plain_computation()
    {
        var random = new SplitMix(5);
        for (var round = 0; round < 20; round++)
        {
            List<string[]> sections = [];
            for (var s = 0; s < 2 + random.Below(4); s++)
            {
                var words = new string[4 + random.Below(30)];
                for (var i = 0; i < words.Length; i++)
                    words[i] = $"w{random.Below(6)}";
                sections.Add(words);
            }

            var expected = sections.Select((section, i) => Bleu(section, [.. sections.Where((_, k) => k != i)])).Average();

            Assert.Equal(expected, SelfBleu.Compute([.. sections.Select(static s => TokenText.Read(string.Join(' ', s)))])!.Value, 1e-9);
        }
    }

    [Fact]
    public void Equal_sections_have_a_self_bleu_of_one_and_one_section_has_none()
    {
        var section = TokenText.Read("one two three four five six");

        Assert.Equal(1, SelfBleu.Compute([section, section])!.Value, 1e-12);
        Assert.Null(SelfBleu.Compute([section]));
        Assert.Null(SelfBleu.Compute([section, TokenText.Read("too short")]));
    }

    [Fact]
    public void Overlap_is_what_stands_in_the_text_before()
    {
        // the second section has 4 4-grams, of which "a b c d" stands before; the third has one, which stands before
        var figures = DocumentFigures.Of(Sections("a b c d e", "x a b c d y z", "b c d e"));

        Assert.Equal(((1 / 4.0) + 1) / 2, figures.Whole.Overlap!.Value, 1e-12);
        Assert.Equal(3, figures.Sections);
    }

    [Fact]
    public void Windows_are_of_equal_size_and_know_what_stands_before_them()
    {
        var first = string.Join(' ', Enumerable.Range(0, 100).Select(static i => $"a{i}"));
        var second = string.Join(' ', Enumerable.Range(0, 100).Select(static i => $"b{i}"));

        var windows = DocumentFigures.Of(new("1", "p", $"{first} {second} {first} tail"), new() { WindowTokens = 100 }).Windows;

        Assert.Equal([100, 100, 100], windows.Select(static w => w.Tokens));
        Assert.Equal([null, 0.0, 1.0], windows.Select(static w => w.Overlap));
        Assert.All(windows, static w => Assert.Equal(0, w.Repetition4));
    }

    [Fact]
    public void Decay_shows_in_the_means_by_position()
    {
        var fresh = string.Join(' ', Enumerable.Range(0, 300).Select(static i => $"f{i}"));
        var stuck = string.Join(' ', Enumerable.Range(0, 300).Select(static i => $"s{i % 10}"));
        var rows = new EvaluationRows<Prediction>([new("1", "p", $"{fresh} {stuck}"), new("2", "p", fresh)], []);

        var decay = EvaluationRun.Evaluate("r", rows, new() { WindowTokens = 300 }).Repetition;

        Assert.Equal([2, 1], decay.CountByPosition);
        Assert.Equal(0, decay.ByPosition[0]["rep4"], 1e-12);
        // 297 4-grams, 10 of them different
        Assert.Equal(1 - (10 / 297.0), decay.ByPosition[1]["rep4"], 1e-12);
    }

    [Fact]
    public void Matched_means_say_how_many_texts_are_long_enough_for_them()
    {
        var text = string.Join(' ', Enumerable.Range(0, 250).Select(static i => $"f{i}"));

        var repetition = EvaluationRun.Evaluate("r", new([new("1", "p", text), new("2", "p", "short"), new("3", "p", text), new("4", "p", "")], []), new() { WindowTokens = 200 }).Repetition;

        Assert.Equal((3, 2), (repetition.N, repetition.MatchedN));
    }

    [Fact]
    public void Sections_without_a_pipeline_are_what_stands_between_headings() =>
        Assert.Equal(["Before.\n", "# One\ntext\n", "## Two\nmore"], SectionTexts.ByHeading("Before.\n# One\ntext\n## Two\nmore"));

    [Fact]
    public void Plans_are_covered_and_kept_to_as_one_counts_by_hand()
    {
        var ten = string.Join(' ', Enumerable.Repeat("harbour", 10));
        var row = new Prediction("1", "p", $"{ten}\n\nWe talk of something else here.\n\n")
        {
            Sections = [new("The harbour at dawn", 10, ten.Length), new("Prices of fishing boats", 12, "We talk of something else here.".Length), new("Nothing at all", 5, 0)],
        };
        Assert.Null(SectionTexts.Fault(row.Sections, row.Response));

        var plan = DocumentFigures.Of(row).Plan!;

        // errors: 0, 6/12 and 5/5
        Assert.Equal(3, plan.Steps);
        Assert.Equal(1 / 3.0, plan.Coverage, 1e-12);
        Assert.Equal(0.5, plan.MeanLengthError, 1e-12);
        Assert.Equal(0.9, plan.LengthErrorP90, 1e-12);
        Assert.Equal((1 / 3.0, 1 / 3.0), (plan.WithinTenPercent, plan.WithinTwentyPercent));
    }

    [Fact]
    public void Planned_sections_that_were_not_written_are_not_covered()
    {
        const string Text = "The harbour lay still at dawn.";
        var row = new Prediction("1", "p", $"{Text}\n\n{Text}") { Sections = [new("The harbour at dawn", 6, Text.Length), new("The harbour at dawn", 6, Text.Length)], PlannedSections = 8 };

        var plan = DocumentFigures.Of(row).Plan!;
        var none = DocumentFigures.Of(new("1", "p", "") { PlannedSections = 8 }).Plan!;

        Assert.Equal((8, 2, 0.25), (plan.Steps, plan.Written, plan.Coverage));
        Assert.Equal((8, 0, 0.0), (none.Steps, none.Written, none.Coverage));
        Assert.Equal(0, plan.MeanLengthError, 1e-12);
    }

    [Theory]
    [InlineData("The harbour at dawn", "At dawn the HARBOUR lay still.", true)]
    [InlineData("The harbour at dawn", "A forest.", false)]
    [InlineData("港口的清晨", "清晨，港口很安静。", true)]
    [InlineData("港口的清晨", "森林里很安静。", false)]
    public void A_point_is_covered_by_half_of_its_content_words(string point, string text, bool covered) => Assert.Equal(covered, PlanMeasure.Covers(text, point));

    private static Prediction Sections(params string[] texts) => new("1", "p", string.Join("\n\n", texts))
    {
        Sections = [.. texts.Select(static t => new PredictedSection("point", 5, t.Length))],
    };

    private static double Bleu(string[] text, List<string[]> references)
    {
        var log = 0.0;
        for (var n = 1; n <= 4; n++)
        {
            var counts = Grams(text, n);
            var matched = counts.Sum(g => Math.Min(g.Value, references.Max(r => Grams(r, n).GetValueOrDefault(g.Key))));
            log += Math.Log((matched == 0 ? 0.1 : matched) / (double)(text.Length - n + 1)) / 4;
        }

        var nearest = references.Select(static r => r.Length).OrderBy(l => Math.Abs(l - text.Length)).ThenBy(static l => l).First();
        return Math.Exp(log + (text.Length >= nearest ? 0 : 1 - (nearest / (double)text.Length)));
    }

    private static Dictionary<string, int> Grams(string[] words, int n) =>
        Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).GroupBy(i => string.Join(' ', words[i..(i + n)])).ToDictionary(static g => g.Key, static g => g.Count());
}
