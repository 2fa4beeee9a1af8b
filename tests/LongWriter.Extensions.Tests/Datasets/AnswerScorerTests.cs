namespace LongWriter.Tests;

public class AnswerScorerTests
{
    [Fact]
    public async Task A_scorer_is_mixed_in_with_its_weight()
    {
        using var folder = new PairFolder();
        var lengths = new Queue<int>([60, 120]);
        var client = new SeededClient((_, _) => SeededClient.Words(lengths.Dequeue()));
        var scorer = new Scorer("more is better", static answer => answer.Words == 120 ? 90 : 30);

        await folder.BuildAsync(client, PairFolder.Instructions(1), new() { Samples = 2, SamplesInFlight = 1, Scorer = scorer, ScorerWeight = 0.75 });

        // S_l is 100 and 66.6667: 0.25 · 100 + 0.75 · 30 against 0.25 · 66.6667 + 0.75 · 90.
        var row = Assert.Single(folder.Rows());
        Assert.Equal((84.1667, 47.5), (row.GetProperty("chosen_score").GetDouble(), row.GetProperty("rejected_score").GetDouble()));
        Assert.Equal(("more is better", 0.75), (row.GetProperty("judge").GetString(), row.GetProperty("judge_weight").GetDouble()));
        Assert.Equal([30, 90], row.GetProperty("scores").GetProperty("judge").EnumerateArray().Select(static s => s.GetDouble()));
    }

    [Fact]
    public async Task Where_no_length_is_required_the_scorer_counts_alone()
    {
        using var folder = new PairFolder();
        var client = SeededClient.OfLengths();

        var report = await folder.BuildAsync(client, [new("x", "Write about bees.")], new() { Scorer = new Scorer("words", static answer => Math.Min(100, answer.Words)) });

        var row = Assert.Single(folder.Rows());
        Assert.Equal((1.0, 0), (row.GetProperty("judge_weight").GetDouble(), report.WithoutScore));
        Assert.False(row.TryGetProperty("required", out _));
    }

    [Fact]
    public async Task Scores_are_kept_and_another_scorer_scores_the_same_samples()
    {
        using var folder = new PairFolder();
        var client = SeededClient.OfLengths();
        var first = new Scorer("first", static _ => 50);
        var second = new Scorer("second", static _ => 70);

        await folder.BuildAsync(client, PairFolder.Instructions(2), new() { Scorer = first });
        await folder.BuildAsync(client, PairFolder.Instructions(2), new() { Scorer = first, Resume = true, ScorerWeight = 0.1 });
        await folder.BuildAsync(client, PairFolder.Instructions(2), new() { Scorer = second, Resume = true });

        Assert.Equal((8, 8, 8), (client.Calls, first.Calls, second.Calls));
        Assert.Equal("second", folder.Rows()[0].GetProperty("judge").GetString());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(100.5)]
    [InlineData(-1)]
    public async Task A_score_that_is_none_is_an_error_that_names_the_scorer(double score)
    {
        using var folder = new PairFolder();
        using var client = SeededClient.OfLengths();

        var exception = await Assert.ThrowsAsync<LongWriterException>(() => folder.BuildAsync(client, PairFolder.Instructions(1), new() { Scorer = new Scorer("odd", _ => score) }));

        Assert.Equal((LongWriterError.InvalidAnswer, true), (exception.Error, exception.IsResumable));
        Assert.Contains("'odd'", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Pairs));
    }

    private sealed class Scorer(string name, Func<AnswerToScore, double> score) : IAnswerScorer
    {
        private int _calls;

        public string Name => name;

        public int Calls => _calls;

        public ValueTask<double> ScoreAsync(AnswerToScore answer, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return ValueTask.FromResult(score(answer));
        }
    }
}
