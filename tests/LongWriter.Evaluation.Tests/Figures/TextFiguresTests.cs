namespace LongWriter.Tests;

public class TextFiguresTests
{
    [Fact]
    public void Distinct_and_repeated_n_grams_are_those_that_one_counts_by_hand()
    {
        // unigrams: 5 of 7 differ; bigrams: ab bc ca ab bd de: 5 of 6; trigrams: all 5 differ
        var figures = Of("alpha beta, gamma! Alpha BETA delta epsilon");

        Assert.Equal(7, figures.Tokens);
        Assert.Equal([5 / 7.0, 5 / 7.0, 5 / 7.0, 4 / 7.0], figures.Distinct);
        Assert.Equal([1 - (5 / 7.0), 1 - (5 / 6.0), 0, 0], figures.Repetition);
        Assert.Equal(5 / 6.0, figures.Diversity, 1e-12);
    }

    [Fact]
    public void Chinese_is_counted_by_characters()
    {
        var figures = Of("天天向上，天天");

        Assert.Equal(6, figures.Tokens);
        // 天天 天向 向上 上天 天天: 4 of 5
        Assert.Equal(1 - (4 / 5.0), figures.Repetition[1], 1e-12);
        Assert.Equal(2, figures.LongestRepeat);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("one", 0, 0)]
    [InlineData("one two three", 0, 0)]
    [InlineData("one two one", 1, 1)]
    [InlineData("a b c x a b c y", 3, 3)]
    [InlineData("go go go go", 3, 2)]
    [InlineData("go go go go go", 4, 2)]
    [InlineData("a b a b a b a", 5, 3)]
    public void The_longest_repeat_may_overlap_and_the_separate_one_not(string text, int longest, int separate)
    {
        var figures = Of(text);

        Assert.Equal((longest, separate), (figures.LongestRepeat, figures.LongestSeparateRepeat));
    }

    [Theory]
    [InlineData(2, 60)]
    [InlineData(3, 200)]
    [InlineData(26, 300)]
    public void Repeats_are_those_of_a_plain_search(int letters, int length)
    {
        var random = new SplitMix((ulong)(letters * length));
        for (var round = 0; round < 40; round++)
        {
            var ids = new int[random.Below(length) + 1];
            for (var i = 0; i < ids.Length; i++)
                ids[i] = random.Below(letters);
            // ids come dense, as TokenText gives them
            ids = Dense(ids);

            var suffixes = new SuffixArray(ids);

            var (longest, separate) = Plain(ids);
            Assert.Equal((longest, separate), (suffixes.LongestRepeat(), suffixes.LongestSeparateRepeat()));
        }
    }

    [Fact]
    public void Every_figure_of_half_a_million_equal_words_is_there_in_seconds()
    {
        var text = string.Concat(Enumerable.Repeat("same ", 500_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var figures = Of(text);

        Assert.Equal((499_999, 250_000), (figures.LongestRepeat, figures.LongestSeparateRepeat));
        Assert.True(figures.CompressionRatio > 100);
        // a quadratic loop would need hours
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    [Fact]
    public void The_moving_ratio_is_the_mean_over_every_window()
    {
        string[] words = [.. Enumerable.Range(0, 700).Select(static i => $"w{i * i % 311}")];

        var plain = Enumerable.Range(0, 201).Average(start => words[start..(start + 500)].Distinct().Count() / 500.0);

        Assert.Equal(plain, Of(string.Join(' ', words)).MovingTypeTokenRatio!.Value, 1e-12);
        Assert.Null(Of(string.Join(' ', words[..499])).MovingTypeTokenRatio);
        Assert.NotNull(Of(string.Join(' ', words[..500])).MovingTypeTokenRatio);
    }

    [Fact]
    public void Duplicate_sentences_are_those_of_eight_words_on()
    {
        const string Long = "The old mill stood beside the quiet river bank.";
        const string Short = "It was late.";

        Assert.Equal(1 / 3.0, Of($"{Long} {Short} Nobody had ever seen the miller leave his house. {Short} THE OLD mill stood, beside the quiet river bank!").DuplicateSentences, 1e-12);
        Assert.Equal(0, Of($"{Short} {Short} {Short}").DuplicateSentences);
        Assert.Equal(0.5, Of("他在河边的老磨坊里住了整整三十年。他在河边的老磨坊里住了整整三十年。").DuplicateSentences);
    }

    [Fact]
    public void Paragraphs_of_one_sentence_are_counted_and_headings_are_none() =>
        Assert.Equal(2 / 3.0, Of("# Title\n\nOne sentence stands here.\n\nTwo stand here. This is the second.\n\nAnd one more.").SingleSentenceParagraphs, 1e-12);

    [Fact]
    public void Stock_phrases_are_counted_in_a_thousand_words_in_both_languages()
    {
        Assert.Equal(1_000 * 2 / 14.0, Of("The bridge is A Testament to skill, and in conclusion it stands there still.").StockPhrases, 1e-9);
        Assert.Equal(1_000 * 1 / 8.0, Of("综上所述，桥很稳固").StockPhrases, 1e-9);
        Assert.Equal(0, Of("The bridge stands.").StockPhrases);
    }

    [Fact]
    public void Compression_is_bytes_by_gzip_bytes()
    {
        var text = string.Join(' ', Enumerable.Range(0, 2_000).Select(static i => $"wörd{i * 7919 % 10007}"));
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        using var stream = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(stream, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(bytes);

        // gzip is the deflate stream between a head of 10 bytes and a tail of 8 (RFC 1952)
        Assert.Equal(bytes.Length / (stream.Length + 18.0), Of(text).CompressionRatio, 1e-12);
    }

    [Fact]
    public void Compression_lies_where_theory_says()
    {
        var random = new SplitMix(4);
        var letters = new char[200_000];
        for (var i = 0; i < letters.Length; i++)
            letters[i] = (char)('a' + random.Below(26));

        // random letters have log2(26) = 4.70 bits each, which no code beats: 8/4.70 = 1.702; whole bits and matches that do not pay cost some more
        Assert.InRange(Of(new(letters)).CompressionRatio, 1.4, 8 / 4.70);
        // deflate copies 258 bytes at a time and writes two bits for it at the least: 1,032 to 1
        Assert.InRange(Of(new('a', 200_000)).CompressionRatio, 500, 1_032);
        Assert.Equal(0, Of("").CompressionRatio);
    }

    private static TextFigures Of(string text) => TextMeasure.Of(TokenText.Read(text));

    private static int[] Dense(int[] ids)
    {
        var known = ids.Distinct().Select(static (id, i) => (id, i)).ToDictionary(static p => p.id, static p => p.i);
        return [.. ids.Select(id => known[id])];
    }

    private static (int Longest, int Separate) Plain(int[] ids)
    {
        int longest = 0, separate = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            for (var j = i + 1; j < ids.Length; j++)
            {
                var length = 0;
                while (j + length < ids.Length && ids[i + length] == ids[j + length])
                    length++;
                longest = Math.Max(longest, length);
                separate = Math.Max(separate, Math.Min(length, j - i));
            }
        }

        return (longest, separate);
    }
}
