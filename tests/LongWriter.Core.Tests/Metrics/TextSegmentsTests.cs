namespace LongWriter.Tests;

public class TextSegmentsTests
{
    // a bar stands where a sentence is complete
    [Theory]
    [InlineData("It was cold.| The gulls knew.| Nobody ca")]
    [InlineData("Mr. Hale met Dr. Brand in St. Ives.| They spoke, e.g. of rope, i.e. of hemp.| Yes!| No?!| Well…| So")]
    [InlineData("Pi is 3.14 and e is 2.72.| See fig. 3 and no. 4, vol. 2.| No.| He would not.|")]
    [InlineData("J. R. Hale and the U.S. Navy came at 5 p.m. sharp.| It was I.| Then")]
    [InlineData("“It is cold.”| He left.| \"Why?\" he asked.| (See below.)| *Never.*| **Now.**| Th")]
    [InlineData("He waited... and then... nothing.| “What?!” she said.| Go to example.com now.| X")]
    [InlineData("A claim.[1]| Another.[12]| Th")]
    [InlineData("港口很安静。|海鸥也知道！|“你好！”|他说。|价格是3.14元，不贵。|真的吗？|没有说")]
    [InlineData("他说：“走吧。”，然后走了。|她想……也许明天再说。|然")]
    [InlineData("「寒いね。」|と彼は言った。|そして")]
    [InlineData("كيف حالك؟| أنا بخير.| ثم")]
    [InlineData("वह आया।| वह गया।| फिर")]
    [InlineData("Он пришёл в 5 часов, т.е. поздно.| Потом ушёл.| За")]
    [InlineData("Es war kalt, z.B. am Hafen.| „Wirklich?“ fragte er.| „Ja.“| Dann")]
    [InlineData("Il neigeait.| « Vraiment ? » dit-il.| « Oui. »| Pu")]
    [InlineData("# The harbour|\n\nIt was\nold.| It\n")]
    [InlineData("# The harbour")]
    [InlineData("1. First, the rope|\n2. Second, the tar.| Then the sails.|\n3. Third")]
    [InlineData("- salt|\n- rope and tar|\n- hem")]
    [InlineData("He came to\nthe quay and")]
    [InlineData("The tide comes in\nthe tide goes out|\n\nAnd")]
    [InlineData("What we need:\n\n- salt|\n- ro")]
    [InlineData("```\na. B. C.\n```|\n\nSo")]
    [InlineData("Done.|\n\n```\na. B. C.")]
    [InlineData("> It was so.| And\n> so.|\n\nTh")]
    [InlineData("We met Mr.")]
    [InlineData("")]
    [InlineData("   \n\n  ")]
    public void Finds_where_sentences_end(string marked)
    {
        var text = marked.Replace("|", "", StringComparison.Ordinal);
        var expected = new List<int>();
        for (int i = 0, at = 0; i < marked.Length; i++)
        {
            if (marked[i] == '|')
                expected.Add(at);
            else
                at++;
        }

        Assert.Equal(expected, TextSegments.SentenceEnds(text));
        Assert.Equal(expected.Count == 0 ? 0 : expected[^1], TextSegments.LastSentenceEnd(text));
    }

    [Fact]
    public void A_table_is_complete_row_by_row() => Assert.Equal([9, 19], TextSegments.SentenceEnds("| a | b |\n|---|---|\n| 1 | 2"));

    [Theory]
    [InlineData("He left. She said, “It is cold. We must", "He left.")]
    [InlineData("He left. She said, \"It is cold. We must", "He left.")]
    [InlineData("他走了。她说：“天冷了。我们", "他走了。")]
    public void Does_not_stop_inside_an_open_quotation(string text, string expected) => Assert.Equal(expected, text[..TextSegments.LastSentenceEnd(text)]);

    [Fact]
    public void Stops_inside_an_open_quotation_rather_than_lose_a_long_speech()
    {
        var speech = "He left. “" + string.Concat(Enumerable.Repeat("The harbour is older than the town. ", 20));
        Assert.Equal(speech.TrimEnd(), speech[..TextSegments.LastSentenceEnd(speech + "We mu")]);
    }

    [Fact]
    public void Divides_text_into_sentences_and_lines()
    {
        const string Text = "# The harbour\n\nIt was old. It was\nwrapped prose.\nA line of verse\nAnother line\n\n- salt. Much salt.\n- rope\n\n> Quoted words.\n\n| a | b |\n\n```\ncode\n```\n\nAn end";
        var sentences = TextSegments.Sentences(Text, TextLine.Read(Text)).Select(s => Text[s.Start..s.End]);
        Assert.Equal(["The harbour", "It was old.", "It was\nwrapped prose.", "A line of verse", "Another line", "salt.", "Much salt.", "rope", "Quoted words.", "| a | b |", "code", "An end"], sentences);
    }

    [Fact]
    public void Words_are_the_same_whatever_their_case_width_and_quotes()
    {
        Assert.Equal(Hashes("Don’t “stop”, CAFÉ ａｂｃ"), Hashes("don't stop café ABC"));
        Assert.NotEqual(Hashes("the harbour"), Hashes("the harbours"));
        Assert.NotEqual(Hashes("the harbour"), Hashes("harbour the"));

        static IEnumerable<ulong> Hashes(string text) => TextToken.Read(text).Select(t => t.Hash);
    }

    [Theory]
    [InlineData("two words", 8)]
    [InlineData("港口很安静", 10)]
    [InlineData("hyphen-ated it's", 12)]
    [InlineData("กขค", 3)]
    [InlineData("한국어 문장", 8)]
    [InlineData("नमस्ते दुनिया", 8)]
    public void Sizes_are_quarters_of_words(string text, int units) => Assert.Equal(units, TextToken.Read(text).Sum(t => t.Units));

    [Fact]
    public void Rolling_hashes_are_those_of_polynomials_modulo_the_prime()
    {
        var tokens = TextToken.Read("one two three one two three four");
        var hash = new RollingHash(tokens);
        Assert.Equal(hash.Of(0, 3), hash.Of(3, 6));
        Assert.NotEqual(hash.Of(0, 3), hash.Of(1, 4));
        var modulus = System.Numerics.BigInteger.Pow(2, 61) - 1;
        System.Numerics.BigInteger expected = 0;
        foreach (var token in tokens.Skip(2).Take(4))
            expected = (expected * (1_234_567_890_123_456_789 % modulus) + token.Hash) % modulus;
        Assert.Equal(expected, hash.Of(2, 6));
    }
}
