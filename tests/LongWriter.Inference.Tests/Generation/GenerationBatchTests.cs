namespace LongWriter.Tests;

public class GenerationBatchTests
{
    [Theory]
    [InlineData(8, null)]
    [InlineData(3, 16)]
    [InlineData(1, 512)]
    public async Task Requests_at_once_get_the_tokens_that_each_gets_alone(int concurrency, int? chunk)
    {
        var shared = EngineRuns.Prompt(77, 200);
        var requests = Enumerable.Range(0, 20).Select(i => EngineRuns.Request(
            i % 3 == 0 ? EngineRuns.Prompt(i, 5 + (i * 17)) : [.. shared[..(50 + (i * 7))], .. EngineRuns.Prompt(i, 30)],
            5 + (i * 3),
            i % 2 == 0 ? null : new() { Seed = i, TopP = 0.9f, RepetitionPenalty = 1.1f, Dry = new() })).ToList();
        var alone = await EngineRuns.AloneAsync(requests);

        var decoder = new PretendDecoder();
        await using (var engine = new GenerationEngine(decoder, new() { MaxConcurrency = concurrency, ChunkTokens = chunk }))
        {
            var together = await Task.WhenAll(requests.Select(r => EngineRuns.ReadAsync(engine.Start(r))));
            Assert.Equal(alone, together);
            Assert.Equal(0, engine.Statistics.Running + engine.Statistics.Waiting);
        }

        Assert.InRange(decoder.MostRows, 1, concurrency);
        decoder.AssertSound();
        Assert.Equal(0, decoder.Live);
    }

    [Fact]
    public async Task Rows_of_one_batch_run_side_by_side()
    {
        var decoder = new PretendDecoder();
        using var started = new ManualResetEventSlim();
        decoder.OnForward = _ => started.Wait();
        await using var engine = new GenerationEngine(decoder);
        var generations = Enumerable.Range(0, 8).Select(i => engine.Start(EngineRuns.Request(EngineRuns.Prompt(i, 8), 100))).ToList();
        started.Set();
        await Task.WhenAll(generations.Select(g => EngineRuns.ReadAsync(g)));
        Assert.Equal(8, decoder.MostRows);
        Assert.InRange(decoder.Steps, 100, 110);
    }

    [Fact]
    public async Task A_long_prompt_neither_stops_running_answers_nor_a_short_prompt()
    {
        var decoder = new PretendDecoder();
        using var started = new ManualResetEventSlim();
        var batches = new List<(int Length, int Chunk, LogitRows Logits)[]>();
        decoder.OnForward = batch =>
        {
            started.Wait();
            batches.Add([.. batch.Select(c => (c.Sequence.Length, c.Tokens.Length, c.Logits))]);
        };
        await using var engine = new GenerationEngine(decoder, new() { ChunkTokens = 64 });
        var running = engine.Start(EngineRuns.Request([1], 400));
        var @long = engine.Start(EngineRuns.Request(EngineRuns.Prompt(1, 10_000), 1));
        var @short = engine.Start(EngineRuns.Request(EngineRuns.Prompt(2, 50), 1));
        started.Set();
        await Task.WhenAll(EngineRuns.ReadAsync(running), EngineRuns.ReadAsync(@long), EngineRuns.ReadAsync(@short));

        Assert.All(batches, batch => Assert.InRange(batch.Sum(c => c.Chunk), 1, 64 + 2));
        // The running answer has a token in each step until it has ended.
        Assert.All(batches.Take(batches.Count - 1).Take(400), batch => Assert.Contains(batch, c => c is { Chunk: 1, Logits: LogitRows.Last }));
        // The short prompt takes half of each chunk, so it is through in its second or third step.
        Assert.InRange(batches.FindIndex(batch => batch.Any(c => c.Chunk + c.Length == 50 && c.Logits == LogitRows.Last)), 0, 3);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_nobody_up()
    {
        await using var engine = new GenerationEngine(new PretendDecoder(), new() { MaxConcurrency = 2 });
        var unread = engine.Start(EngineRuns.Request([1], 500));
        Assert.Equal(500, (await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request([2], 500)))).Length);
        Assert.Equal(500, (await EngineRuns.ReadAsync(unread)).Length);
    }

    [Fact]
    public async Task A_reader_that_leaves_frees_its_row()
    {
        await using var engine = new GenerationEngine(new PretendDecoder(), new() { MaxConcurrency = 1 });
        var left = engine.Start(new([1]) { Loop = null });
        await foreach (var token in left)
            break;

        Assert.Equal(5, (await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request([2], 5)))).Length);
        Assert.Equal(GenerationFinish.Cancelled, left.Result!.Finish);
    }

    [Fact]
    public async Task Cancelling_ends_a_row_within_the_step_that_runs()
    {
        var decoder = new PretendDecoder();
        using var source = new CancellationTokenSource();
        decoder.OnForward = _ =>
        {
            if (decoder.Steps == 11)
                source.Cancel();
        };
        await using var engine = new GenerationEngine(decoder);
        var generation = engine.Start(new([1]) { Loop = null }, source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EngineRuns.ReadAsync(generation));
        Assert.Equal(12, decoder.Steps);
        Assert.Equal(GenerationFinish.Cancelled, generation.Result!.Finish);
        Assert.Equal(0, engine.Statistics.Running);
    }

    [Fact]
    public async Task A_waiting_request_can_be_cancelled_and_a_cancelled_one_is_not_begun()
    {
        var decoder = new PretendDecoder();
        using var source = new CancellationTokenSource();
        await using var engine = new GenerationEngine(decoder, new() { MaxConcurrency = 1 });
        var first = engine.Start(new([1]) { Loop = null });
        var second = engine.Start(EngineRuns.Request([2], 5), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EngineRuns.ReadAsync(second));
        first.Cancel();
        var read = await EngineRuns.ReadAsync(first);
        Assert.Equal(GenerationFinish.Cancelled, first.Result!.Finish);
        Assert.Equal(0, second.Result!.OutputTokens);
        Assert.Equal(read.Length, first.Result.OutputTokens);
        Assert.Throws<OperationCanceledException>(() => engine.Start(EngineRuns.Request([2], 5), source.Token));
    }

    [Fact]
    public async Task A_storm_of_requests_and_cancellations_corrupts_nothing()
    {
        var shared = EngineRuns.Prompt(5, 300);
        var requests = Enumerable.Range(0, 120).Select(i => EngineRuns.Request(
            [.. shared[..(i * 37 % 300)], .. EngineRuns.Prompt(i, 1 + (i % 40))], 1 + (i % 50), new() { Seed = i })).ToList();
        var alone = await EngineRuns.AloneAsync(requests);
        var decoder = new PretendDecoder();
        await using (var engine = new GenerationEngine(decoder, new() { MaxConcurrency = 5, CacheBytes = 2000 * PretendDecoder.BytesPerToken }))
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
            {
                var random = new Random(worker);
                foreach (var i in Enumerable.Range(0, requests.Count).Where(i => i % 6 == worker))
                {
                    using var source = new CancellationTokenSource();
                    var generation = engine.Start(requests[i], source.Token);
                    var (ids, leave) = (new List<int>(), random.Next(3) == 0 ? random.Next(20) : int.MaxValue);
                    try
                    {
                        await foreach (var token in generation)
                        {
                            ids.Add(token.Id);
                            if (ids.Count == leave && random.Next(2) == 0)
                                await source.CancelAsync();
                            else if (ids.Count == leave)
                                break;
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        Assert.True(source.IsCancellationRequested);
                    }

                    Assert.Equal(alone[i].Take(ids.Count), ids);
                    Assert.True(leave != int.MaxValue || ids.Count == alone[i].Length);
                }
            })));
        }

        decoder.AssertSound();
        Assert.Equal(0, decoder.Live);
    }
}
