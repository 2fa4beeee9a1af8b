namespace LongWriter.Tests;

public sealed class LengthEvaluationTests : IDisposable
{
    private readonly EvaluationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "[0,500)")]
    [InlineData(499, "[0,500)")]
    [InlineData(500, "[500,2k)")]
    [InlineData(1_999, "[500,2k)")]
    [InlineData(2_000, "[2k,4k)")]
    [InlineData(3_999, "[2k,4k)")]
    [InlineData(4_000, "[4k,20k]")]
    [InlineData(20_000, "[4k,20k]")]
    [InlineData(20_001, ">20k")]
    public void A_length_is_in_the_paper_s_bucket(int words, string bucket) => Assert.Equal(bucket, LengthBuckets.Of(words));

    [Fact]
    public void Means_are_over_their_groups()
    {
        var evaluation = Evaluate(
        [
            Written("1", 100, 100, "A", "en"),
            Written("2", 100, 50, "A", "zh"),
            Written("3", 600, 1_200, "B", "en"),
            Written("4", 600, 0, "", "en"),
        ]);

        // 100, 50, 66.67 and 0
        Assert.Equal((100 + 50 + (200 / 3.0) + 0) / 4, evaluation.Mean!.Value, 1e-9);
        Assert.Equal(4, evaluation.N);
        Assert.Equal(75, evaluation.ByBucket["[0,500)"], 1e-9);
        Assert.Equal(100 / 3.0, evaluation.ByBucket["[500,2k)"], 1e-9);
        Assert.Equal([75.0, 200 / 3.0, 0], [evaluation.ByType["A"], evaluation.ByType["B"], evaluation.ByType["(none)"]]);
        Assert.Equal(50, evaluation.ByLanguage["zh"], 1e-9);
        Assert.Equal((2, 3, 1), (evaluation.CountByType["A"], evaluation.CountByLanguage["en"], evaluation.Rows.Empty));
    }

    [Fact]
    public void One_language_is_one_group_however_rows_write_it()
    {
        var evaluation = Evaluate([.. new[] { "en", "EN", "English", "英文", "zh_hans", "zh-Hans", "pt-br", "Klingon", " en " }.Select(static (language, i) => Written($"{i}", 100, 100, "A", language))]);

        Assert.Equal([("en", 5), ("klingon", 1), ("pt-BR", 1), ("zh-Hans", 2)], evaluation.CountByLanguage.Select(static g => (g.Key, g.Value)));
    }

    [Fact]
    public void Fates_are_counted_and_nothing_written_scores_nothing()
    {
        var evaluation = Evaluate(
        [
            Written("1", 100, 100, "A", "en") with { Fate = PredictionFate.Cut },
            new Prediction("2", "p", "I'm sorry, but I can't help with writing this.") { Length = 500, Fate = PredictionFate.Refused },
            new Prediction("3", "p", "") { Length = 500, Fate = PredictionFate.Failed, Error = "x" },
        ], broken: [new(4, "is no JSON"), new(5, "is no JSON")]);

        Assert.Equal((1, 1, 1, 2, 3), (evaluation.Rows.Cut, evaluation.Rows.Refused, evaluation.Rows.Failed, evaluation.Rows.Broken, evaluation.N));
        Assert.Equal(0, evaluation.Rows.Empty);
        Assert.Equal(100 / 3.0, evaluation.Mean!.Value, 1e-9);
    }

    [Fact]
    public void Swings_between_answers_to_one_prompt_are_measured()
    {
        var evaluation = Evaluate([Written("1", 100, 80, "A", "en"), Written("1", 100, 120, "A", "en") with { Sample = 1 }, Written("2", 100, 100, "A", "en")]);

        // sample standard deviation of 80 and 120 is 28.28, by their mean of 100
        Assert.Equal(28.2843, evaluation.LengthVariation!.Value, 1e-4);
    }

    [Fact]
    public void Failed_refused_and_empty_samples_are_no_texts_of_no_words_that_swing()
    {
        var evaluation = Evaluate(
        [
            Written("1", 100, 80, "A", "en"),
            Written("1", 100, 120, "A", "en") with { Sample = 1 },
            Written("1", 100, 0, "A", "en") with { Sample = 2, Fate = PredictionFate.Failed },
            Written("1", 100, 0, "A", "en") with { Sample = 3 },
            Written("1", 100, 9, "A", "en") with { Sample = 4, Fate = PredictionFate.Refused },
            Written("2", 100, 100, "A", "en"),
            Written("2", 100, 0, "A", "en") with { Sample = 1, Fate = PredictionFate.Failed },
        ]);

        Assert.Equal(28.2843, evaluation.LengthVariation!.Value, 1e-4);
    }

    [Fact]
    public void A_file_is_scored_as_its_rows_are()
    {
        var path = _folder.Write(
            "pred.jsonl",
            EvaluationFolder.Row(new { prompt = "Write a text", type = "A", length = 4, response = "three words here" }),
            EvaluationFolder.Row(new { prompt = "写一篇文章", type = "A", length = 4, response = "四个字呀" }),
            "broken",
            EvaluationFolder.Row(new { prompt = "Write a text", type = "A", length = -1, response = "x" }));

        var (evaluation, broken, _) = LengthEvaluation.Read(path);
        var rows = Prediction.Read(path);

        // 3 words of 4: 100·(1 − (4/3 − 1)/2); and 4 characters of 4
        Assert.Equal((100 * (1 - (1 / 6.0)) + 100) / 2, evaluation.Mean!.Value, 1e-9);
        Assert.Equal(evaluation.Mean, LengthEvaluation.Of(rows).Mean);
        Assert.Equal((2, 1, 1), (evaluation.N, evaluation.Rows.InvalidLength, evaluation.Rows.Broken));
        Assert.Equal(3, Assert.Single(broken).Line);
    }

    [Fact]
    public void A_ruler_counts_refusals_apart_and_takes_medians_of_texts()
    {
        var ruler = RulerEvaluation.Of(new(
        [
            Written("1", 1_000, 900, "", "en"), Written("2", 1_000, 1_100, "", "en"), Written("3", 1_000, 2_000, "", "en"),
            new Prediction("4", "p", "No.") { Length = 1_000, Fate = PredictionFate.Refused }, new Prediction("5", "p", "") { Length = 1_000 },
            Written("6", 30_000, 2_000, "", "en"), new Prediction("7", "p", "text without a length"),
        ], [new(8, "is no JSON")]));

        Assert.Equal([1_000, 30_000], ruler.Points.Select(static p => p.Required));
        var first = ruler.Points[0];
        Assert.Equal((5, 3, 1, 1, 1_100.0, 900, 2_000), (first.N, first.Written, first.Refused, first.Empty, first.Median!.Value, first.Least!.Value, first.Most!.Value));
        Assert.Equal(4_000 / 3.0, first.Mean!.Value, 1e-9);
        Assert.Equal((7, 5, 1, 1, 1, 1), (ruler.Rows.Answers, ruler.Rows.Texts, ruler.Rows.Refused, ruler.Rows.Empty, ruler.Rows.WithoutLength, ruler.Rows.Broken));
    }

    [Fact]
    public void What_is_left_of_an_answer_that_failed_scores_nothing()
    {
        var failed = Written("1", 100, 100, "A", "en") with { Fate = PredictionFate.Failed, Error = "the connection was lost" };

        var run = EvaluationRun.Evaluate("r", new([failed, Written("2", 100, 100, "A", "en")], []));

        Assert.Equal([0.0, 100], run.Answers.Select(static a => a.LengthScore!.Value));
        Assert.Equal((50.0, 1), (run.Length.Mean!.Value, run.Length.Rows.Failed));
        Assert.Equal(0, QualityEvaluation.Of(new([failed with { Scores = new("j", [new(5, 5, 5, 5, 5, 5)]) }], []))!.OverallLength);
    }

    [Fact]
    public void Every_result_of_a_run_counts_the_rows_that_are_in_none_of_its_figures()
    {
        var scores = QualityDimensions.All.ToDictionary(QualityDimensions.Name, static _ => 5);
        var rows = Prediction.Read(_folder.Write(
            "pred.jsonl",
            EvaluationFolder.Row(new { id = "a", prompt = "p", length = 3, response = "three words here", scores }),
            EvaluationFolder.Row(new { id = "b", prompt = "p", length = 3, response = "", fate = "failed", error = "x" }),
            "{ broken",
            EvaluationFolder.Row(new { id = "c", prompt = "p", length = 3, response = "" }),
            EvaluationFolder.Row(new { id = "d", prompt = "p", length = 3, response = "", fate = "refused" }),
            EvaluationFolder.Row(new { id = "e", prompt = "p", response = "no length" }),
            EvaluationFolder.Row(new { id = "f", prompt = "p", length = 0, response = "one", fate = "cut" }),
            EvaluationFolder.Row(new { id = "a", prompt = "p", length = 3, response = "three words again", scores })));

        var run = EvaluationRun.Evaluate("r", rows);

        foreach (var counts in new[] { run.Length.Rows, run.Ruler.Rows, run.Repetition.Rows, run.Quality!.Rows })
        {
            Assert.Equal((6, 3, 1, 1, 1), (counts.Answers, counts.Texts, counts.Empty, counts.Refused, counts.Failed));
            Assert.Equal((1, 1, 1, 1, 1), (counts.Cut, counts.WithoutLength, counts.InvalidLength, counts.Broken, counts.Replaced));
        }

        Assert.Equal((1, 5), (run.Quality.N, run.Quality.Unseen));
        // 100 for the text, 0 for what failed, is empty, or was refused
        Assert.Equal((25.0, 4), (run.Length.Mean!.Value, run.Length.N));
    }

    private static LengthEvaluation Evaluate(IReadOnlyList<Prediction> rows, IReadOnlyList<BrokenRow>? broken = null) => LengthEvaluation.Of(new(rows, broken ?? []));

    private static Prediction Written(string id, int required, int written, string type, string language) =>
        new(id, "p", language == "zh" ? new string('字', written) : string.Join(' ', Enumerable.Repeat("word", written))) { Length = required, Type = type, Language = language };
}
