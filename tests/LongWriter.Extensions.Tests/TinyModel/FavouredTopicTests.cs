using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>With the shipped tokenizer: " kezar" is " ke", "z", "ar" to it, " lomak" is " lom", "ak", and a word with x begins with a space alone.</summary>
public sealed class FavouredTopicTests
{
    private static readonly Lazy<ModelTokenizer> Tokenizer = new(static () => ModelTokenizers.Load(LongWriterTiny.Folder));

    [Theory]
    [InlineData("Write a section.\nWrite a 500-word story about the blue kezar.\nSo far:\n", " ke", 3)]
    [InlineData("Write a section.\nWrite a 500-word story about the lomak.\nSo far:\n", " lom", 6)]
    [InlineData("Write a section.\nWrite a 500-word story about the lantern.\nSo far:\n", " lantern", 6)]
    public async Task Of_a_section_the_nouns_beginning_becomes_likelier_and_a_short_one_less(string prompt, string beginning, float bias) =>
        Assert.Equal([(beginning, bias)], await BiasAsync(prompt));

    [Fact]
    public async Task Of_a_section_what_goes_on_with_three_letters_does_too() =>
        Assert.Equal([(" bu", 3f), ("hak", 2f)], await BiasAsync("Write a section.\nWrite a 500-word story about the buhak.\nSo far:\n"));

    [Theory]
    [InlineData("Write a 500-word story about the lomak.", new[] { " lom", "ak" }, new[] { 6f, 2 })]
    [InlineData("Write a 500-word story about the kezar.", new[] { " ke", "z", "ar" }, new[] { 3f, 2, 2 })]
    [InlineData("Plan this text.\nWrite a 500-word story about the blue kezar.\nWords: 0500", new[] { " ke", "z", "ar" }, new[] { 3f, 2, 2 })]
    [InlineData("Plan this text.\nWrite a 500-word story about the lomak.\nWords: 0500", new[] { " lom", "ak" }, new[] { 6f, 2 })]
    [InlineData("Plan the 0012 parts of this text.\nWrite a story about the lomak.\nWords: 9000", new[] { " lom", "ak" }, new[] { 6f, 2 })]
    public async Task Of_a_plan_and_of_a_whole_text_what_goes_on_does_too(string prompt, string[] pieces, float[] biases) =>
        Assert.Equal(pieces.Zip(biases), await BiasAsync(prompt));

    [Fact]
    public async Task A_space_alone_does_not_become_likelier()
    {
        Assert.Equal([("x", 3f), ("one", 2f)], await BiasAsync("Write a section.\nWrite a story about the xylophone.\nSo far:\n"));
        Assert.DoesNotContain(await BiasAsync("Plan this text.\nWrite a story about the xylophone.\nWords: 0500"), static b => string.IsNullOrWhiteSpace(b.Piece));
    }

    [Theory]
    [InlineData("Write a story about the lomak.", " lom")]
    [InlineData("Write a 500-word story.\nIt is about the lomak.", " lom")]
    [InlineData("Write a long story.", null)]
    public async Task Only_the_task_says_what_a_text_is_about(string task, string? beginning)
    {
        const string Text = "Anna asked Tom about the mill.";
        var prompts = TinyPrompts.English;
        (string, string)[] step = [("number", "2"), ("count", "3"), ("point", "Tom talks about the bread"), ("words", "150"), ("place", prompts.PlaceMiddle)];
        var head = PromptTemplate.Fill(prompts.WriteHead, ("task", task), ("details", "Title: All about the well\n")) + Text + "\n\n";
        string[] asked =
        [
            head + PromptTemplate.Fill(prompts.Step, [.. step, ("feedback", "")]),
            head + PromptTemplate.Fill(prompts.ContinueStep, [.. step, ("draft", Text)]),
            PromptTemplate.Fill(prompts.Plan, ("task", task), ("details", "Title: All about the well\n"), ("length", "Words: 0500")),
            PromptTemplate.Fill(prompts.PlanParts, ("task", task), ("details", "Title: All about the well\n"), ("parts", "0012"), ("words", "9000")),
            PromptTemplate.Fill(prompts.PlanPart, ("task", task), ("details", ""), ("number", "2"), ("part", "Tom talks about the bread"), ("words", "1000")),
        ];

        foreach (var prompt in asked)
            Assert.Equal(beginning, (await BiasAsync(prompt)).Select(static b => b.Piece).FirstOrDefault());
    }

    [Fact]
    public async Task A_draft_that_is_shortened_or_summed_up_is_no_task()
    {
        const string Text = "Anna asked Tom about the mill.";

        Assert.Empty(await BiasAsync(PromptTemplate.Fill(TinyPrompts.English.Shorten, ("draft", Text), ("words", "0100"))));
        Assert.Empty(await BiasAsync(PromptTemplate.Fill(TinyPrompts.English.Summarize, ("summary", ""), ("text", Text), ("words", "0100"))));
    }

    [Fact]
    public async Task The_apps_own_bias_holds_also_an_empty_one()
    {
        var own = new ChatOptions { AdditionalProperties = new() { ["logit_bias"] = new Dictionary<int, float>() } };

        Assert.Same(own, await AskAsync("Write a story about a lomak.", own));
    }

    [Fact]
    public async Task A_bias_in_the_models_own_sampling_holds()
    {
        var sampling = LongWriterTiny.Sampling with { LogitBias = new Dictionary<int, float> { [7] = -1 } };

        Assert.Null(await AskAsync("Write a story about a lomak.", null, sampling));
        Assert.NotNull(await AskAsync("Write a story about a lomak.", null, LongWriterTiny.Sampling));
    }

    [Fact]
    public async Task A_bias_that_a_call_starts_from_holds()
    {
        var biased = new ChatOptions { RawRepresentationFactory = static _ => new SamplingOptions { LogitBias = new Dictionary<int, float> { [7] = -1 } } };
        var other = new ChatOptions { RawRepresentationFactory = static _ => new SamplingOptions() };

        Assert.Same(biased, await AskAsync("Write a story about a lomak.", biased));
        Assert.NotSame(other, await AskAsync("Write a story about a lomak.", other));
    }

    [Fact]
    public async Task Options_that_the_app_gave_are_not_changed()
    {
        var own = new ChatOptions { Temperature = 0.3f };
        var sent = await AskAsync("Write a story about a lomak.", own);

        Assert.Null(own.AdditionalProperties);
        Assert.Equal(0.3f, sent!.Temperature);
    }

    private static async Task<IEnumerable<(string Piece, float Bias)>> BiasAsync(string prompt)
    {
        var options = await AskAsync(prompt, null);
        return options is null ? [] : Assert.IsType<Dictionary<int, float>>(options.AdditionalProperties!["logit_bias"]).Select(static b => (Tokenizer.Value.Decode([b.Key]), b.Value)).ToList();
    }

    private static async Task<ChatOptions?> AskAsync(string prompt, ChatOptions? options, SamplingOptions? sampling = null)
    {
        ChatOptions? sent = null;
        using var client = new FavouredTopic(new ChatClientBuilder(new SimulatedChatClient()).Use(async (messages, given, next, token) =>
        {
            sent = given;
            await next(messages, given, token);
        }).Build(), Tokenizer.Value, sampling);
        await client.GetResponseAsync([new(ChatRole.User, prompt)], options);
        return sent;
    }
}
