namespace LongWriter.Tests;

public class GenerationFailureTests
{
    [Fact]
    public async Task A_call_that_fails_fails_its_requests_and_the_engine_goes_on()
    {
        var decoder = new PretendDecoder();
        using var started = new ManualResetEventSlim();
        decoder.OnForward = batch =>
        {
            started.Wait();
            if (batch.Count == 3)
                throw new InvalidOperationException("a device is gone");
        };
        await using (var engine = new GenerationEngine(decoder))
        {
            var generations = Enumerable.Range(0, 3).Select(i => engine.Start(EngineRuns.Request([i], 50))).ToList();
            started.Set();
            var errors = new List<LongWriterException>();
            foreach (var generation in generations)
                errors.Add(await Assert.ThrowsAsync<LongWriterException>(() => EngineRuns.ReadAsync(generation)));

            Assert.All(errors, e => Assert.Equal(LongWriterError.BackendUnavailable, e.Error));
            Assert.All(errors, e => Assert.Contains("a device is gone", e.Message, StringComparison.Ordinal));
            Assert.Equal(3, errors.Distinct().Count());
            Assert.Equal(5, (await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request([1], 5)))).Length);
            // Too short to be kept, so nothing is left, of the failed ones neither.
            Assert.Equal(0, decoder.Live);
        }

        decoder.AssertSound();
    }

    [Fact]
    public async Task Missing_memory_is_told_as_such()
    {
        await using var engine = new GenerationEngine(new PretendDecoder { OnForward = _ => throw new OutOfMemoryException() });
        var thrown = await Assert.ThrowsAsync<LongWriterException>(() => EngineRuns.ReadAsync(engine.Start(EngineRuns.Request([1], 5))));
        Assert.Equal(LongWriterError.InsufficientMemory, thrown.Error);
    }

    [Fact]
    public async Task A_sequence_that_cannot_begin_fails_its_request_alone()
    {
        var (decoder, left) = (new PretendDecoder(), 1);
        decoder.OnCreate = () =>
        {
            if (left-- > 0)
                throw new LongWriterException(LongWriterError.InsufficientMemory, "no block is free");
        };
        await using var engine = new GenerationEngine(decoder);
        var thrown = await Assert.ThrowsAsync<LongWriterException>(() => EngineRuns.ReadAsync(engine.Start(EngineRuns.Request([1], 5))));
        Assert.Equal((LongWriterError.InsufficientMemory, "no block is free"), (thrown.Error, thrown.Message));
        Assert.Equal(5, (await EngineRuns.ReadAsync(engine.Start(EngineRuns.Request([1], 5)))).Length);
    }

    [Fact]
    public async Task Logits_that_are_no_numbers_fail_their_row_alone()
    {
        var decoder = new PretendDecoder();
        decoder.OnLogits = (text, logits) => logits[3] = text[0] == 7 && text.Count == 10 ? float.NaN : logits[3];
        await using var engine = new GenerationEngine(decoder);
        var (sick, sound) = (engine.Start(EngineRuns.Request([7], 50)), engine.Start(EngineRuns.Request([8], 50)));
        var thrown = await Assert.ThrowsAsync<LongWriterException>(() => EngineRuns.ReadAsync(sick));
        Assert.Equal(LongWriterError.InvalidModel, thrown.Error);
        Assert.Equal(EngineRuns.GreedyTokens(decoder, [8], 50), await EngineRuns.ReadAsync(sound));
    }

    [Fact]
    public async Task A_decoder_that_gives_nothing_back_ends_the_engine_and_leaves_no_reader_waiting()
    {
        var decoder = new PretendDecoder { OnRelease = () => throw new InvalidOperationException("a driver hangs") };
        using var started = new ManualResetEventSlim();
        decoder.OnForward = _ => started.Wait();
        var engine = new GenerationEngine(decoder);
        var (first, second) = (engine.Start(EngineRuns.Request([1], 5)), engine.Start(EngineRuns.Request([2], 500)));
        started.Set();
        Assert.Equal(5, (await EngineRuns.ReadAsync(first)).Length);
        Assert.Contains("a driver hangs", (await Assert.ThrowsAsync<LongWriterException>(() => EngineRuns.ReadAsync(second))).Message, StringComparison.Ordinal);
        var thrown = Assert.Throws<LongWriterException>(() => engine.Start(EngineRuns.Request([1], 5)));
        Assert.Equal(LongWriterError.BackendUnavailable, thrown.Error);
        Assert.Contains("a driver hangs", thrown.Message, StringComparison.Ordinal);
        // The second sequence failed on the way down.
        Assert.Throws<InvalidOperationException>(engine.Dispose);
        Assert.True(decoder.IsDisposed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposing_ends_everything(bool @async)
    {
        var decoder = new PretendDecoder();
        var engine = new GenerationEngine(decoder, new() { MaxConcurrency = 2 });
        var generations = Enumerable.Range(0, 5).Select(i => engine.Start(new([i]) { Loop = null })).ToList();
        await foreach (var token in generations[0])
        {
            if (@async)
                await engine.DisposeAsync();
            else
                engine.Dispose();
            break;
        }

        foreach (var generation in generations.Skip(1))
        {
            var thrown = await Assert.ThrowsAsync<LongWriterException>(() => EngineRuns.ReadAsync(generation));
            Assert.Equal(LongWriterError.BackendUnavailable, thrown.Error);
        }

        Assert.True(decoder.IsDisposed);
        Assert.Equal(0, decoder.Live);
        decoder.AssertSound();
        Assert.Throws<ObjectDisposedException>(() => engine.Start(EngineRuns.Request([1], 1)));
        await engine.DisposeAsync();
        engine.Dispose();
    }
}
