using System.Text;

namespace LongWriter.Tests;

public class LoopDetectorTests
{
    [Theory]
    [InlineData(1, 400)]
    [InlineData(7, 400)]
    [InlineData(66, 400)]
    [InlineData(67, 402)]
    [InlineData(512, 3072)]
    public void A_loop_is_seen_as_soon_as_it_covers_enough(int period, int expected)
    {
        var detector = new LoopDetector(LoopDetection.Default);
        for (var i = 0; i < 1000; i++)
            Assert.False(detector.Add(10_000 + i));

        var n = 1;
        while (!detector.Add(n % period))
            n++;

        Assert.Equal(expected, n);
    }

    [Fact]
    public void Longer_periods_than_asked_for_are_let_through()
    {
        var detector = new LoopDetector(LoopDetection.Default);
        for (var i = 0; i < 10_000; i++)
            Assert.False(detector.Add(i % 513));
    }

    [Fact]
    public void It_agrees_with_the_search_of_every_period()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var limits = new LoopDetection { MinRepeats = random.Next(2, 5), MinTokens = random.Next(2, 20), MaxPeriod = random.Next(1, 12) };
            var detector = new LoopDetector(limits);
            var text = new List<int>();
            for (var i = 0; i < 120; i++)
            {
                text.Add(random.Next(4) > 0 && text.Count > 5 ? text[^random.Next(1, 5)] : random.Next(2));
                Assert.Equal(IsLoop(text, limits), detector.Add(text[^1]));
            }
        }
    }

    [Fact]
    public void Lists_tables_and_refrains_are_no_loops()
    {
        Assert.False(Fires(string.Concat(Enumerable.Range(1, 300).Select(i => $"- Item {i}: to be done\n"))));
        Assert.False(Fires(string.Concat(Enumerable.Range(1, 300).Select(i => $"| {i} | yes | no | yes |\n"))));
        Assert.False(Fires("| name | age |\n| " + new string('-', 60) + " | --- |\n" + string.Concat(Enumerable.Repeat("|  |  |  |\n", 12))));
        var refrain = string.Concat(Enumerable.Repeat("row the boat and sing the song, all night long\n", 4));
        Assert.False(Fires(string.Concat(Enumerable.Range(1, 20).Select(i => $"verse number {i} tells of a day\nand of a night {i * 7}\n{refrain}"))));
        Assert.False(Fires(string.Concat(Enumerable.Repeat("ha ", 100)) + "\n" + new string('*', 80)));
        Assert.True(Fires(string.Concat(Enumerable.Repeat("and then he went home. ", 100))));
    }

    private static bool IsLoop(List<int> text, LoopDetection limits)
    {
        for (var period = 1; period <= limits.MaxPeriod; period++)
        {
            var covered = period;
            while (covered < text.Count && text[^(covered + 1)] == text[^(covered + 1 - period)])
                covered++;
            if (covered > period && covered <= text.Count && covered >= Math.Max(limits.MinTokens, limits.MinRepeats * period))
                return true;
        }

        return false;
    }

    // A token a word or mark, as tokenizers cut at their coarsest and finest.
    private static bool Fires(string text)
    {
        var (ids, word) = (new Dictionary<string, int>(), new StringBuilder());
        var detector = new LoopDetector(LoopDetection.Default);
        foreach (var c in text + "\0")
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
                continue;
            }

            foreach (var token in (string[])[word.ToString(), c.ToString()])
            {
                if (token.Length == 0)
                    continue;

                ids.TryAdd(token, ids.Count);
                if (detector.Add(ids[token]))
                    return true;
            }

            word.Clear();
        }

        return false;
    }
}
