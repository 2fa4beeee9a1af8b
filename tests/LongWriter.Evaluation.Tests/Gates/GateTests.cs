namespace LongWriter.Tests;

public class GateTests
{
    [Fact]
    public void Limits_are_those_of_the_measurement()
    {
        var gate = new RepetitionGate();

        Assert.Equal((0.06, 0.10, 25, 50, 3.0, (0.02, 3), 8_000), (gate.WarnRepetition4, gate.FailRepetition4, gate.WarnLongestRepeat, gate.FailLongestRepeat, gate.WarnCompressionRatio, (gate.FailDuplicateSentences, gate.LeastDuplicateSentences), gate.WindowTokens));
    }

    [Theory]
    [InlineData(0.06, 25, 3.0, 0.02, GateOutcome.Pass)]
    [InlineData(0.0601, 25, 3.0, 0.02, GateOutcome.Warn)]
    [InlineData(0.10, 25, 3.0, 0.02, GateOutcome.Warn)]
    [InlineData(0.1001, 25, 3.0, 0.02, GateOutcome.Fail)]
    [InlineData(0, 26, 3.0, 0, GateOutcome.Warn)]
    [InlineData(0, 49, 3.0, 0, GateOutcome.Warn)]
    [InlineData(0, 50, 3.0, 0, GateOutcome.Fail)]
    [InlineData(0, 0, 3.01, 0, GateOutcome.Warn)]
    [InlineData(0, 0, 0, 0.0201, GateOutcome.Fail)]
    public void A_text_is_judged_at_each_limit(double repetition, int repeat, double compression, double sentences, GateOutcome outcome)
    {
        var verdict = new RepetitionGate().Judge([Figures(0, 0, 0, 0), Figures(repetition, repeat, compression, sentences)], Figures(0, 0, 0, 0), "en-GB");

        Assert.Equal(outcome, verdict.Outcome);
        Assert.True(verdict.IsCalibrated);
        Assert.Equal(outcome == GateOutcome.Pass, verdict.Reasons.Count == 0);
    }

    [Fact]
    public void Chinese_is_marked_as_not_calibrated_and_fails_no_run()
    {
        var stuck = string.Concat(Enumerable.Repeat("河水静静地流过村庄，没有人说话，也没有人回头看一眼那座老桥。", 40));
        var run = EvaluationRun.Evaluate("r", new([new("1", "p", stuck) { Language = "zh" }], []));

        Assert.False(run.Answers[0].Figures.Gate.IsCalibrated);
        Assert.Equal(GateOutcome.Fail, run.Answers[0].Figures.Gate.Outcome);
        Assert.Equal((0, 1), (run.Repetition.GateFails, run.Repetition.UncalibratedFails));
    }

    [Fact]
    public void The_worst_stretch_of_a_long_text_counts_also_its_last()
    {
        string[] fresh = [.. Enumerable.Range(0, 250).Select(static i => $"f{i}")];
        string[] stuck = [.. Enumerable.Range(0, 60).Select(static i => $"s{i % 6}")];

        var figures = DocumentFigures.Of(new("1", "p", string.Join(' ', [.. fresh, .. stuck])), new() { Gate = new() { WindowTokens = 100 } });

        // the last hundred words: 40 fresh ones and the stuck ones
        Assert.Equal(GateOutcome.Fail, figures.Gate.Outcome);
        Assert.Contains(figures.Gate.Reasons, static r => r.StartsWith("longest repeat 54", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_text_whose_second_half_is_the_first_fails()
    {
        // 9,000 words of which no three stand together twice, and the same again: no stretch of 8,000 has a copy in it
        string[] half = [.. Enumerable.Range(0, 900).Select(static i => $"The w{i % 30}a w{i / 30}b x{i}c x{i}d x{i}e x{i}f x{i}g x{i}h bank.")];

        var figures = DocumentFigures.Of(new("1", "p", string.Join(' ', [.. half, .. half])));
        var first = DocumentFigures.Of(new("1", "p", string.Join(' ', half)));

        Assert.NotEqual(GateOutcome.Fail, first.Gate.Outcome);
        Assert.Equal(GateOutcome.Fail, figures.Gate.Outcome);
        Assert.Contains(figures.Gate.Reasons, static r => r.StartsWith("longest repeat 9000 ", StringComparison.Ordinal));
        Assert.Contains(figures.Gate.Reasons, static r => r.StartsWith("duplicate sentences 0.500 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void One_repeated_sentence_of_a_short_text_is_no_collapse(int repeated, bool fails)
    {
        string[] sentences = [.. Enumerable.Range(0, 24).Select(static i => $"The a{i} b{i} stood c{i} d{i} beside e{i} f{i} bank.")];

        var figures = DocumentFigures.Of(new("1", "p", string.Join(' ', [.. sentences, .. sentences.Where((_, i) => i % 2 == 0).Take(repeated)])));

        Assert.Equal(repeated / (24.0 + repeated), figures.Whole.DuplicateSentences, 1e-12);
        Assert.Equal(repeated, figures.Whole.DuplicateSentenceCount);
        Assert.Equal(fails, figures.Gate.Outcome == GateOutcome.Fail);
    }

    [Fact]
    public void Gopher_s_rules_are_those_that_one_counts_by_hand()
    {
        // 4 lines, 2 of them there before; 10 characters a line
        var rules = Rules("ab cd efgh\nij kl mnop\nab cd efgh\nab cd efgh");

        Assert.Equal(13, rules.Count);
        Assert.Equal(0.5, rules["lines that stand there before"], 1e-12);
        Assert.Equal(0.5, rules["characters in such lines"], 1e-12);
        Assert.Equal(0, rules["paragraphs that stand there before"]);
        // "cd efgh" stands there 3 times, 6 of 32 letters each, as "ab cd" with 4 does not
        Assert.Equal(18 / 32.0, rules["characters in the most frequent 2-gram"], 1e-12);
        Assert.Equal(24 / 32.0, rules["characters in the most frequent 3-gram"], 1e-12);
    }

    [Fact]
    public void Repeated_long_n_grams_count_each_character_once()
    {
        string[] words = [.. Enumerable.Range(0, 20).Select(static i => $"w{(char)('a' + i)}")];

        // twenty words of two letters, then the same twelve again: the 5-grams that stand there before cover twelve words
        var rules = Rules(string.Join(' ', [.. words, .. words[..12]]));

        Assert.Equal(12 / 32.0, rules["characters in 5-grams that stand there before"], 1e-12);
        Assert.Equal(12 / 32.0, rules["characters in 10-grams that stand there before"], 1e-12);
        Assert.Equal(0, rules["characters in such lines"]);
    }

    [Fact]
    public void Plain_prose_passes_Gopher_s_gate_and_a_loop_does_not()
    {
        Assert.DoesNotContain(GopherGate.Check(TokenText.Read("The ferry left the island before the fog had lifted, and nobody on the pier said a word about the lamp that was missing from its tower since spring.")), static r => r.Rejects);
        Assert.Contains(GopherGate.Check(TokenText.Read(string.Concat(Enumerable.Repeat("and on and on it went ", 30)))), static r => r.Rejects);
    }

    private static Dictionary<string, double> Rules(string text) => GopherGate.Check(TokenText.Read(text)).ToDictionary(static r => r.Rule, static r => r.Value);

    private static TextFigures Figures(double repetition, int repeat, double compression, double sentences) => new()
    {
        Tokens = 8_000,
        Distinct = [0, 0, 0, 0],
        Repetition = [0, 0, 0, repetition],
        Diversity = 1,
        CompressionRatio = compression,
        LongestRepeat = repeat,
        LongestSeparateRepeat = 0,
        DuplicateSentences = sentences,
        DuplicateSentenceCount = 3,
        MovingTypeTokenRatio = null,
        SingleSentenceParagraphs = 0,
        StockPhrases = 0,
    };
}
