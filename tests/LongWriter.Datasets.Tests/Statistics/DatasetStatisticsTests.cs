namespace LongWriter.Tests;

public sealed class DatasetStatisticsTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Figures_are_those_of_a_plain_count()
    {
        var random = new Random(2);
        var words = Enumerable.Range(0, 997).Select(_ => 1 + random.Next(3_000)).ToList();
        var path = _folder.Write("a.jsonl", [.. words.Select((w, i) => $$"""{"prompt":"Write {{1_000 + (i % 7 * 100)}} words about bees.","output":"{{string.Join(' ', Enumerable.Repeat("bee", w))}}"}"""), "broken"]);
        var statistics = DatasetStatistics.Read(path);
        var sorted = words.Order().ToList();
        Assert.Equal((997, 1, 997), (statistics.Rows, statistics.Faults, statistics.Texts));
        Assert.Equal(words.Sum(), statistics.Words);
        Assert.Equal((sorted[0], sorted[^1]), (statistics.MinWords, statistics.MaxWords));
        Assert.All(statistics.WordPercentiles, p => Assert.Equal(sorted[(int)Math.Ceiling(997 * p.Key / 100.0) - 1], p.Value));
        var scores = words.Select(static (w, i) => LengthScore.Compute(1_000 + (i % 7 * 100), w)).ToList();
        Assert.Equal(scores.Average(), statistics.MeanLengthScore, 9);
        Assert.Equal(scores.Count(static s => s >= 80), statistics.LengthScoreAtLeast80);
        Assert.Equal(997 - 7, statistics.RepeatedPrompts);
        Assert.Equal(997, statistics.Languages["en"]);
        Assert.Equal(997, statistics.Buckets.Sum(static b => b.Texts));
        Assert.Equal(words.Count(static w => w is >= 500 and < 1_000), statistics.Buckets.Single(static b => b.From == 500).Texts);
        Assert.Equal(new FileInfo(path).Length, statistics.Bytes);
    }

    [Fact]
    public void Chinese_texts_are_counted_in_characters()
    {
        var statistics = DatasetStatistics.Read(_folder.Write("a.jsonl", """{"prompt":"写一篇100字的短文。","output":"灯塔立在礁石上。"}"""));
        Assert.Equal(7, statistics.Words);
        Assert.Equal(1, statistics.WithLength);
    }
}
