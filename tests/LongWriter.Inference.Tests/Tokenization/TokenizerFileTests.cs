using System.Text;
using System.Text.Json.Nodes;

namespace LongWriter.Tests;

public sealed class TokenizerFileTests : IDisposable
{
    private readonly TestTokenizers _files = new();

    public void Dispose() => _files.Dispose();

    private static JsonObject Good()
    {
        var merges = TestTokenizers.ByteMerges(3);
        return TestTokenizers.ByteLevel(TestTokenizers.ByteVocabulary(merges), merges, false, false, SplitPattern.Llama3, false);
    }

    private static LongWriterException Refused(string folder, params string[] named)
    {
        var error = Assert.Throws<LongWriterException>(() => ModelTokenizers.Load(folder));
        Assert.Equal(LongWriterError.InvalidModel, error.Error);
        Assert.All(named, name => Assert.Contains(name, error.Message));
        return error;
    }

    [Fact]
    public void A_folder_without_a_tokenizer_is_refused() => Refused(_files.Folder(), "tokenizer.json", "tokenizer.model");

    public static TheoryData<string, string> Faults => new()
    {
        { "model.type", "\"Unigram\"" },
        { "model.vocab", "null" },
        { "model.vocab", "[1,2]" },
        { "model.vocab", "{\"a\":0}" },
        { "model.vocab", "{\"a\":0,\"b\":0}" },
        { "model.vocab", "{\"a\":-1}" },
        { "model.vocab", "{\"a\":1099511627776}" },
        { "model.vocab", "{\"a\":2000000000}" },
        { "model.merges", "null" },
        { "model.merges", "[\"a\"]" },
        { "model.merges", "[\"a b c\"]" },
        { "model.merges", "[[\"a\",\"zzz\"]]" },
        { "model.merges", "[3]" },
        { "model.dropout", "0.1" },
        { "model.unk_token", "\"nowhere\"" },
        { "model.end_of_word_suffix", "\"</w>\"" },
        { "model.ignore_merges", "\"yes\"" },
        { "normalizer", "{\"type\":\"Lowercase\"}" },
        { "normalizer", "{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"x\"}" },
        { "normalizer", "{\"type\":\"NFKC\"}" },
        { "pre_tokenizer", "{\"type\":\"BertPreTokenizer\"}" },
        { "pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}" },
        { "pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"Sideways\"}" },
        { "pre_tokenizer", "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"},{\"type\":\"Digits\"}]}" },
        { "decoder", "{\"type\":\"WordPiece\"}" },
        { "added_tokens", "[{\"id\":0}]" },
        { "added_tokens", "[{\"id\":0,\"content\":\"\"}]" },
        { "added_tokens", "[{\"id\":0,\"content\":\"not the token of id 0\"}]" },
        { "added_tokens", "[{\"id\":4000,\"content\":\"<a>\"},{\"id\":4000,\"content\":\"<a>\"}]" },
        { "added_tokens", "[{\"id\":4000,\"content\":\"\\ud800\"}]" },
        { "added_tokens", "{}" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_by_file_and_field(string field, string value)
    {
        var file = Good();
        var path = field.Split('.');
        var owner = path.Length == 1 ? file : file[path[0]]!.AsObject();
        owner[path[^1]] = "PLACE";
        var folder = _files.Folder();
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), file.ToJsonString().Replace("\"PLACE\"", value));

        var named = value == "{\"a\":0}" ? "vocabulary" : path[^1];
        Refused(folder, "tokenizer.json", named);
    }

    [Fact]
    public void Damaged_files_give_typed_errors_or_tokenizers_that_work()
    {
        var random = new Random(51);
        var file = Encoding.UTF8.GetBytes(Good().ToJsonString());
        var model = TestTokenizers.SentencePieceModel();
        for (var round = 0; round < 300; round++)
        {
            var folder = _files.Folder();
            var (name, bytes) = round % 2 == 0 ? ("tokenizer.json", file) : ("tokenizer.model", model);
            var damaged = random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : (byte[])bytes.Clone();
            for (var hit = random.Next(1, 6); hit > 0 && damaged.Length > 0; hit--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(Path.Combine(folder, name), damaged);
            try
            {
                var tokenizer = ModelTokenizers.Load(folder);
                Assert.NotNull(tokenizer.Decode(tokenizer.Encode("Some text, 文字 and 👍.")));
            }
            catch (LongWriterException error)
            {
                Assert.Equal(LongWriterError.InvalidModel, error.Error);
                Assert.Contains(name, error.Message);
            }
        }
    }

    [Theory]
    [InlineData("AAAA zero\n")]
    [InlineData("!!!! 0\n")]
    [InlineData("YQ== 0\nYQ== 1\n")]
    [InlineData("YQ== 0\nYg== 0\n")]
    [InlineData("YQ== -1\n")]
    [InlineData("YQ== 99999999999\n")]
    [InlineData("YQ==\n")]
    [InlineData("YQ== 0\n")]
    [InlineData("<html>not found</html>")]
    public void A_tiktoken_style_file_that_is_none_is_refused(string content)
    {
        var folder = _files.Folder();
        File.WriteAllText(Path.Combine(folder, "tokenizer.model"), content);
        Refused(folder, "tokenizer.model");
    }

    [Fact]
    public void A_unigram_SentencePiece_model_is_refused()
    {
        var folder = _files.Folder();
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.model"), TestTokenizers.SentencePieceModel(modelType: 1));
        Refused(folder, "tokenizer.model", "model_type");
    }

    [Fact]
    public void Settings_name_the_beginning_the_end_the_template_and_further_tokens()
    {
        var file = Good();
        var tokenizer = ModelTokenizers.Load(_files.Write(file, JsonNode.Parse("""
            {"bos_token":{"content":"<|begin|>"},"eos_token":"<|eot_id|>","add_bos_token":false,
             "added_tokens_decoder":{"5000":{"content":"<|more|>","special":true}},
             "chat_template":[{"name":"tool_use","template":"T"},{"name":"default","template":"D"}]}
            """)));

        Assert.Null(tokenizer.BosTokenId);
        Assert.Equal(tokenizer.SpecialTokens["<|eot_id|>"], tokenizer.EosTokenId);
        Assert.Equal(5000, tokenizer.SpecialTokens["<|more|>"]);
        Assert.Equal(5001, tokenizer.VocabularySize);
        Assert.Equal("D", tokenizer.ChatTemplateText);
        Assert.Equal([5000], tokenizer.Encode("<|more|>", true));
    }

    [Fact]
    public void A_template_in_a_file_of_its_own_counts()
    {
        var folder = _files.Write(Good(), JsonNode.Parse("""{"chat_template":"old"}"""));
        File.WriteAllText(Path.Combine(folder, "chat_template.jinja"), "new");
        Assert.Equal("new", ModelTokenizers.Load(folder).ChatTemplateText);
    }

    [Theory]
    [InlineData("""{"eos_token":"<|nowhere|>"}""", "eos_token")]
    [InlineData("""{"added_tokens_decoder":{"x":{"content":"a"}}}""", "added_tokens_decoder")]
    [InlineData("""{"added_tokens_decoder":{"300":{"content":"<|begin|>x"}},"bos_token":7}""", "bos_token")]
    [InlineData("""[1]""", "tokenizer_config.json")]
    [InlineData("""{"chat_template":"\ud800"}""", "chat_template")]
    public void Settings_of_another_model_are_refused(string settings, string named)
    {
        var folder = _files.Write(Good());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), settings);
        Refused(folder, "tokenizer_config.json", named);
    }

    [Theory]
    [InlineData(261)]
    [InlineData(262)]
    [InlineData(700)]
    [InlineData(32_000)]
    [InlineData(70_000)]
    public void A_generated_vocabulary_has_just_the_size_asked_for(int size)
    {
        var folder = _files.Folder();
        ByteLevelVocabulary.Write(folder, size);
        var tokenizer = ModelTokenizers.Load(folder);

        Assert.Equal(size, tokenizer.VocabularySize);
        Assert.Equal(size, Enumerable.Range(0, size).Select(id => Convert.ToHexString(tokenizer.BytesOf(id).Span)).Where(bytes => bytes.Length > 0).Distinct().Count());
        Assert.Equal(ByteLevelVocabulary.SpecialTokens, tokenizer.SpecialTokens.OrderBy(pair => pair.Value).Select(pair => pair.Key));
        Assert.Equal(size - 5, tokenizer.BosTokenId);
        Assert.Equal(size - 1, tokenizer.EosTokenId);
        Assert.Equal("llama-3", ChatTemplates.For(tokenizer).Name);
        foreach (var text in FuzzedText.Strings(100, 52))
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void A_vocabulary_that_cannot_hold_the_bytes_is_not_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteLevelVocabulary.Write(_files.Folder(), 260));
}
