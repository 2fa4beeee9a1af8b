using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter.Tests;

public class LocalChatClientTests
{
    [Fact]
    public async Task An_answer_comes_with_its_figures()
    {
        var time = new FixedTime(new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));
        await using var client = Speakers.Client(_ => "Good morning.", out var decoder, time: time);
        var response = await client.GetResponseAsync("Hello");
        Assert.Equal("Good morning.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(Speakers.ModelId, response.ModelId);
        Assert.Equal(time.GetUtcNow(), response.CreatedAt);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Equal(response.ResponseId, response.Messages[0].MessageId);
        // <usr> Hello <end> <ast>; the answer has one piece ("ing"), and the stop token counts.
        Assert.Equal((8L, 0L, 12L, 20L), Figures(response.Usage!));
        Assert.NotEqual(response.ResponseId, (await client.GetResponseAsync("Hello")).ResponseId);
        decoder.AssertSound();
    }

    [Fact]
    public async Task Streaming_gives_whole_characters_as_they_come()
    {
        const string Text = "héllo 😀 世界, the end";
        await using var client = Speakers.Client(Text);
        var (text, updates) = await Speakers.StreamAsync(client, "Hi");
        Assert.Equal(Text, text);
        Assert.True(updates.Count > 10);
        Assert.All(updates, u => Assert.DoesNotContain('\uFFFD', u.Text));
        Assert.All(updates, u => Assert.True(u.Text.EnumerateRunes().All(r => r != Rune.ReplacementChar)));
        Assert.Single(updates.Select(u => u.MessageId).Distinct());
        Assert.All(updates.SkipLast(1), u => Assert.Null(u.FinishReason));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.IsType<UsageContent>(Assert.Single(updates[^1].Contents));
    }

    [Fact]
    public async Task An_unfinished_character_at_the_end_is_not_lost()
    {
        await using var client = Speakers.Client("ab😀");
        var (text, updates) = await Speakers.StreamAsync(client, "Hi", new() { MaxOutputTokens = 4 });
        Assert.Equal("ab\uFFFD", text);
        Assert.Equal(ChatFinishReason.Length, updates[^1].FinishReason);
    }

    [Theory]
    [InlineData("ST")]
    [InlineData("xSTx")]
    [InlineData("TOP")]
    [InlineData("one. STO")]
    [InlineData("OP two")]
    public async Task A_stop_string_over_several_tokens_ends_the_answer_and_is_not_given_out(string stop)
    {
        const string Text = "one. STOP two. xSTx three";
        await using var client = Speakers.Client(Text);
        var options = new ChatOptions { StopSequences = [stop, "never"] };
        var (text, updates) = await Speakers.StreamAsync(client, "Hi", options);
        Assert.Equal(Text[..Text.IndexOf(stop, StringComparison.Ordinal)], text);
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Equal(text, (await client.GetResponseAsync("Hi", options)).Text);
        // Tokens up to the one that completes the string, however far the engine has run ahead.
        var all = new LetterTokenizer().Encode(Text);
        var needed = Enumerable.Range(1, all.Count).First(n => new LetterTokenizer().Decode(all.Take(n)).Contains(stop, StringComparison.Ordinal));
        Assert.Equal(needed, Figures(updates[^1]).Output);
    }

    [Fact]
    public async Task What_only_began_like_a_stop_string_is_given_out()
    {
        await using var client = Speakers.Client("a STO b ST");
        Assert.Equal("a STO b ST", (await client.GetResponseAsync("Hi", new() { StopSequences = ["STOP"] })).Text);
    }

    [Fact]
    public async Task An_answer_with_least_tokens_ends_at_no_string_before()
    {
        await using var client = Speakers.Client("a#b#c#d");
        var options = new ChatOptions { StopSequences = ["#"], AdditionalProperties = new() { ["min_tokens"] = 4 } };
        Assert.Equal("a#b", (await client.GetResponseAsync("Hi", options)).Text);
    }

    [Fact]
    public async Task A_cap_a_full_context_and_a_loop_have_their_finish_reasons()
    {
        await using var client = Speakers.Client(string.Concat(Enumerable.Repeat("well ", 1000)), context: 900);
        Assert.Equal(ChatFinishReason.Length, (await client.GetResponseAsync("Hi", new() { MaxOutputTokens = 10 })).FinishReason);
        var loop = await client.GetResponseAsync("Hi");
        Assert.Equal(LocalChatClient.LoopFinishReason, loop.FinishReason);
        Assert.Equal("loop", loop.FinishReason!.Value.Value);
        var full = await client.GetResponseAsync("Hi", new() { AdditionalProperties = new() { ["loop_detection"] = false } });
        Assert.Equal(ChatFinishReason.Length, full.FinishReason);
        Assert.Equal(900, full.Usage!.TotalTokenCount);

        var thrown = await Speakers.RefusalAsync(client, null, new ChatMessage(ChatRole.User, new string('x', 1000)));
        Assert.Equal(LongWriterError.ContextOverflow, thrown.Error);
    }

    [Fact]
    public async Task The_greatest_answer_of_the_client_holds_for_every_call()
    {
        await using var client = Speakers.Client("abcdefghijklmnopqrstuvwxyz", new() { MaxOutputTokens = 5 });
        Assert.Equal("abcde", (await client.GetResponseAsync("Hi")).Text);
        Assert.Equal("abcde", (await client.GetResponseAsync("Hi", new() { MaxOutputTokens = 9 })).Text);
        Assert.Equal("abc", (await client.GetResponseAsync("Hi", new() { MaxOutputTokens = 3 })).Text);
    }

    [Fact]
    public async Task The_parts_of_a_message_share_their_beginning_with_the_call_before()
    {
        await using var client = Speakers.Client("The answer.");
        const string Head = "You write a long text.\n\nThe text so far:\n\n";
        string[] sections = ["It was night. There was a storm.\n\n", "Then the rain came.\n\n", "And went.\n\n"];
        const string Step = "(Here the text so far ends.)\nWrite on.";
        var known = 0L;
        for (var i = 0; i <= sections.Length; i++)
        {
            List<AIContent> parts = [new TextContent(Head), .. sections.Take(i).Select(s => new TextContent(s)), new TextContent(Step)];
            var usage = (await client.GetResponseAsync([new ChatMessage(ChatRole.User, parts)])).Usage!;
            Assert.InRange(usage.CachedInputTokenCount!.Value, Math.Max(0, known - 3), Math.Max(0, known));
            known = usage.InputTokenCount!.Value - new LetterTokenizer().Encode(Step).Count - 2;
        }
    }

    [Fact]
    public async Task Log_probabilities_come_as_tokens()
    {
        await using var client = Speakers.Client("ab");
        var options = new ChatOptions { AdditionalProperties = new() { ["logprobs"] = true, ["top_logprobs"] = 3 } };
        var tokens = Assert.IsAssignableFrom<IReadOnlyList<GeneratedToken>>((await client.GetResponseAsync("Hi", options)).AdditionalProperties![LocalChatClient.LogProbabilitiesProperty]);
        Assert.Equal(['a', 'b'], tokens.Select(t => (char)t.Id));
        Assert.All(tokens, t => Assert.Equal(3, t.Top!.Count));
        Assert.All(tokens, t => Assert.InRange(t.LogProbability!.Value, -1e-3f, 0));
        Assert.Null((await client.GetResponseAsync("Hi")).AdditionalProperties);
    }

    [Fact]
    public async Task Cancelling_ends_a_stream_and_frees_the_model()
    {
        await using var client = Speakers.Client(_ => new string('a', 50_000), out var decoder, new() { Loop = null }, new() { MaxConcurrency = 1 });
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hi", cancellationToken: source.Token))
                await source.CancelAsync();
        });
        await foreach (var update in client.GetStreamingResponseAsync("Hi"))
            break;

        Assert.Equal(ChatFinishReason.Length, (await client.GetResponseAsync("Hi", new() { MaxOutputTokens = 3 })).FinishReason);
        decoder.AssertSound();
    }

    [Fact]
    public async Task Calls_at_once_get_their_own_answers()
    {
        await using var client = Speakers.Client(prompt => $"You said {prompt[5..^10]}.", out var decoder);
        var texts = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i => (await client.GetResponseAsync($"number {i * 7919}")).Text));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"You said number {i * 7919}."), texts);
        Assert.True(decoder.MostRows > 1);
        decoder.AssertSound();
    }

    [Fact]
    public async Task A_seed_repeats_an_answer()
    {
        await using var client = new LocalChatClient(new(new PretendDecoder(vocabulary: 128)), new LetterTokenizer(), new SilentTemplate(), "noise");
        var options = new ChatOptions { Seed = 4, MaxOutputTokens = 60 };
        var first = (await client.GetResponseAsync("Hi", options)).Text;
        Assert.Equal(first, (await client.GetResponseAsync("Hi", options)).Text);
        Assert.NotEqual(first, (await client.GetResponseAsync("Hi", new() { Seed = 5, MaxOutputTokens = 60 })).Text);
    }

    [Fact]
    public async Task It_tells_what_it_is()
    {
        var client = Speakers.Client(_ => "", out var decoder, new() { MaxOutputTokens = 77 }, context: 4096);
        Assert.Equal(("longwriter-local", Speakers.ModelId), (client.GetService<ChatClientMetadata>()!.ProviderName, client.GetService<ChatClientMetadata>()!.DefaultModelId));
        Assert.Equal(new ModelLimits(4096, 77), client.GetService<ModelLimits>());
        Assert.Same(decoder, client.GetService<IDecoder>());
        Assert.IsType<LetterTokenizer>(client.GetService<ModelTokenizer>());
        Assert.IsType<BracketTemplate>(client.GetService<ChatTemplate>());
        Assert.NotNull(client.GetService<GenerationEngine>());
        Assert.Same(client, client.GetService<IChatClient>());
        Assert.Null(client.GetService<string>());
        Assert.Null(client.GetService<IDecoder>("key"));
        client.Dispose();
        Assert.True(decoder.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("Hi"));
    }

    [Fact]
    public async Task Middleware_goes_around_it()
    {
        await using var local = Speakers.Client(_ => "Good morning.", out var decoder);
        using var client = new ChatClientBuilder(local)
            .UseDistributedCache(new MemoryCache())
            .UseLogging(NullLoggerFactory.Instance)
            .ConfigureOptions(options => options.MaxOutputTokens = 5)
            .Build();
        var response = await client.GetResponseAsync("Hello");
        Assert.Equal("Good ", response.Text);
        var steps = decoder.Steps;
        Assert.Equal("Good ", (await client.GetResponseAsync("Hello")).Text);
        Assert.Equal("Good ", (await Speakers.StreamAsync(client, "Hello")).Text);
        Assert.InRange(decoder.Steps, steps, steps + 5);
        Assert.Same(decoder, client.GetService<IDecoder>());
    }

    private static (long? Input, long? Cached, long? Output, long? Total) Figures(UsageDetails usage) =>
        (usage.InputTokenCount, usage.CachedInputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount);

    private static (long? Input, long? Cached, long? Output, long? Total) Figures(ChatResponseUpdate update) =>
        Figures(Assert.IsType<UsageContent>(Assert.Single(update.Contents)).Details);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>A form without control tokens, for a model with fewer tokens than the tokenizer.</summary>
    private sealed class SilentTemplate : ChatTemplate
    {
        public override string Name => "silent";

        public override IReadOnlyList<int> StopTokens(ModelTokenizer tokenizer) => [LetterTokenizer.End];

        public override RenderedChat Render(IReadOnlyList<ChatTurn> turns, ModelTokenizer tokenizer, bool addGenerationPrompt = true) =>
            new(tokenizer.Encode(string.Concat(turns.Select(t => t.Content))), []);
    }

    private sealed class MemoryCache : IDistributedCache
    {
        private readonly ConcurrentDictionary<string, byte[]> _values = [];

        public byte[]? Get(string key) => _values.GetValueOrDefault(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _values[key] = value;

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => _values.TryRemove(key, out _);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }
    }
}
