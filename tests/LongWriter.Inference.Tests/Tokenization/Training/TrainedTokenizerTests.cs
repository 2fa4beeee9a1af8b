using System.Text;
using System.Text.Json;

namespace LongWriter.Tests;

/// <summary>The files of a trained tokenizer, read back.</summary>
public sealed class TrainedTokenizerTests : IDisposable
{
    private readonly TestTokenizers _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, @"\s?[^\s]+|\s+")]
    public void Any_text_comes_back_from_its_tokens(bool singleDigits, string? pattern)
    {
        var (_, tokenizer) = Make(new() { VocabularySize = 700, SingleDigits = singleDigits, Pattern = pattern });

        foreach (var text in FuzzedText.Strings(400, 21, surrogates: true))
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, @"\s?[^\s]+|\s+")]
    public void The_counted_tokens_are_those_that_the_written_tokenizer_gives(bool singleDigits, string? pattern)
    {
        var (trained, tokenizer) = Make(new() { VocabularySize = 900, SingleDigits = singleDigits, Pattern = pattern });

        Assert.Equal(trained.VocabularySize, tokenizer.VocabularySize);
        Assert.Equal(Texts().Sum(text => (long)tokenizer.Encode(text, parseSpecial: true).Count), trained.Tokens);
        Assert.Equal(Texts().Sum(text => (long)Encoding.UTF8.GetByteCount(text)), trained.Bytes);
    }

    [Fact]
    public void Words_are_encoded_by_the_learned_merges_in_their_order()
    {
        var (trained, tokenizer) = Make(new() { VocabularySize = 700 });
        var ranks = trained.Merges.Select((merge, rank) => (merge, rank)).ToDictionary(pair => pair.merge, pair => pair.rank);

        foreach (var text in FuzzedText.Strings(200, 22))
        {
            var expected = NaiveBpe.Llama3Words(text, 1).SelectMany(word => NaiveBpe.Merge(
                [.. NaiveBpe.Alphabet(Encoding.UTF8.GetBytes(word)).Select(character => character.ToString())],
                (left, right) => ranks.TryGetValue((left, right), out var rank) ? rank : null));

            Assert.Equal(expected, tokenizer.Encode(text).Select(id => NaiveBpe.Alphabet(tokenizer.BytesOf(id).Span)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(@"\s?[^\s]+|\s+")]
    public void With_single_digits_each_digit_is_a_token(string? pattern)
    {
        var (_, tokenizer) = Make(new() { VocabularySize = 900, Pattern = pattern });

        Assert.Equal(["2", "0", "2", "4", "9"], tokenizer.Encode("20249").Select(id => Encoding.UTF8.GetString(tokenizer.BytesOf(id).Span)));
    }

    [Fact]
    public void A_chatml_tokenizer_renders_conversations_and_knows_its_ends()
    {
        var (trained, tokenizer) = Make(new() { VocabularySize = 600, Template = "chatml" });

        var template = ChatTemplates.For(tokenizer);
        var chat = template.Render([new("system", "Be brief."), new("user", "Bees? <|im_end|>")], tokenizer);

        Assert.Equal("chatml", template.Name);
        Assert.Equal("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nBees? <|im_end|><|im_end|>\n<|im_start|>assistant\n", tokenizer.Decode(chat.Ids, skipSpecial: false));
        Assert.Equal(2, chat.Ids.Count(id => id == trained.SpecialTokens["<|im_end|>"]));
        Assert.Equal(trained.SpecialTokens["<|im_end|>"], tokenizer.EosTokenId);
        Assert.Null(tokenizer.BosTokenId);
        Assert.Contains(trained.SpecialTokens["<|endoftext|>"], template.StopTokens(tokenizer));
    }

    [Fact]
    public void A_llama_3_tokenizer_begins_texts_with_its_own_token()
    {
        var (trained, tokenizer) = Make(new() { VocabularySize = 600, Template = "llama-3" });

        Assert.Equal("llama-3", ChatTemplates.For(tokenizer).Name);
        Assert.Equal(trained.SpecialTokens["<|begin_of_text|>"], tokenizer.BosTokenId);
        Assert.Equal(trained.SpecialTokens["<|eot_id|>"], tokenizer.EosTokenId);
    }

    [Fact]
    public void Without_a_template_the_end_of_text_ends_and_fills()
    {
        var (_, tokenizer) = Make(new(), out var folder);

        using var settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tokenizer_config.json")));
        Assert.Equal("<|endoftext|>", settings.RootElement.GetProperty("pad_token").GetString());
        Assert.False(settings.RootElement.TryGetProperty("bos_token", out _));
        Assert.Equal(0, tokenizer.EosTokenId);
        Assert.Null(tokenizer.ChatTemplateText);
    }

    [Fact]
    public void A_special_token_is_one_token_where_it_is_parsed_and_text_elsewhere()
    {
        var (trained, tokenizer) = Make(new() { VocabularySize = 900, SpecialTokens = ["<|endoftext|>", "two words", "\n\n##"], Bos = "two words" });

        foreach (var (token, id) in trained.SpecialTokens)
        {
            Assert.Equal([id], tokenizer.Encode(token, parseSpecial: true));
            Assert.DoesNotContain(id, tokenizer.Encode(token));
            Assert.Equal(token, tokenizer.Decode(tokenizer.Encode(token)));
        }

        Assert.Equal(1, tokenizer.BosTokenId);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error()
    {
        var file = Path.Combine(_files.Folder(), "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<LongWriterException>(() => new ByteLevelTokenizerTrainer().Train(["text"]).Save(file));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts() => [.. FuzzedText.Strings(300, 20), .. TestTokenizers.Corpus, "one<|endoftext|>two 2024 2024 2024"];

    private (TrainedTokenizer Trained, ModelTokenizer Tokenizer) Make(ByteLevelTokenizerOptions options) => Make(options, out _);

    private (TrainedTokenizer Trained, ModelTokenizer Tokenizer) Make(ByteLevelTokenizerOptions options, out string folder)
    {
        folder = _files.Folder();
        var trained = new ByteLevelTokenizerTrainer(options).Train(Texts());
        trained.Save(folder);
        return (trained, ModelTokenizers.Load(folder));
    }
}
