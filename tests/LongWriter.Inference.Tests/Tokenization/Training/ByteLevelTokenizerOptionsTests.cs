namespace LongWriter.Tests;

/// <summary>Options that cannot be met are one kind of error, before any text is read.</summary>
public sealed class ByteLevelTokenizerOptionsTests
{
    public static TheoryData<string, Action<ByteLevelTokenizerOptions>> Unusable => new()
    {
        { "257", options => options.VocabularySize = 256 },
        { "259", options => (options.VocabularySize, options.SpecialTokens) = (258, ["<a>", "<b>", "<c>"]) },
        { "259", options => (options.VocabularySize, options.Template) = (258, "chatml") },
        { "VocabularySize", options => options.VocabularySize = -1 },
        { "VocabularySize", options => options.VocabularySize = int.MaxValue },
        { "MinimumFrequency", options => options.MinimumFrequency = 0 },
        { "'<a>' twice", options => options.SpecialTokens = ["<a>", "<b>", "<a>"] },
        { "0 characters", options => options.SpecialTokens = [""] },
        { "1025 characters", options => options.SpecialTokens = [new string('<', 1025)] },
        { "surrogate", options => options.SpecialTokens = ["<\uD800>"] },
        { "'a'", options => options.SpecialTokens = ["a"] },
        { "'Ġthe'", options => options.SpecialTokens = ["Ġthe"] },
        { "chatml, llama-3", options => options.Template = "unheard-of" },
        { "Eos is '<end>'", options => options.Eos = "<end>" },
        { "Bos", options => options.Bos = "<begin>" },
        { "Pad", options => options.Pad = "<pad>" },
        { "(unclosed", options => options.Pattern = "(unclosed" },
        { @"\b", options => options.Pattern = @"\bword" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void What_cannot_be_met_is_an_error_that_names_it(string part, Action<ByteLevelTokenizerOptions> change)
    {
        var options = new ByteLevelTokenizerOptions();
        change(options);

        var error = Assert.Throws<LongWriterException>(() => new ByteLevelTokenizerTrainer(options));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_smallest_vocabulary_is_bytes_and_special_tokens()
    {
        var tokenizer = new ByteLevelTokenizerTrainer(new() { VocabularySize = 257 }).Train(["aaaa"]);

        Assert.Equal((257, 0), (tokenizer.VocabularySize, tokenizer.MergeCount));
    }

    [Fact]
    public void Missing_tokens_of_a_template_follow_the_given_ones()
    {
        var tokenizer = new ByteLevelTokenizerTrainer(new() { SpecialTokens = ["<note>", "<|im_end|>"], Template = "ChatML" }).Train(["text"]);

        Assert.Equal(["<note>", "<|im_end|>", "<|endoftext|>", "<|im_start|>"], tokenizer.SpecialTokens.OrderBy(token => token.Value).Select(token => token.Key));
        Assert.Equal([0, 1, 2, 3], tokenizer.SpecialTokens.Values.Order());
    }
}
