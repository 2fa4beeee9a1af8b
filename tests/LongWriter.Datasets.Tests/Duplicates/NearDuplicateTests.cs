using System.Globalization;
using Xunit.Abstractions;

namespace LongWriter.Tests;

public class NearDuplicateTests(ITestOutputHelper output)
{
    [Fact]
    public void Similarity_is_that_of_plain_sets_of_word_triples()
    {
        var random = new Random(3);
        for (var i = 0; i < 50; i++)
        {
            var left = Words(random, 60, 30);
            var right = Edit(left, random, random.Next(20), 30);
            Assert.Equal(PlainJaccard(left, right), NearDuplicateIndex.Similarity(string.Join(' ', left), string.Join(", ", right)), 12);
        }

        Assert.Equal(1, NearDuplicateIndex.Similarity("A b c d!", "a, B c D"));
        Assert.Equal(0, NearDuplicateIndex.Similarity("", ""));
    }

    /// <summary>1,000 texts; for each a duplicate or a text from the same template, with similarities that a plain set computation measures.</summary>
    [Fact]
    public void Planted_pairs_are_found_and_pairs_of_one_template_are_not()
    {
        var random = new Random(11);
        var texts = new List<string>();
        var pairs = new List<(int Original, int Copy, bool Duplicate, double Similarity)>();
        while (pairs.Count < 1_000)
        {
            var original = Words(random, random.Next(40, 220), 5_000);
            var wanted = pairs.Count % 2 == 0;
            var edits = 1 + (int)(original.Count * (wanted ? 0.01 + (0.03 * random.NextDouble()) : 0.06 + (0.05 * random.NextDouble())));
            var copy = Edit(original, random, edits, 5_000);
            var similarity = PlainJaccard(original, copy);
            if (wanted ? similarity is < 0.80 or > 0.95 : similarity is < 0.60 or > 0.75)
                continue;

            pairs.Add((texts.Count, texts.Count + 1, wanted, similarity));
            texts.Add(string.Join(' ', original));
            texts.Add(string.Join(' ', copy));
        }

        var kept = new List<int>();
        var index = new NearDuplicateIndex(number => texts[kept[number]]);
        var found = new Dictionary<int, int>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (index.Add(texts[i]) is { } earlier)
                found[i] = kept[earlier];
            else
                kept.Add(i);
        }

        var hits = pairs.Count(p => p.Duplicate && found.TryGetValue(p.Copy, out var original) && original == p.Original);
        var recall = hits / (double)pairs.Count(static p => p.Duplicate);
        var precision = hits / (double)found.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recall {recall:0.0000}, precision {precision:0.0000}; {pairs.Count(static p => p.Duplicate)} pairs of 0.80 to 0.95, {pairs.Count(static p => !p.Duplicate)} of 0.60 to 0.75"));
        Assert.True(recall >= 0.99);
        Assert.True(precision >= 0.99);
    }

    /// <summary>The curve 1 − (1 − s⁶)²¹ against what is measured without the exact check.</summary>
    [Fact]
    public void Candidates_follow_the_curve_of_the_bands()
    {
        var random = new Random(5);
        int seen = 0, all = 0;
        var expected = 0.0;
        for (var i = 0; i < 1_500; i++)
        {
            var original = Words(random, 150, 100_000);
            var copy = Edit(original, random, 16 + random.Next(12), 100_000);
            var similarity = PlainJaccard(original, copy);
            expected += 1 - Math.Pow(1 - Math.Pow(similarity, 6), 21);
            var (left, right) = (MinHash.BandsOf(Shingles.Of(string.Join(' ', original), 3)), MinHash.BandsOf(Shingles.Of(string.Join(' ', copy), 3)));
            seen += left.Where((key, band) => key == right[band]).Any() ? 1 : 0;
            all++;
        }

        // Three standard deviations of a share of 1,500.
        Assert.InRange(seen / (double)all, (expected / all) - 0.04, (expected / all) + 0.04);
    }

    [Fact]
    public void Chinese_is_compared_by_characters() =>
        Assert.InRange(NearDuplicateIndex.Similarity("请写一篇关于灯塔守护人的长篇小说，情节曲折。", "请写一篇关于灯塔守护人的长篇小说，情节感人。"), 0.6, 0.9);

    [Fact]
    public void Texts_without_words_are_nobodys_duplicates()
    {
        var index = new NearDuplicateIndex(static _ => "");
        Assert.Null(index.Add("…"));
        Assert.Null(index.Add("…"));
    }

    [Fact]
    public void Many_copies_of_one_text_take_one_comparison_each()
    {
        var read = 0;
        var text = string.Join(' ', Words(new Random(1), 100, 1_000));
        var index = new NearDuplicateIndex(_ =>
        {
            read++;
            return text;
        });
        Assert.Null(index.Add(text));
        for (var i = 0; i < 5_000; i++)
            Assert.Equal(0, index.Add(text));
        Assert.Equal(1, index.Count);
        Assert.InRange(read, 0, 1);
    }

    private static List<string> Words(Random random, int count, int vocabulary) => [.. Enumerable.Range(0, count).Select(_ => "w" + random.Next(vocabulary))];

    private static List<string> Edit(List<string> words, Random random, int edits, int vocabulary)
    {
        var copy = words.ToList();
        for (var i = 0; i < edits; i++)
        {
            var at = random.Next(copy.Count);
            switch (random.Next(3))
            {
                case 0:
                    copy[at] = "w" + random.Next(vocabulary);
                    break;
                case 1:
                    copy.Insert(at, "w" + random.Next(vocabulary));
                    break;
                default:
                    if (copy.Count > 10)
                        copy.RemoveAt(at);
                    break;
            }
        }

        return copy;
    }

    private static double PlainJaccard(List<string> left, List<string> right)
    {
        static HashSet<(string, string, string)> Triples(List<string> words) => [.. Enumerable.Range(0, words.Count - 2).Select(i => (words[i], words[i + 1], words[i + 2]))];
        var (a, b) = (Triples(left), Triples(right));
        var common = a.Count(b.Contains);
        return (double)common / (a.Count + b.Count - common);
    }
}
