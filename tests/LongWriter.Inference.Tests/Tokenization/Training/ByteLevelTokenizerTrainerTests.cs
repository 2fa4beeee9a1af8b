namespace LongWriter.Tests;

/// <summary>What is learned, held against a trainer that counts everything anew before each merge.</summary>
public sealed class ByteLevelTokenizerTrainerTests
{
    private const string End = "<|endoftext|>";

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, true)]
    [InlineData(3, 3, false)]
    [InlineData(4, 1, false)]
    public void Merges_are_those_of_a_plain_recount(int seed, int minimum, bool singleDigits)
    {
        var texts = FuzzedText.Strings(60, seed).ToList();

        var learned = Train(texts, 420, minimum, singleDigits);

        var expected = PlainBpeTrainer.Learn(texts, [End], 420, minimum, singleDigits ? 1 : 3);
        Assert.True(expected.Count > 60);
        Assert.Equal(expected, learned.Merges);
    }

    [Fact]
    public void Merges_are_those_of_a_plain_recount_where_few_letters_repeat_and_tokens_are_spelled_twice()
    {
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            var letters = random.Next(1, 4);
            var texts = Enumerable.Range(0, 12).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)('a' + random.Next(letters))))).ToList();

            var learned = Train(texts, 330, 1, true);

            Assert.Equal(PlainBpeTrainer.Learn(texts, [End], 330, 1, 1), learned.Merges);
        }
    }

    [Fact]
    public void The_order_of_the_texts_does_not_matter()
    {
        var texts = FuzzedText.Strings(200, 11).ToList();

        var forward = Train(texts, 400);
        var backward = Train(Enumerable.Reverse(texts), 400);

        Assert.Equal(400, forward.VocabularySize);
        Assert.Equal(forward.Merges, backward.Merges);
        Assert.Equal(forward.Tokens, backward.Tokens);
    }

    [Fact]
    public void Of_equally_frequent_pairs_the_one_of_lower_ids_comes_first()
    {
        // x y, a b and a c once each, and a comes before x, b before c.
        var learned = Train(["xy", "!ac", "!ab"], 260, 1);

        Assert.Equal([("!", "a"), ("x", "y"), ("!a", "b")], learned.Merges);
    }

    [Fact]
    public void Pairs_below_the_minimum_frequency_stay_apart_and_the_vocabulary_stays_small()
    {
        var learned = Train(["ab ab ab cd cd"], 1000, minimum: 3);

        Assert.Equal([("a", "b")], learned.Merges.Where(merge => !merge.Left.Contains('Ġ')));
        Assert.Equal(257 + learned.MergeCount, learned.VocabularySize);
        Assert.DoesNotContain(learned.Merges, merge => (merge.Left + merge.Right).Contains('d'));
    }

    [Fact]
    public void Nothing_is_learned_across_or_out_of_a_special_token()
    {
        var text = string.Concat(Enumerable.Repeat($"x{End}y", 50));

        var learned = Train([text], 400, minimum: 1);

        // What is left of the text is x, y x and y.
        Assert.Equal([("y", "x")], learned.Merges);
        Assert.Equal(50 * End.Length + 100, learned.Bytes);
        Assert.Equal(50 + 49 + 2, learned.Tokens);
    }

    [Fact]
    public void Single_digits_never_merge_and_groups_have_up_to_three()
    {
        var texts = Enumerable.Repeat("in 2024 and 123456, ½½ ٣٤٥", 20).ToList();

        Assert.DoesNotContain(Train(texts, 500).Merges, merge => Digits(merge) > 0);
        Assert.Equal(3, Train(texts, 500, singleDigits: false).Merges.Max(Digits));

        static int Digits((string Left, string Right) merge) => (merge.Left + merge.Right).Count(char.IsAsciiDigit);
    }

    [Fact]
    public void A_long_run_of_one_letter_is_learned_in_tokens_of_bounded_length()
    {
        var learned = Train([new string('a', 200_000)], 4000, minimum: 1);

        Assert.Equal(256, learned.Merges.Max(merge => merge.Left.Length + merge.Right.Length));
        Assert.True(learned.Tokens < 1_000);
    }

    [Fact]
    public void Bytes_are_counted_as_they_are_encoded()
    {
        var learned = Train(["é\uD800"], 257);

        Assert.Equal(2 + 3, learned.Bytes);
        Assert.Equal(5, learned.Tokens);
        Assert.Equal(1, learned.BytesPerToken);
    }

    [Fact]
    public void Texts_without_a_word_are_an_error()
    {
        foreach (string[] texts in (string[][])[[], ["", ""], [End]])
        {
            var error = Assert.Throws<LongWriterException>(() => Train(texts, 300));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        }
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using var source = new CancellationTokenSource();
        var trainer = new ByteLevelTokenizerTrainer();

        Assert.Throws<OperationCanceledException>(() => trainer.Train(Endless(source), source.Token));

        static IEnumerable<string> Endless(CancellationTokenSource source)
        {
            for (var i = 0; ; i++)
            {
                if (i == 10)
                    source.Cancel();
                yield return "again and again";
            }
        }
    }

    private static TrainedTokenizer Train(IEnumerable<string> texts, int size, int minimum = 2, bool singleDigits = true) =>
        new ByteLevelTokenizerTrainer(new() { VocabularySize = size, MinimumFrequency = minimum, SingleDigits = singleDigits }).Train(texts);
}
