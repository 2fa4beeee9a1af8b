using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class SimulatedChatClientTests
{
    [Fact]
    public async Task The_same_seed_and_request_give_the_same_text()
    {
        var prompt = Prompts.Step("en", 300);
        using var one = new SimulatedChatClient(new() { Seed = 7, Noise = 0.2 });
        using var two = new SimulatedChatClient(new() { Seed = 7, Noise = 0.2 });
        using var other = new SimulatedChatClient(new() { Seed = 8, Noise = 0.2 });

        var text = (await one.GetResponseAsync(prompt)).Text;

        Assert.Equal(text, (await two.GetResponseAsync(prompt)).Text);
        Assert.Equal(text, (await one.GetResponseAsync(prompt)).Text);
        Assert.NotEqual(text, (await other.GetResponseAsync(prompt)).Text);
        Assert.NotEqual(text, (await one.GetResponseAsync(prompt + " ")).Text);
    }

    [Fact]
    public async Task Splitting_the_prompt_into_parts_or_messages_changes_nothing()
    {
        var prompt = Prompts.Step("en", 300, textSoFar: "The tide comes in. The tide goes out.");
        using var client = new SimulatedChatClient(new() { Seed = 7 });
        var whole = await client.GetResponseAsync(prompt);

        var parts = await client.GetResponseAsync(
            [new ChatMessage(ChatRole.User, [new TextContent(prompt[..100]), new TextContent(prompt[100..400]), new TextContent(prompt[400..])])]);
        var messages = await client.GetResponseAsync(
            [new ChatMessage(ChatRole.User, prompt[..100]), new ChatMessage(ChatRole.User, prompt[100..])]);

        Assert.Equal(whole.Text, parts.Text);
        Assert.Equal(whole.Text, messages.Text);
    }

    [Fact]
    public async Task The_request_s_seed_and_temperature_change_the_text_and_the_model_does_not()
    {
        var prompt = Prompts.Step("en", 100);
        using var client = new SimulatedChatClient();
        var plain = (await client.GetResponseAsync(prompt)).Text;

        Assert.NotEqual(plain, (await client.GetResponseAsync(prompt, new() { Seed = 5 })).Text);
        Assert.NotEqual(plain, (await client.GetResponseAsync(prompt, new() { Temperature = 0.5f })).Text);
        var named = await client.GetResponseAsync(prompt, new() { ModelId = "m" });
        Assert.Equal(plain, named.Text);
        Assert.Equal("m", named.ModelId);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_stream_gives_the_text_of_the_plain_call_in_small_updates(string language)
    {
        var prompt = Prompts.Step(language, 200);
        using var client = new SimulatedChatClient(new() { Seed = 3, HeadingShare = 1 });
        var whole = await client.GetResponseAsync(prompt);

        var updates = await client.GetStreamingResponseAsync(prompt).ToListAsync();
        var response = updates.ToChatResponse();

        Assert.Equal(whole.Text, string.Concat(updates.Select(u => u.Text)));
        Assert.All(updates.SkipLast(1), u => Assert.InRange(Prompts.Count(language, u.Text), 1, 12));
        Assert.True(updates.Count > 20);
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Single(updates, u => u.FinishReason is not null);
        Assert.Equal(whole.Usage!.OutputTokenCount, response.Usage!.OutputTokenCount);
        Assert.Equal(whole.Usage.InputTokenCount, response.Usage.InputTokenCount);
        Assert.Equal(whole.Usage.InputTokenCount + whole.Usage.OutputTokenCount, response.Usage.TotalTokenCount);
    }

    [Theory]
    [InlineData("en", 60)]
    [InlineData("en", 1)]
    [InlineData("zh", 61)]
    public async Task An_output_cap_yields_the_start_of_the_uncapped_text(string language, int cap)
    {
        var prompt = Prompts.Step(language, 400);
        using var client = new SimulatedChatClient(new() { Seed = 3 });
        using var deaf = new SimulatedChatClient(new() { Seed = 3, IgnoresOutputCap = true });
        var whole = (await client.GetResponseAsync(prompt)).Text;

        var cut = await client.GetResponseAsync(prompt, new() { MaxOutputTokens = cap });
        var streamed = await client.GetStreamingResponseAsync(prompt, new() { MaxOutputTokens = cap }).ToChatResponseAsync();
        var ignored = await deaf.GetResponseAsync(prompt, new() { MaxOutputTokens = cap });

        Assert.StartsWith(cut.Text, whole, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Length, cut.FinishReason);
        Assert.InRange(cut.Usage!.OutputTokenCount!.Value, cap - 3, cap);
        Assert.Equal(cut.Text, streamed.Text);
        Assert.Equal(ChatFinishReason.Length, streamed.FinishReason);
        Assert.Equal(whole, ignored.Text);
        Assert.Equal(ChatFinishReason.Stop, ignored.FinishReason);
    }

    [Fact]
    public async Task A_cap_that_is_not_reached_leaves_the_answer_alone()
    {
        var prompt = Prompts.Step("en", 100);
        using var client = new SimulatedChatClient();
        var whole = await client.GetResponseAsync(prompt);

        var capped = await client.GetResponseAsync(prompt, new() { MaxOutputTokens = (int)whole.Usage!.OutputTokenCount!.Value });

        Assert.Equal(whole.Text, capped.Text);
        Assert.Equal(ChatFinishReason.Stop, capped.FinishReason);
    }

    [Theory]
    [InlineData("en", 1.1, 1.5)]
    [InlineData("zh", 0.55, 0.85)]
    public async Task Tokens_a_word_are_those_of_usual_tokenizers(string language, double least, double most)
    {
        using var client = new SimulatedChatClient(new() { HeadingShare = 0 });

        var response = await client.GetResponseAsync(Prompts.Step(language, 2_000));

        Assert.InRange(response.Usage!.OutputTokenCount!.Value / 2_000.0, least, most);
    }

    [Fact]
    public async Task Responders_come_first_and_see_what_is_asked()
    {
        SimulatedRequest? seen = null;
        var options = new SimulatedWriterOptions
        {
            Responders =
            {
                _ => null,
                r => r.Kind == SimulatedRequestKind.Section ? new SimulatedAnswer("mine, all mine") { Reasoning = "thinking" } : null,
                r =>
                {
                    seen = r;
                    return null;
                },
            },
        };
        using var client = new SimulatedChatClient(options);

        var section = await client.GetStreamingResponseAsync(Prompts.Step("en", 100)).ToChatResponseAsync();
        var capped = await client.GetResponseAsync(Prompts.Step("en", 100), new() { MaxOutputTokens = 1 });
        await client.GetResponseAsync(Prompts.Continue("zh", "半句", 120));

        Assert.Equal("mine, all mine", section.Text);
        Assert.Equal("thinking", Assert.Single(section.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
        Assert.Equal("mine", capped.Text);
        Assert.Equal(SimulatedRequestKind.Continuation, seen!.Kind);
        Assert.Equal("zh", seen.Language);
        Assert.Equal(120, seen.AskedWords);
        Assert.Equal("半句", seen.Draft);
        Assert.Equal((2, 8), (seen.SectionNumber, seen.SectionCount));
        Assert.Equal(Prompts.ChinesePoint, seen.Subject);
    }

    [Fact]
    public async Task Waits_go_by_the_given_clock()
    {
        var clock = new FakeTimeProvider();
        using var client = new SimulatedChatClient(new() { FirstUpdateDelay = TimeSpan.FromMinutes(2), UpdateDelay = TimeSpan.FromSeconds(1), TimeProvider = clock });
        await using var updates = client.GetStreamingResponseAsync(Prompts.Step("en", 100)).GetAsyncEnumerator();

        var first = updates.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await first);

        var second = updates.MoveNextAsync().AsTask();
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await second);
    }

    [Fact]
    public async Task Cancelling_ends_a_stream()
    {
        using var client = new SimulatedChatClient();
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetStreamingResponseAsync(Prompts.Step("en", 500), null, cancel.Token))
                cancel.Cancel();
        });
    }

    [Fact]
    public void A_setting_out_of_range_names_itself()
    {
        Assert.Equal("Bias", Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedChatClient(new() { Bias = 0 })).ParamName);
        Assert.Equal("Noise", Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedChatClient(new() { Noise = double.NaN })).ParamName);
        Assert.Equal("RepeatShare", Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedChatClient(new() { RepeatShare = 1.1 })).ParamName);
    }

    [Fact]
    public void It_says_who_it_is()
    {
        using var client = new SimulatedChatClient(new() { ModelId = "writer" });

        Assert.Equal("writer", client.GetService<ChatClientMetadata>()!.DefaultModelId);
        Assert.Same(client, client.GetService<SimulatedChatClient>());
        Assert.Null(client.GetService(typeof(SimulatedChatClient), "key"));
    }

    [Fact]
    public async Task Many_threads_get_the_answers_of_one()
    {
        using var client = new SimulatedChatClient(new() { Seed = 1, Noise = 0.3 });
        var prompts = Enumerable.Range(1, 40).Select(i => Prompts.Step("en", 100 + i, i, 40)).ToList();
        var alone = new List<string>();
        foreach (var prompt in prompts)
            alone.Add((await client.GetResponseAsync(prompt)).Text);

        var together = await Task.WhenAll(prompts.Select(p => Task.Run(async () => (await client.GetResponseAsync(p)).Text)));

        Assert.Equal(alone, together);
    }
}
