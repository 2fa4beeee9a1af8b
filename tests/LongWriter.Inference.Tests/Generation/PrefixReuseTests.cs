namespace LongWriter.Tests;

public class PrefixReuseTests
{
    [Fact]
    public async Task A_document_of_twenty_sections_computes_an_eighth_of_its_prompts()
    {
        var (reused, withReuse) = await WriteAsync(new());
        var (plain, without) = await WriteAsync(new() { CacheBytes = 0 });
        Assert.Equal(plain, reused);
        // 20 · (1,200 + 120) + 800 · (0 + … + 19), and with reuse each token of the text once: 1,320 + 19 · 920.
        Assert.Equal(178_400, without.PrefilledTokens);
        Assert.Equal(18_800, withReuse.PrefilledTokens);
        Assert.Equal(178_400 - 18_800, withReuse.CachedTokens);
        Assert.True(withReuse.PrefilledTokens * 8 <= without.PrefilledTokens);
    }

    [Fact]
    public async Task Answers_whose_last_tokens_are_cut_otherwise_lose_those_only()
    {
        var (_, statistics) = await WriteAsync(new(), changed: 3);
        Assert.Equal(18_800 + (18 * 3), statistics.PrefilledTokens);
    }

    [Fact]
    public async Task A_prompt_that_is_known_is_computed_for_its_last_token()
    {
        await using var engine = new GenerationEngine(new PretendDecoder());
        var request = EngineRuns.Request(EngineRuns.Prompt(1, 100), 10);
        var first = await EngineRuns.ReadAsync(engine.Start(request));
        var again = engine.Start(request);
        Assert.Equal(first, await EngineRuns.ReadAsync(again));
        Assert.Equal(99, again.Result!.CachedTokens);
    }

    [Fact]
    public async Task A_conversation_goes_on_from_its_answer()
    {
        var decoder = new PretendDecoder();
        await using var engine = new GenerationEngine(decoder);
        var prompt = EngineRuns.Prompt(1, 100);
        var answer = await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request(prompt, 50)));
        int[] next = [.. prompt, .. answer, 1, 2, 3];
        var second = engine.Start(EngineRuns.Request(next, 20));
        Assert.Equal(EngineRuns.GreedyTokens(decoder, next, 20), await EngineRuns.ReadAsync(second));
        // The answer's last token was given out and not computed.
        Assert.Equal(149, second.Result!.CachedTokens);
        Assert.Equal(0, decoder.Forks);
        Assert.Equal(1, engine.Statistics.CachedTexts);
    }

    [Fact]
    public async Task A_short_common_beginning_does_not_cost_a_conversation_its_rest()
    {
        var decoder = new PretendDecoder();
        await using var engine = new GenerationEngine(decoder);
        var system = EngineRuns.Prompt(1, 60);
        int[] one = [.. system, .. EngineRuns.Prompt(2, 500)], two = [.. system, .. EngineRuns.Prompt(3, 500)];
        await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request(one, 5)));
        var other = engine.Start(EngineRuns.Request(two, 5));
        Assert.Equal(EngineRuns.GreedyTokens(decoder, two, 5), await EngineRuns.ReadAsync(other));
        Assert.Equal(60, other.Result!.CachedTokens);
        var back = engine.Start(EngineRuns.Request([.. one, 1], 5));
        await EngineRuns.ReadAsync(back);
        Assert.Equal(560, back.Result!.CachedTokens);
        decoder.AssertSound();
    }

    [Fact]
    public async Task Requests_that_come_together_compute_what_they_share_once()
    {
        var decoder = new PretendDecoder();
        using var started = new ManualResetEventSlim();
        decoder.OnForward = _ => started.Wait();
        await using var engine = new GenerationEngine(decoder, new() { ChunkTokens = 64 });
        var head = EngineRuns.Prompt(1, 1000);
        var prompts = Enumerable.Range(0, 4).Select(i => (int[])[.. head, .. EngineRuns.Prompt(i + 2, 50)]).ToList();
        var generations = prompts.Select(p => engine.Start(EngineRuns.Request(p, 10))).ToList();
        started.Set();
        for (var i = 0; i < 4; i++)
            Assert.Equal(EngineRuns.GreedyTokens(decoder, prompts[i], 10), await EngineRuns.ReadAsync(generations[i]));
        Assert.InRange(engine.Statistics.PrefilledTokens, 1190, 1200);
    }

    [Fact]
    public async Task A_request_that_waits_for_a_shared_beginning_goes_on_without_it()
    {
        var decoder = new PretendDecoder();
        var head = EngineRuns.Prompt(1, 1000);
        await using var engine = new GenerationEngine(decoder, new() { ChunkTokens = 16, CacheBytes = 0 });
        using var source = new CancellationTokenSource();
        using var started = new ManualResetEventSlim();
        decoder.OnForward = _ =>
        {
            started.Wait();
            if (decoder.Steps == 10)
                source.Cancel();
        };
        var first = engine.Start(EngineRuns.Request([.. head, 1], 10), source.Token);
        var second = engine.Start(EngineRuns.Request([.. head, 2], 10));
        started.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EngineRuns.ReadAsync(first));
        Assert.Equal(EngineRuns.GreedyTokens(decoder, [.. head, 2], 10), await EngineRuns.ReadAsync(second));
    }

    [Fact]
    public async Task The_memory_of_kept_texts_is_bounded_and_the_oldest_goes_first()
    {
        var decoder = new PretendDecoder();
        await using var engine = new GenerationEngine(decoder, new() { CacheBytes = 1000 * PretendDecoder.BytesPerToken });
        var prompts = Enumerable.Range(0, 12).Select(i => EngineRuns.Prompt(i, 280)).ToList();
        foreach (var prompt in prompts)
        {
            await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request(prompt, 20)));
            Assert.InRange(engine.Statistics.KeyValueBytes, 1, 1000 * PretendDecoder.BytesPerToken);
        }

        // 299 tokens each, so three fit. Asking for the oldest of them makes it the newest.
        Assert.Equal(3, engine.Statistics.CachedTexts);
        Assert.Equal(279, await CachedOf(prompts[9]));
        Assert.Equal(0, await CachedOf(prompts[0]));
        Assert.Equal(279, await CachedOf(prompts[9]));
        Assert.Equal(0, await CachedOf(prompts[10]));

        async Task<int> CachedOf(int[] prompt)
        {
            var generation = engine.Start(EngineRuns.Request(prompt, 20));
            await EngineRuns.ReadAsync(generation);
            return generation.Result!.CachedTokens;
        }
    }

    [Fact]
    public async Task A_text_that_another_contains_is_not_kept_twice()
    {
        var decoder = new PretendDecoder();
        await using var engine = new GenerationEngine(decoder);
        var prompt = EngineRuns.Prompt(1, 100);
        await Task.WhenAll(engine.Start(EngineRuns.Request(prompt, 30), 4).Select(g => EngineRuns.ReadAsync(g)));
        await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request(prompt, 10)));
        Assert.Equal(1, engine.Statistics.CachedTexts);
        Assert.Equal(1, decoder.Live);
    }

    /// <summary>A document as AgentWrite asks for it: head, text so far, step; the cached text went on with the step and the answer.</summary>
    private static async Task<(List<int> Text, GenerationStatistics Statistics)> WriteAsync(GenerationEngineOptions options, int changed = 0)
    {
        var decoder = new PretendDecoder(vocabulary: 40);
        var head = EngineRuns.Prompt(1, 1200, 30);
        var text = new List<int>();
        GenerationStatistics statistics;
        await using (var engine = new GenerationEngine(decoder, options))
        {
            for (var section = 0; section < 20; section++)
            {
                // Steps begin with a token that no answer begins with, and differ from it on.
                int[] step = [39, .. EngineRuns.Prompt(100 + section, 119, 30)];
                var ban = new Dictionary<int, float> { [39] = -1000 };
                var answer = await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request([.. head, .. text, .. step], 800, EngineRuns.Greedy with { LogitBias = ban })));
                // As if the text, put together, were cut into other tokens where this section meets the step.
                for (var i = 0; i < changed && text.Count > 0; i++)
                    text[^(i + 1)] = (text[^(i + 1)] + 1) % 30;
                text.AddRange(answer);
            }

            statistics = engine.Statistics;
        }

        decoder.AssertSound();
        Assert.Equal(0, decoder.Live);
        return (text, statistics);
    }
}
