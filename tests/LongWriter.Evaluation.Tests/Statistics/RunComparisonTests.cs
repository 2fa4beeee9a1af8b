namespace LongWriter.Tests;

public class RunComparisonTests
{
    [Fact]
    public void A_better_run_is_named_with_its_figures()
    {
        var comparison = RunComparison.Of(Run("base", 24, static i => 60 + (i % 5)), Run("tuned", 24, static i => 90 + (i % 3)));

        var length = comparison.Differences.Single(static d => d.Figure == "S_l");
        Assert.True(length.IsSignificant);
        Assert.Equal((24, 24, 0, 0), (length.N, length.Wins, length.Losses, length.Ties));
        Assert.True(length.Low > 0 && length.High > length.Difference && length.Difference > length.Low);
        Assert.Contains("tuned is better", length.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_runs_are_said_to_be_equal_and_a_run_against_itself_ties()
    {
        var (run, again) = (Run("a", 24, static i => 50 + (i * 3 % 60)), Run("b", 24, static i => 50 + (i * 3 % 60)));

        var length = RunComparison.Of(run, again).Differences.Single(static d => d.Figure == "S_l");

        Assert.False(length.IsSignificant);
        Assert.Equal((0.0, 24, 1.0), (length.Difference, length.Ties, length.P));
        Assert.Contains("chance", length.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[] { 1, 1, 1, 1, 1, 10 })]
    [InlineData(new double[] { 3, 4, 2, 5, 1, 6, 2, 3, 4, 2, 5, 70 })]
    public void Differences_that_the_flips_tell_and_the_interval_does_not_are_said_to_need_more_prompts(double[] differences)
    {
        foreach (var (figure, higherIsBetter) in new (string, bool?)[] { ("S_l", true), (LengthRatio.Name, null) })
        {
            var difference = RunComparison.Difference(figure, higherIsBetter, [.. differences.Select(static d => ((double?)0, (double?)d))], ("one", "two"), seed: 0)!;

            Assert.True(difference.P < 0.05 && difference.Low < 0 && difference.High > 0, difference.Words);
            Assert.False(difference.IsSignificant);
            Assert.Contains("more prompts are needed", difference.Words, StringComparison.Ordinal);
            Assert.DoesNotContain("unlikely", difference.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_sentence_never_says_more_than_its_own_interval_and_p_do()
    {
        var random = new SplitMix(5);
        var seen = new HashSet<(bool, bool)>();
        for (var repeat = 0; repeat < 400; repeat++)
        {
            // one prompt of eight is far out
            var pairs = Enumerable.Range(0, 8).Select(i => ((double?)0, (double?)(1 + random.NextNormal() + (i == 0 ? 12 * random.NextNormal() : 0)))).ToArray();

            var difference = RunComparison.Difference("S_l", higherIsBetter: true, pairs, ("one", "two"), repeat, flips: 499, draws: 499)!;

            var (test, interval) = (difference.P < 0.05, difference.Low > 0 || difference.High < 0);
            seen.Add((test, interval));
            Assert.Equal(test && interval, difference.IsSignificant);
            Assert.Equal(test && interval, difference.Words.Contains("is better, and chance is an unlikely reason", StringComparison.Ordinal));
            Assert.Equal(test != interval, difference.Words.Contains("more prompts are needed", StringComparison.Ordinal));
            Assert.Equal(!test && !interval, difference.Words.Contains("no difference can be told from chance", StringComparison.Ordinal));
        }

        foreach (var both in new[] { (true, true), (true, false), (false, false) })
            Assert.Contains(both, seen);
    }

    [Fact]
    public void A_page_does_not_mark_as_told_what_the_interval_holds_for_chance()
    {
        var (first, second) = (Run("a", 6, static _ => 60), Run("b", 6, static i => i == 5 ? 90 : 61));

        var comparison = RunComparison.Of(first, second);

        Assert.False(comparison.Differences[0].IsSignificant);
        using var writer = new StringWriter();
        HtmlReport.Write([first, second], writer, [comparison]);
        Assert.Matches("<li class=\"untold\"><bdi>S_l differs by [^<]*more prompts are needed", writer.ToString());
    }

    [Fact]
    public void Few_prompts_tell_nothing_and_the_words_say_so()
    {
        var length = RunComparison.Of(Run("a", 5, static _ => 10), Run("b", 5, static _ => 100)).Differences.Single(static d => d.Figure == "S_l");

        Assert.False(length.IsSignificant);
        Assert.Null(length.Low);
        Assert.Contains("too few", length.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_of_a_prompt_are_averaged_and_prompts_of_one_run_alone_left_out()
    {
        var first = Evaluate("a", [Row(0, 50), Row(0, 100) with { Sample = 1 }, Row(1, 100), Row(2, 100)]);
        var second = Evaluate("b", [Row(0, 100), Row(1, 50), Row(3, 50), Row(4, 50)]);

        var comparison = RunComparison.Of(first, second);

        var length = comparison.Differences.Single(static d => d.Figure == "S_l");
        // S_l of 50 of 100 is 50: (50 + 100)/2 and 100 against 100 and 50
        Assert.Equal((2, 87.5, 75.0), (length.N, length.First, length.Second));
        Assert.Equal((1, 2), (comparison.OnlyFirst, comparison.OnlySecond));
    }

    [Fact]
    public void Rows_that_are_broken_failed_or_missing_are_counted_beside_the_differences()
    {
        var first = EvaluationRun.Evaluate("a", new([Row(0, 50), Row(1, 0) with { Fate = PredictionFate.Failed }, Row(2, 100), Row(3, 100) with { Length = null }, Row(4, 100)], [new(9, "is no JSON")]));
        var second = EvaluationRun.Evaluate("b", new([Row(0, 100), Row(1, 100), Row(2, 0), Row(3, 100)], []) { Replaced = [new(1, "is replaced")] });

        var comparison = RunComparison.Of(first, second);

        var length = comparison.Differences[0];
        // 50, 0 and 100 against 100, 100 and 0: what failed or is empty counts as 0, and the prompt without a length is left out and said to be
        Assert.Equal(("S_l", 3, 1, 50.0, 200 / 3.0), (length.Figure, length.N, length.LeftOut, length.First, length.Second));
        Assert.Contains("3 prompts, 1 more without it left out", length.Words, StringComparison.Ordinal);
        Assert.Equal((5, 1, 1, 0, 1), (comparison.FirstRows.Answers, comparison.FirstRows.Failed, comparison.FirstRows.Broken, comparison.FirstRows.Empty, comparison.OnlyFirst));
        Assert.Equal((4, 0, 0, 1, 1), (comparison.SecondRows.Answers, comparison.SecondRows.Failed, comparison.SecondRows.Broken, comparison.SecondRows.Empty, comparison.SecondRows.Replaced));
    }

    [Fact]
    public void Texts_that_are_ten_percent_shorter_are_told_by_their_lengths_and_hardly_by_their_scores()
    {
        var comparison = RunComparison.Of(Run("base", 24, static i => 95 + (i % 11)), Run("tuned", 24, static i => 85 + (i % 11)));

        var (score, length) = (comparison.Differences[0], comparison.Differences[1]);
        Assert.Equal(("ln(written/required)", 24, 0, 24), (length.Figure, length.N, length.Wins, length.Losses));
        // the mean of ln((85 + k)/(95 + k)) over the lengths
        Assert.Equal(Enumerable.Range(0, 24).Average(static i => Math.Log((85.0 + (i % 11)) / (95 + (i % 11)))), length.Difference, 1e-12);
        Assert.Null(length.HigherIsBetter);
        Assert.True(length.IsSignificant && length.High < 0);
        Assert.Contains("tuned writes 90.0 % of the words of base", length.Words, StringComparison.Ordinal);
        Assert.Contains("tuned writes shorter texts", length.Words, StringComparison.Ordinal);
        Assert.InRange(score.Difference, -6, -2);
    }

    [Fact]
    public void Refusals_and_answers_without_a_word_are_no_short_texts_of_a_comparison()
    {
        var refused = new Prediction("p1", "prompt 1", "No.") { Length = 100, Fate = PredictionFate.Refused };

        var comparison = RunComparison.Of(Evaluate("a", [Row(0, 100), Row(1, 100), Row(2, 100)]), Evaluate("b", [Row(0, 50), refused, Row(2, 0)]));

        var length = comparison.Differences[1];
        Assert.Equal((1, 2, Math.Log(0.5)), (length.N, length.LeftOut, length.Difference));
    }

    [Fact]
    public void Runs_over_other_prompts_do_not_compare() =>
        Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(static () => RunComparison.Of(Evaluate("a", [Row(0, 50)]), Evaluate("b", [Row(1, 50)]))).Error);

    [Fact]
    public void Files_in_another_order_whose_ids_are_line_numbers_are_paired_by_prompt()
    {
        var first = Evaluate("a", [.. Enumerable.Range(1, 4).Select(static i => Row(i, 10 * i) with { Id = $"{i}" })]);
        var second = Evaluate("b", [.. Enumerable.Range(1, 4).Select(static i => Row(5 - i, 10 * (5 - i)) with { Id = $"{i}" })]);

        var comparison = RunComparison.Of(first, second);

        // every prompt has an answer of the same length in both
        Assert.Equal((4, 4, 0), (comparison.Differences[0].N, comparison.Differences[0].Ties, comparison.OnlyFirst + comparison.OnlySecond));
        Assert.True(RunComparison.CanCompare(first, second));
        Assert.False(RunComparison.CanCompare(first, Evaluate("c", [Row(9, 50) with { Id = "1" }])));
    }

    [Fact]
    public async Task Several_answers_a_prompt_in_the_authors_form_are_samples_and_no_prompts_of_their_own()
    {
        using var folder = new EvaluationFolder();
        var (one, two) = (Prediction.Read(Write("one.jsonl", 4)), Prediction.Read(Write("two.jsonl", 2)));
        using var client = new TestChatClient(static _ => """{"Relevance": 4, "Accuracy": 4, "Coherence": 4, "Clarity": 4, "Breadth and Depth": 4, "Reading Experience": 4}""");
        await new QualityJudge(client, new() { InFlight = 1 }).JudgeAsync(one, folder.At("judge.jsonl"));

        // as they stand in the authors' files, and judged
        foreach (var first in new[] { one, Prediction.Read(folder.At("judge.jsonl")) })
        {
            var comparison = RunComparison.Of(EvaluationRun.Evaluate("a", first), EvaluationRun.Evaluate("b", two));

            Assert.Equal((6, 0, 0), (comparison.Differences[0].N, comparison.OnlyFirst, comparison.OnlySecond));
            Assert.Contains("over 6 prompts", comparison.Differences[0].Words, StringComparison.Ordinal);
            // lengths of 2, 3, 4 and 5 words: 100·sqrt(5/3)/3.5
            Assert.Equal(100 * Math.Sqrt(5 / 3.0) / 3.5, EvaluationRun.Evaluate("a", first).Length.LengthVariation!.Value, 1e-9);
        }

        Assert.Equal(100 * Math.Sqrt(5 / 3.0) / 3.5, LengthEvaluation.Read(folder.At("one.jsonl")).Evaluation.LengthVariation!.Value, 1e-9);

        // of three texts, each asked for at two lengths
        string Write(string name, int samples) => folder.Write(name, [.. Enumerable.Range(0, samples).SelectMany(sample => Enumerable.Range(0, 6)
            .Select(i => EvaluationFolder.Row(new { prompt = $"Write text {i / 2}", length = 3 + (i % 2), response = string.Join(' ', Enumerable.Repeat("word", 2 + sample)) })))]);
    }

    [Fact]
    public async Task Samples_of_prompts_without_an_id_stay_samples_in_the_file_of_predictions()
    {
        using var folder = new EvaluationFolder();
        var prompts = BenchmarkPrompt.Read(folder.Write("prompts.jsonl", EvaluationFolder.Row(new { prompt = "Write.", length = 3 }), EvaluationFolder.Row(new { prompt = "Write.", length = 3 }), EvaluationFolder.Row(new { prompt = "Write.", length = 3, id = "own" })));
        using var client = new TestChatClient(static _ => "three words here");

        await new Predictor(client, new() { InFlight = 1 }).PredictAsync(prompts.Rows, folder.At("pred.jsonl"));

        Assert.Equal([true, true, false], Prediction.Read(folder.At("pred.jsonl")).Rows.Select(static r => r.IsNumbered));
    }

    [Fact]
    public void Prompts_with_one_text_are_told_apart_by_their_ids_and_then_by_their_order()
    {
        var pairs = PromptPairs<Prediction>.Of(
            [new("a", "p", "1a"), new("b", "p", "1b"), new("c", "p", "1c"), new("d", "q", "1d")],
            [new("x", "p", "2x"), new("b", "p", "2b"), new("b", "p", "2b'") { Sample = 1 }, new("e", "r", "2e")],
            static p => p);

        Assert.Equal(["1a 2x", "1b 2b,2b'"], pairs.Pairs.Select(static p => $"{p.First[0].Response} {string.Join(',', p.Second.Select(static s => s.Response))}"));
        Assert.Equal(["1c 1d", "2e"], [string.Join(' ', pairs.OnlyFirst.Select(static p => p.Response)), string.Join(' ', pairs.OnlySecond.Select(static p => p.Response))]);
    }

    [Fact]
    public void Scores_of_different_judges_or_settings_are_not_compared_and_the_words_say_so()
    {
        var first = Evaluate("a", [.. Enumerable.Range(0, 8).Select(static i => Judged(Row(i, 50), "judge-1", "votes=1"))]);

        var model = RunComparison.Of(first, Evaluate("b", [.. Enumerable.Range(0, 8).Select(static i => Judged(Row(i, 50), "judge-2", "votes=1"))]));
        var settings = RunComparison.Of(first, Evaluate("b", [.. Enumerable.Range(0, 8).Select(static i => Judged(Row(i, 50), "judge-1", "votes=3"))]));
        var alike = RunComparison.Of(first, Evaluate("b", [.. Enumerable.Range(0, 8).Select(static i => Judged(Row(i, 50), "judge-1", "votes=1"))]));
        var one = RunComparison.Of(first, Run("b", 8, static _ => 50));

        foreach (var comparison in new[] { model, settings })
        {
            foreach (var figure in new[] { "S_q", "S-bar" })
            {
                var left = comparison.Differences.Single(d => d.Figure == figure);
                Assert.Equal((0, false, (double?)null), (left.N, left.IsSignificant, left.Low));
                Assert.Contains("do not compare", left.Words, StringComparison.Ordinal);
            }

            Assert.Equal(8, comparison.Differences.Single(static d => d.Figure == "S_l").N);
        }

        Assert.Contains("judge-2", model.Differences.Single(static d => d.Figure == "S_q").Words, StringComparison.Ordinal);
        Assert.Equal((8, 75.0), (alike.Differences.Single(static d => d.Figure == "S_q").N, alike.Differences.Single(static d => d.Figure == "S_q").First));
        Assert.DoesNotContain(one.Differences, static d => d.Figure == "S_q");
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures()
    {
        var (first, second) = (Run("a", 30, static i => 40 + (i * 7 % 50)), Run("b", 30, static i => 45 + (i * 11 % 50)));

        var (one, again) = (RunComparison.Of(first, second, seed: 9), RunComparison.Of(first, second, seed: 9));

        Assert.Equivalent(one.Differences, again.Differences, strict: true);
    }

    [Fact]
    public void Verdicts_of_a_judge_are_added_up()
    {
        PairJudgement[] verdicts =
        [
            .. Enumerable.Repeat(new PairJudgement("1", PairOutcome.Second), 9), new("2", PairOutcome.First), new("3", PairOutcome.Tie), new("4", PairOutcome.Failed),
        ];

        var result = RunComparison.Of(Run("a", 6, static _ => 50), Run("b", 6, static _ => 50), verdicts).Pairwise!;

        Assert.Equal((9, 1, 1, 1), (result.Wins, result.Losses, result.Ties, result.Failed));
        Assert.Equal(9.5 / 11, result.WinRate!.Value, 1e-12);
        Assert.Equal(22 / 1024.0, result.P, 1e-12);
        Assert.Contains("prefers b", result.Words, StringComparison.Ordinal);
    }

    private static EvaluationRun Run(string name, int prompts, Func<int, int> written) => Evaluate(name, [.. Enumerable.Range(0, prompts).Select(i => Row(i, written(i)))]);

    private static EvaluationRun Evaluate(string name, Prediction[] rows) => EvaluationRun.Evaluate(name, new(rows, []));

    private static Prediction Judged(Prediction row, string judge, string settings) => row with { Scores = new(judge, [new(4, 4, 4, 4, 4, 4)]) { Settings = settings } };

    private static Prediction Row(int id, int written) => new($"p{id}", $"prompt {id}", string.Join(' ', Enumerable.Range(0, written).Select(static i => $"w{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}"))) { Length = 100 };
}
