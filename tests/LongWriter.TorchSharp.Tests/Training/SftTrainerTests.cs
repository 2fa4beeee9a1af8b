using System.Text.Json;

namespace LongWriter.Tests;

public sealed class SftTrainerTests : IDisposable
{
    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_is_killed_anywhere_and_resumed_gives_the_same_weights_to_the_bit()
    {
        var rows = TrainerFolder.Rows(24);
        var moments = new List<string>();
        var whole = await _folder.RunAsync(_folder.Options("whole") with { KeepCheckpoints = 100 }, rows, moments.Add);
        var expected = _folder.Weights("whole");
        Assert.Equal((whole[^1].Steps, 2), (whole[^1].Step, whole[^1].Epoch));

        // Inside a checkpoint's writing, between its files and its rename, after a pass of several, after a step, across the epoch's edge.
        var random = new Random(1);
        var picked = new[] { "parameters", "moments", "state", "renamed", "pass", "step" }
            .SelectMany(name => random.GetItems(Enumerable.Range(0, moments.Count).Where(i => moments[i] == name).ToArray(), 2)).Distinct().ToArray();
        Assert.True(picked.Length >= 10);
        foreach (var kill in picked)
        {
            var options = _folder.Options($"killed {kill}");
            var seen = 0;
            await Assert.ThrowsAsync<KilledException>(() => _folder.RunAsync(options, rows, _ =>
            {
                if (seen++ == kill)
                    throw new KilledException();
            }));
            var rest = await _folder.RunAsync(options with { Resume = true }, rows);

            Assert.True(expected.AsSpan().SequenceEqual(_folder.Weights($"killed {kill}")), $"killed at {moments[kill]}, moment {kill} of {moments.Count}");
            Assert.Equal(whole[^1].Tokens, rest.Count == 0 ? whole[^1].Tokens : rest[^1].Tokens);
            var steps = File.ReadLines(Path.Combine(options.OutputFolder, "metrics.jsonl")).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32());
            Assert.Equal(Enumerable.Range(1, whole.Count), steps);
        }
    }

    [Fact]
    public async Task A_run_stops_after_its_time_and_goes_on()
    {
        var rows = TrainerFolder.Rows(24);
        await _folder.RunAsync(_folder.Options("whole"), rows);
        var options = _folder.Options("pieces") with { MaxTime = TimeSpan.Zero, Resume = true };

        // Time is up before the first step.
        Assert.Empty(await _folder.RunAsync(options, rows));
        var pieces = 0;
        for (var step = 0; !File.Exists(Path.Combine(options.OutputFolder, "model", "model.safetensors")); pieces++)
        {
            var clock = new SteppingClock(TimeSpan.FromSeconds(1));
            step += (await _folder.RunAsync(options with { MaxTime = TimeSpan.FromSeconds(9) }, rows, clock: clock)).Count;
            Assert.True(step > pieces, "Each piece takes a step.");
        }

        Assert.True(pieces > 1);
        Assert.Equal(_folder.Weights("whole"), _folder.Weights("pieces"));
    }

    [Fact]
    public async Task A_model_learns_its_rows_by_heart_and_repeats_them()
    {
        // Twenty questions of two tokens; the answers end with token 2.
        var random = new Random(4);
        var rows = Enumerable.Range(0, 20).Select(i =>
        {
            int[] ids = [1, 10 + i, .. Enumerable.Range(0, 12).Select(_ => random.Next(40, 96)), 2];
            return new TrainingSequence($"row {i}", ids, [.. ids.Select(static (id, t) => t < 2 ? TrainingSequence.Ignored : id)]);
        }).ToArray();
        var options = _folder.Options("heart") with { Epochs = 60, PackLength = 256, CheckpointSteps = 1000, Precision = TrainingPrecision.BFloat16, LearningRate = new() { Peak = 1e-2 } };

        var reports = await _folder.RunAsync(options, rows);

        Assert.InRange(reports[^1].TokenLoss, 0, 0.05);
        using var weights = HuggingFaceCheckpoint.Open(Path.Combine(options.OutputFolder, "model"));
        using var decoder = ManagedDecoder.Load(weights, new() { Weights = WeightFormat.Float32, Threads = 1 });
        var logits = new float[96];
        foreach (var row in rows)
        {
            using var sequence = decoder.CreateSequence();
            List<int> written = [1, row.Ids[1]];
            for (var chunk = written.ToArray(); written[^1] != 2 && written.Count < 30; chunk = [written[^1]])
            {
                decoder.Forward([new(sequence, chunk, LogitRows.Last)], logits);
                written.Add(Array.IndexOf(logits, logits.Max()));
            }

            Assert.Equal(row.Ids, written);
        }
    }

    [Fact]
    public async Task A_loss_that_leaves_all_bounds_stops_the_run_and_names_the_rows_and_the_way_back()
    {
        var options = _folder.Options("wild") with { LearningRate = new() { Peak = 10, WarmupShare = 1, Decay = LearningRateDecay.Constant }, AdamW = new() { ClipNorm = 0, WeightDecay = 0 }, Epochs = 50, CheckpointSteps = 1 };

        var error = await Assert.ThrowsAsync<LongWriterException>(() => _folder.RunAsync(options, TrainerFolder.Rows(8)));

        Assert.Equal(LongWriterError.TrainingDiverged, error.Error);
        Assert.Matches(@"step \d+ .*row \d+.*checkpoint-0000\d+", error.Message);
    }

    [Fact]
    public async Task A_loss_that_explodes_stops_the_run_before_it_is_no_number()
    {
        var options = _folder.Options("steep") with { LearningRate = new() { Peak = 10, WarmupShare = 0, Decay = LearningRateDecay.Constant }, AdamW = new() { ClipNorm = 0, WeightDecay = 0 }, Epochs = 50, CheckpointSteps = 1 };

        var error = await Assert.ThrowsAsync<LongWriterException>(() => _folder.RunAsync(options, TrainerFolder.Rows(8)));

        Assert.Equal(LongWriterError.TrainingDiverged, error.Error);
        Assert.Matches(@"nats a token, and a guess among all tokens has 4\.6; it learned from row \d+", error.Message);
        // Weights after the last step are what exploded, so that no checkpoint of them is called good.
        var last = Directory.GetDirectories(options.OutputFolder, "checkpoint-*").Max()!;
        Assert.DoesNotContain(last, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_run_s_checkpoints_are_neither_overwritten_nor_gone_on_from()
    {
        var rows = TrainerFolder.Rows(10);
        var options = _folder.Options("first");
        await _folder.RunAsync(options, rows);

        await Refused(options, rows, "Resume");
        await Refused(options with { Resume = true }, TrainerFolder.Rows(11), "other data");
        await Refused(options with { Resume = true, Seed = 4 }, rows, "other options");
        await Refused(options with { Resume = true, Threads = 2 }, rows, "1 threads, not 2");
        Assert.Empty(await _folder.RunAsync(options with { Resume = true }, rows));

        async Task Refused(TrainingOptions other, TrainingSequence[] data, string says)
        {
            var error = await Assert.ThrowsAsync<LongWriterException>(() => _folder.RunAsync(other, data));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_cannot_be_trained_is_said_before_the_first_step()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var (good, options) = (TinyRuns.Sequence(5, 1), _folder.Options("bad"));
        Refused([TinyRuns.Sequence(65, 2)], options, "row 2 has 65 tokens");
        Refused([good, new("row x", [1, 96], [1, 96])], options, "Token 1 of row x is 96");
        Refused([new("row x", [1, 2], [1])], options, "1 labels");
        Refused([new("row x", [], [])], options, "row x has 0 tokens");
        Refused([new("row x", [1, 2], [1, 3])], options, "Label 1 of row x");
        Refused([TinyRuns.Sequence(5, 1, static _ => false)], options, "no");
        Refused([good], options with { PacksPerStep = 0 }, "PacksPerStep is 0");
        Refused([good], options with { LearningRate = new() { Peak = double.NaN } }, "LearningRate.Peak is NaN");
        Refused([TinyRuns.Sequence(257, 3)], options with { PackLength = 1000 }, "context is 256");

        void Refused(TrainingSequence[] rows, TrainingOptions other, string says)
        {
            var error = Assert.Throws<LongWriterException>(() => new SftTrainer(weights, rows, other));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_run_that_does_not_fit_is_refused_with_its_figures()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var options = _folder.Options("large") with { PackLength = 1 << 20 };
        var (whole, recomputed) = (TrainingMemory.Estimate(weights.Config, options), TrainingMemory.Estimate(weights.Config, options with { Recompute = true }));

        Assert.True(recomputed.Activations < whole.Activations * 0.6);
        Assert.Equal(2 * whole.Parameters, whole.Moments);
        var adapted = TrainingMemory.Estimate(weights.Config, options with { Lora = new(), Precision = TrainingPrecision.BFloat16 });
        // Both matrices of seven projections in two layers, rank 16, 16 bytes each.
        var (hidden, inner, queries, keys) = (weights.Config.HiddenSize, weights.Config.IntermediateSize, weights.Config.QuerySize, weights.Config.KeyValueSize);
        var trained = 16 * weights.Config.LayerCount * (2 * (hidden + queries) + 2 * (hidden + keys) + 3 * (hidden + inner));
        Assert.Equal(16L * trained + whole.Parameters / 2, adapted.Parameters + adapted.Gradients + adapted.Moments);
        whole.EnsureFits(whole.Total);
        var error = Assert.Throws<LongWriterException>(() => whole.EnsureFits(whole.Total - 1));
        Assert.Equal(LongWriterError.InsufficientMemory, error.Error);
        Assert.Contains("activations", error.Message, StringComparison.Ordinal);
    }

    private sealed class KilledException : Exception;

    /// <summary>Each look at it is later than the one before.</summary>
    private sealed class SteppingClock(TimeSpan step) : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += step.Ticks;
    }
}
