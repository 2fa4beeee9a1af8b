namespace LongWriter.Tests;

public class GenerationEngineTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(16, 16)]
    [InlineData(100, 16)]
    [InlineData(700, 512)]
    [InlineData(700, null)]
    [InlineData(33, 1)]
    public async Task Greedy_tokens_are_those_of_the_definition(int length, int? chunk)
    {
        var decoder = new PretendDecoder();
        var prompt = EngineRuns.Prompt(length, length);
        await using (var engine = new GenerationEngine(decoder, new() { ChunkTokens = chunk }))
        {
            var generation = engine.Start(EngineRuns.Request(prompt, 25));
            Assert.Equal(EngineRuns.GreedyTokens(decoder, prompt, 25), await EngineRuns.ReadAsync(generation));
            Assert.Equal(new(GenerationFinish.Length, length, 0, 25), generation.Result);
            Assert.Equal(length, engine.Statistics.PrefilledTokens);
            Assert.Equal(25, engine.Statistics.OutputTokens);
        }

        // The last token of an answer is never computed.
        Assert.Equal(length + 24, decoder.Tokens);
        decoder.AssertSound();
        Assert.True(decoder.IsDisposed);
        Assert.Equal(0, decoder.Live);
    }

    [Fact]
    public async Task A_stop_token_ends_the_answer_and_is_no_part_of_it()
    {
        await using var engine = new GenerationEngine(new PretendDecoder(stops: [5, 6], script: text => text.Count < 13 ? 1 : 6));
        var generation = engine.Start(EngineRuns.Request(EngineRuns.Prompt(1, 10), 50));
        Assert.Equal((int[])[1, 1, 1], await EngineRuns.ReadAsync(generation));
        Assert.Equal(new(GenerationFinish.StopToken, 10, 0, 4, 6), generation.Result);
    }

    [Fact]
    public async Task All_stop_tokens_are_masked_until_the_answer_has_its_least_tokens()
    {
        await using var engine = new GenerationEngine(new PretendDecoder(script: _ => 6) { OnLogits = (_, logits) => logits[5] += 50 });
        var request = EngineRuns.Request([1], 50) with { StopTokenIds = [5, 6], MinTokens = 7 };
        var generation = engine.Start(request);
        var ids = await EngineRuns.ReadAsync(generation);
        Assert.Equal(7, ids.Length);
        Assert.DoesNotContain(ids, id => id is 5 or 6);
        Assert.Equal(6, generation.Result!.StopTokenId);
    }

    [Fact]
    public async Task What_the_context_leaves_bounds_the_answer()
    {
        var decoder = new PretendDecoder(contextLength: 30);
        await using var engine = new GenerationEngine(decoder);
        var generation = engine.Start(new(EngineRuns.Prompt(1, 20)) { Loop = null });
        Assert.Equal(10, (await EngineRuns.ReadAsync(generation)).Length);
        Assert.Equal(GenerationFinish.ContextFull, generation.Result!.Finish);

        generation = engine.Start(EngineRuns.Request(EngineRuns.Prompt(1, 29), 1));
        Assert.Single(await EngineRuns.ReadAsync(generation));
        Assert.Equal(GenerationFinish.Length, generation.Result!.Finish);

        var thrown = Assert.Throws<LongWriterException>(() => engine.Start(EngineRuns.Request(EngineRuns.Prompt(1, 30), 1)));
        Assert.Equal(LongWriterError.ContextOverflow, thrown.Error);
        decoder.AssertSound();
    }

    [Fact]
    public async Task A_lower_context_than_the_models_holds()
    {
        await using var engine = new GenerationEngine(new PretendDecoder(contextLength: 1000), new() { ContextLength = 50 });
        Assert.Equal(50, engine.ContextLength);
        Assert.Equal(10, (await EngineRuns.ReadAsync(engine.Start(new(EngineRuns.Prompt(1, 40)) { Loop = null }))).Length);
        Assert.Throws<LongWriterException>(() => new GenerationEngine(new PretendDecoder(contextLength: 1000), new() { ContextLength = 1001 }));
    }

    [Fact]
    public async Task An_answer_caught_in_a_loop_ends()
    {
        await using var engine = new GenerationEngine(new PretendDecoder(script: text => text.Count % 5));
        var generation = engine.Start(new([1]) { Sampling = EngineRuns.Greedy });
        Assert.Equal(400, (await EngineRuns.ReadAsync(generation)).Length);
        Assert.Equal(GenerationFinish.Loop, generation.Result!.Finish);

        generation = engine.Start(EngineRuns.Request([1], 1000));
        Assert.Equal(1000, (await EngineRuns.ReadAsync(generation)).Length);
    }

    [Fact]
    public async Task Log_probabilities_come_where_asked_for()
    {
        var decoder = new PretendDecoder();
        await using var engine = new GenerationEngine(decoder);
        int[] prompt = [3, 4];
        var tokens = await engine.Start(EngineRuns.Request(prompt, 3) with { LogProbabilities = 2 }).ToListAsync();
        var raw = SlowSampler.Softmax(Array.ConvertAll(decoder.LogitsOf(prompt), l => (double)l), [.. Enumerable.Range(0, 32)]);
        Assert.Equal(Math.Log(raw[tokens[0].Id]), tokens[0].LogProbability!.Value, 1e-5);
        Assert.All(tokens, t => Assert.Equal(t.Id, t.Top![0].Id));
        Assert.All(tokens, t => Assert.Equal(2, t.Top!.Count));
        Assert.All(await engine.Start(EngineRuns.Request(prompt, 3)).ToListAsync(), t => Assert.Null(t.LogProbability));
    }

    [Fact]
    public async Task A_request_without_a_seed_tells_the_one_that_repeats_it()
    {
        await using var engine = new GenerationEngine(new PretendDecoder(), new() { Seed = 42 });
        var request = EngineRuns.Request([1, 2], 40, new());
        var (first, second) = (engine.Start(request), engine.Start(request));
        var ids = await EngineRuns.ReadAsync(first);
        Assert.NotEqual(first.Seed, second.Seed);
        Assert.NotEqual(ids, await EngineRuns.ReadAsync(second));
        Assert.Equal(ids, await EngineRuns.ReadAsync(engine.Start(request with { Sampling = new() { Seed = first.Seed } })));

        await using var other = new GenerationEngine(new PretendDecoder(), new() { Seed = 42 });
        Assert.Equal(ids, await EngineRuns.ReadAsync(other.Start(request)));
    }

    [Fact]
    public async Task Several_samples_of_one_prompt_compute_it_once()
    {
        var decoder = new PretendDecoder();
        var prompt = EngineRuns.Prompt(3, 1000);
        var request = EngineRuns.Request(prompt, 20, new() { Seed = 100 });
        await using (var engine = new GenerationEngine(decoder))
        {
            var samples = engine.Start(request, 5);
            for (var i = 0; i < 5; i++)
            {
                var alone = await EngineRuns.AloneAsync([request with { Sampling = new() { Seed = 100 + i } }]);
                Assert.Equal(alone[0], await EngineRuns.ReadAsync(samples[i]));
                Assert.Equal(i == 0 ? 0 : 999, samples[i].Result!.CachedTokens);
            }

            Assert.Equal(1000 + 4, engine.Statistics.PrefilledTokens);
        }

        decoder.AssertSound();
        Assert.Equal(0, decoder.Live);
    }

    [Theory]
    [InlineData("Prompt")]
    [InlineData("Foreign")]
    [InlineData("MaxTokens")]
    [InlineData("MinTokens")]
    [InlineData("StopTokenIds")]
    [InlineData("LogProbabilities")]
    [InlineData("LoopDetection.MinRepeats")]
    [InlineData("TopP")]
    public async Task A_request_that_is_not_usable_is_refused_by_name(string what)
    {
        await using var engine = new GenerationEngine(new PretendDecoder());
        var usable = EngineRuns.Request([1], 5);
        var request = what switch
        {
            "Prompt" => usable with { Prompt = [] },
            "Foreign" => usable with { Prompt = [1, 32] },
            "MaxTokens" => usable with { MaxTokens = 0 },
            "MinTokens" => usable with { MinTokens = -1 },
            "StopTokenIds" => usable with { StopTokenIds = [-1] },
            "LogProbabilities" => usable with { LogProbabilities = -1 },
            "TopP" => usable with { Sampling = new() { TopP = 2 } },
            _ => usable with { Loop = new() { MinRepeats = 1 } },
        };
        var thrown = Assert.Throws<LongWriterException>(() => engine.Start(request));
        Assert.Equal(LongWriterError.InvalidRequest, thrown.Error);
        Assert.Contains(what is "Prompt" or "Foreign" ? "prompt token" : what, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_are_not_usable_are_refused()
    {
        GenerationEngineOptions[] bad = [new() { MaxConcurrency = 0 }, new() { CacheBytes = -1 }, new() { ChunkTokens = 0 }, new() { StepTime = TimeSpan.Zero }];
        Assert.All(bad, options => Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => new GenerationEngine(new PretendDecoder(), options)).Error));
    }
}
