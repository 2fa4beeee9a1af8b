using System.Text;
using System.Text.Json.Nodes;

namespace LongWriter.Tests;

public sealed class EncodingTests : IDisposable
{
    private readonly TestTokenizers _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<bool, bool, int, bool> ByteLevelForms => new() { { false, false, 3, false }, { true, false, 1, false }, { false, true, 3, false }, { true, false, 1, true } };

    [Theory]
    [MemberData(nameof(ByteLevelForms))]
    public void Byte_level_ids_equal_those_of_a_plain_merge_loop(bool asPairs, bool ignoreMerges, int digits, bool compose)
    {
        var merges = TestTokenizers.ByteMerges(digits);
        var vocabulary = TestTokenizers.ByteVocabulary(merges);
        var whole = NaiveBpe.Alphabet(Encoding.UTF8.GetBytes(" world"));
        vocabulary.Add(whole, vocabulary.Count);
        var tokenizer = ModelTokenizers.Load(_files.Write(TestTokenizers.ByteLevel(vocabulary, merges, asPairs, ignoreMerges, digits == 3 ? SplitPattern.Llama3 : SplitPattern.Qwen2, compose)));
        var ranks = merges.Select((pair, rank) => (pair, rank)).ToDictionary(entry => entry.pair, entry => entry.rank);

        foreach (var text in FuzzedText.Strings(500, 7, surrogates: !compose).Where(text => !compose || text.All(character => character < 0x300)))
        {
            // The non-special token cuts the text; the special ones do not.
            var expected = new List<int>();
            foreach (var (segment, index) in text.Split("<tool>").Select((segment, index) => (segment, index)))
            {
                if (index > 0)
                    expected.Add(vocabulary.Count + 2);

                foreach (var word in NaiveBpe.Llama3Words(segment, digits))
                {
                    var mapped = NaiveBpe.Alphabet(Encoding.UTF8.GetBytes(word));
                    if (ignoreMerges && vocabulary.TryGetValue(mapped, out var id))
                        expected.Add(id);
                    else
                        expected.AddRange(NaiveBpe.Merge([.. mapped.Select(character => character.ToString())], (left, right) => ranks.TryGetValue((left, right), out var rank) ? rank : null).Select(part => vocabulary[part]));
                }
            }

            Assert.Equal(expected, tokenizer.Encode(text));
        }

        Assert.Equal(ignoreMerges, tokenizer.Encode(" world").SequenceEqual([vocabulary[whole]]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SentencePiece_style_ids_equal_those_of_a_plain_merge_loop(bool metaspace)
    {
        var (vocabulary, merges) = TestTokenizers.Pieces();
        var tokenizer = ModelTokenizers.Load(_files.Write(TestTokenizers.Llama2(metaspace)));
        var ranks = merges.Select((pair, rank) => (pair, rank)).ToDictionary(entry => entry.pair, entry => entry.rank);

        foreach (var text in FuzzedText.Strings(500, 8))
            Assert.Equal(Expected(text, metaspace, vocabulary, (left, right) => ranks.TryGetValue((left, right), out var rank) ? rank : null), tokenizer.Encode(text));
    }

    [Fact]
    public void A_SentencePiece_model_gives_the_ids_of_a_plain_merge_loop()
    {
        var (vocabulary, _) = TestTokenizers.Pieces();
        var folder = _files.Folder();
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.model"), TestTokenizers.SentencePieceModel());
        var tokenizer = ModelTokenizers.Load(folder);

        foreach (var text in FuzzedText.Strings(400, 9))
        {
            var ids = tokenizer.Encode(text);
            Assert.Equal(Expected(text, false, vocabulary, (left, right) => vocabulary.TryGetValue(left + right, out var id) && id >= 259 ? id : null), ids);
        }

        Assert.Equal(1, tokenizer.BosTokenId);
    }

    [Fact]
    public void A_tiktoken_style_file_gives_the_ids_of_a_plain_merge_loop()
    {
        var vocabulary = TestTokenizers.ByteVocabulary(TestTokenizers.ByteMerges(3));
        var tokenizer = ModelTokenizers.Load(WriteTiktoken(vocabulary));

        foreach (var text in FuzzedText.Strings(500, 10, surrogates: true))
        {
            var expected = NaiveBpe.Llama3Words(text, 3).Select(word => NaiveBpe.Alphabet(Encoding.UTF8.GetBytes(word))).SelectMany(word =>
                vocabulary.TryGetValue(word, out var whole) ? [whole] : NaiveBpe.Merge([.. word.Select(character => character.ToString())], (left, right) => vocabulary.TryGetValue(left + right, out var rank) ? rank : null).Select(part => vocabulary[part]));
            Assert.Equal(expected, tokenizer.Encode(text));
        }

        Assert.Equal(vocabulary.Count + 2, tokenizer.SpecialTokens["[gMASK]"]);
        Assert.Equal([vocabulary.Count + 2, vocabulary.Count + 4], tokenizer.Encode("[gMASK]<sop>", parseSpecial: true));
        Assert.Null(tokenizer.BosTokenId);
        Assert.Equal(vocabulary.Count, tokenizer.EosTokenId);
    }

    [Fact]
    public void A_special_token_in_a_text_is_text_unless_asked_for()
    {
        var merges = TestTokenizers.ByteMerges(3);
        var vocabulary = TestTokenizers.ByteVocabulary(merges);
        var tokenizer = ModelTokenizers.Load(_files.Write(TestTokenizers.ByteLevel(vocabulary, merges, false, false, SplitPattern.Llama3, false)));

        var plain = tokenizer.Encode("a<|eot_id|>b");
        Assert.DoesNotContain(vocabulary.Count + 1, plain);
        Assert.Equal("a<|eot_id|>b", tokenizer.Decode(plain));
        Assert.Equal([vocabulary["a"], vocabulary.Count + 1, vocabulary["b"]], tokenizer.Encode("a<|eot_id|>b", parseSpecial: true));
        Assert.Equal("ab", tokenizer.Decode(tokenizer.Encode("a<|eot_id|>b", true)));
        Assert.Equal("a<|eot_id|>b", tokenizer.Decode(tokenizer.Encode("a<|eot_id|>b", true), skipSpecial: false));
        Assert.Equal(vocabulary.Count, tokenizer.BosTokenId);
        Assert.Equal(vocabulary.Count + 3, tokenizer.VocabularySize);
    }

    [Fact]
    public void Added_tokens_keep_their_flags()
    {
        var merges = TestTokenizers.ByteMerges(3);
        var vocabulary = TestTokenizers.ByteVocabulary(merges);
        var first = vocabulary.Count;
        var file = TestTokenizers.ByteLevel(vocabulary, merges, false, false, SplitPattern.Llama3, true);
        file["added_tokens"] = new JsonArray(
            TestTokenizers.Added(first, "<l>", false, left: true),
            TestTokenizers.Added(first + 1, "<r>", false, right: true),
            TestTokenizers.Added(first + 2, "word", false, word: true),
            TestTokenizers.Added(first + 3, "\u00E9t\u00E9", false, normalized: true),
            TestTokenizers.Added(first + 4, "<l><r>", false, normalized: false));
        var tokenizer = ModelTokenizers.Load(_files.Write(file));
        var (a, b, space) = (vocabulary["a"], vocabulary["b"], vocabulary["Ġ"]);

        Assert.Equal([a, first, space, b], tokenizer.Encode("a \t<l> b"));
        Assert.Equal([a, space, first + 1, b], tokenizer.Encode("a <r> \n b"));
        Assert.Equal([first + 2], tokenizer.Encode("word"));
        Assert.Equal([vocabulary["!"], first + 2, vocabulary["-"]], tokenizer.Encode("!word-"));
        Assert.DoesNotContain(first + 2, tokenizer.Encode("swords"));
        Assert.DoesNotContain(first + 2, tokenizer.Encode("word_"));
        Assert.Equal([first + 3], tokenizer.Encode("e\u0301te\u0301"));
        Assert.Equal([first + 4], tokenizer.Encode("<l><r>"));
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('語')]
    [InlineData('\u0301')]
    [InlineData('<')]
    public void A_megabyte_of_one_character_takes_seconds_at_most_and_comes_back(char character)
    {
        var text = new string(character, 1 << 20);
        var folder = _files.Folder();
        ByteLevelVocabulary.Write(folder, 2000);

        foreach (var tokenizer in new[] { ModelTokenizers.Load(folder), ModelTokenizers.Load(_files.Write(TestTokenizers.Llama2(false))) })
        {
            var ids = tokenizer.Encode(text);
            Assert.InRange(ids.Count, 1 << 12, 3 << 20);
            Assert.Equal(text, tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void Long_words_are_merged_as_short_ones_are()
    {
        var merges = TestTokenizers.ByteMerges(3);
        var vocabulary = TestTokenizers.ByteVocabulary(merges);
        var tokenizer = ModelTokenizers.Load(_files.Write(TestTokenizers.ByteLevel(vocabulary, merges, false, false, SplitPattern.Llama3, false)));
        var ranks = merges.Select((pair, rank) => (pair, rank)).ToDictionary(entry => entry.pair, entry => entry.rank);
        var random = new Random(4);

        foreach (var length in (int[])[47, 48, 49, 50, 96, 200, 700])
        {
            var word = string.Concat(Enumerable.Range(0, length).Select(_ => "lowernstidhab"[random.Next(13)]));
            var expected = NaiveBpe.Merge([.. word.Select(character => character.ToString())], (left, right) => ranks.TryGetValue((left, right), out var rank) ? rank : null).Select(part => vocabulary[part]);
            Assert.Equal(expected, tokenizer.Encode(word));
        }
    }

    [Fact]
    public async Task One_tokenizer_serves_many_threads()
    {
        var folder = _files.Folder();
        ByteLevelVocabulary.Write(folder, 3000);
        var tokenizer = ModelTokenizers.Load(folder);
        var texts = FuzzedText.Strings(300, 11).ToList();
        var expected = texts.Select(text => tokenizer.Encode(text).ToArray()).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < texts.Count; i++)
                Assert.Equal(expected[i], tokenizer.Encode(texts[i]));
        })));
    }

    private string WriteTiktoken(Dictionary<string, int> vocabulary)
    {
        var folder = _files.Folder();
        var bytes = Enumerable.Range(0, 256).ToDictionary(value => NaiveBpe.Alphabet([(byte)value])[0], value => (byte)value);
        File.WriteAllLines(Path.Combine(folder, "tokenizer.model"), vocabulary.Select(pair => $"{Convert.ToBase64String([.. pair.Key.Select(character => bytes[character])])} {pair.Value}"));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"tokenizer_class":"ChatGLM4Tokenizer","eos_token":"<|endoftext|>"}""");
        return folder;
    }

    private static List<int> Expected(string text, bool onlyFirst, Dictionary<string, int> vocabulary, Func<string, string, int?> rankOf)
    {
        var ids = new List<int>();
        if (text.Length == 0)
            return ids;

        text = text.Replace(' ', '▁');
        text = onlyFirst && text[0] == '▁' ? text : "▁" + text;
        var parts = text.EnumerateRunes().SelectMany(rune => vocabulary.ContainsKey(rune.ToString()) ? [rune.ToString()] : Encoding.UTF8.GetBytes(rune.ToString()).Select(value => $"<0x{value:X2}>")).ToList();
        return [.. NaiveBpe.Merge(parts, rankOf).Select(part => vocabulary[part])];
    }
}
