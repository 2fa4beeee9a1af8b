using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public sealed class FavouredTopicTests
{
    [Fact]
    public async Task The_topics_tokens_become_likelier()
    {
        using var model = LocalModel.Open(TinyModelFolder.Path);
        var bias = Assert.IsType<Dictionary<int, float>>((await AskAsync(model, "Plan this text.\nWrite a 500-word story about the small wabol.\nWords: 0500", null))!.AdditionalProperties!["logit_bias"]);

        var tokens = model.Tokenizer.Encode(" wabol");
        Assert.Equal(tokens.Distinct().Order(), bias.Keys.Order());
        Assert.All(bias.Values, static b => Assert.True(b > 0));
    }

    [Fact]
    public async Task In_a_section_only_the_nouns_beginning_does()
    {
        using var model = LocalModel.Open(TinyModelFolder.Path);
        var bias = Assert.IsType<Dictionary<int, float>>((await AskAsync(model, "Write a section.\nWrite a 500-word story about the small wabol.\n", null))!.AdditionalProperties!["logit_bias"]);

        Assert.Equal(model.Tokenizer.Encode(" wabol")[0], Assert.Single(bias).Key);
    }

    [Fact]
    public async Task The_apps_own_bias_holds_also_an_empty_one()
    {
        using var model = LocalModel.Open(TinyModelFolder.Path);
        var own = new ChatOptions { AdditionalProperties = new() { ["logit_bias"] = new Dictionary<int, float>() } };

        Assert.Same(own, await AskAsync(model, "Write a story about a wabol.", own));
    }

    [Fact]
    public async Task Options_that_the_app_gave_are_not_changed()
    {
        using var model = LocalModel.Open(TinyModelFolder.Path);
        var own = new ChatOptions { Temperature = 0.3f };
        var sent = await AskAsync(model, "Write a story about a wabol.", own);

        Assert.Null(own.AdditionalProperties);
        Assert.Equal(0.3f, sent!.Temperature);
    }

    [Fact]
    public async Task An_instruction_without_a_topic_is_left_alone()
    {
        using var model = LocalModel.Open(TinyModelFolder.Path);

        Assert.Null(await AskAsync(model, "Write a long story.", null));
    }

    private static async Task<ChatOptions?> AskAsync(LocalModel model, string prompt, ChatOptions? options)
    {
        ChatOptions? sent = null;
        using var client = new FavouredTopic(new ChatClientBuilder(new SimulatedChatClient()).Use(async (messages, given, next, token) =>
        {
            sent = given;
            await next(messages, given, token);
        }).Build(), model.Tokenizer);
        await client.GetResponseAsync([new(ChatRole.User, prompt)], options);
        return sent;
    }
}
