using System.Text.Json;

namespace LongWriter.Tests;

public sealed class DpoTrainerTests : IDisposable
{
    private static readonly DpoOptions Dpo = new() { Beta = 0.5, LengthAlpha = 0.7, PairsPerStep = 3 };

    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_begins_at_ln_2_and_learns_its_pairs()
    {
        var pairs = PairRuns.Pairs(6);

        var reports = await _folder.RunPairsAsync(_folder.Options("run") with { Epochs = 15 }, Dpo, pairs);

        Assert.Equal((30, 30, 15), (reports.Count, reports[^1].Steps, reports[^1].Epoch));
        var (first, last) = (reports[0].Preferences!, reports[^1].Preferences!);
        Assert.Equal(Math.Log(2), reports[0].Loss, 1e-5);
        Assert.InRange(Math.Abs(first.ChosenReward) + Math.Abs(first.RejectedReward), 0, 1e-4);
        Assert.InRange(reports[^1].Loss, 0, 0.1);
        Assert.Equal((3, 1.0), (last.Pairs, last.Accuracy));
        Assert.True(last.ChosenReward > 0 && last.RejectedReward < 0 && last.Margin > 3);
        Assert.Equal(pairs.Average(static p => p.Chosen.Targets), reports.Take(2).Average(static r => r.Preferences!.ChosenLength), 1e-9);
        Assert.Equal(pairs.Average(static p => p.Rejected.Targets), reports.Take(2).Average(static r => r.Preferences!.RejectedLength), 1e-9);
        var line = JsonDocument.Parse(File.ReadLines(_folder.Path_("run/metrics.jsonl")).Last()).RootElement.GetProperty("preferences");
        Assert.Equal(last.Margin, line.GetProperty("margin").GetDouble());
        using var trained = HuggingFaceCheckpoint.Open(_folder.Path_("run/model"));
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(_folder.Model, "model.safetensors")), _folder.Weights("run"));
    }

    [Fact]
    public async Task A_run_that_is_killed_anywhere_and_resumed_gives_the_same_weights_to_the_bit()
    {
        var pairs = PairRuns.Pairs(11);
        var moments = new List<string>();
        var whole = await _folder.RunPairsAsync(_folder.Options("whole") with { KeepCheckpoints = 100 }, Dpo, pairs, moments.Add);
        var expected = _folder.Weights("whole");
        Assert.Equal(8, whole.Count);

        var random = new Random(2);
        var picked = new[] { "parameters", "moments", "state", "renamed", "pass", "step" }
            .SelectMany(name => random.GetItems(Enumerable.Range(0, moments.Count).Where(i => moments[i] == name).ToArray(), 2)).Prepend(0).Distinct().ToArray();
        Assert.True(picked.Length >= 10);
        foreach (var kill in picked)
        {
            var options = _folder.Options($"killed {kill}");
            var seen = 0;
            await Assert.ThrowsAsync<KilledException>(() => _folder.RunPairsAsync(options, Dpo, pairs, _ =>
            {
                if (seen++ == kill)
                    throw new KilledException();
            }));
            // The reference is what the run began with, not what it has become: with its file and without.
            if (kill % 2 == 1)
                File.Delete(Path.Combine(options.OutputFolder, "reference.safetensors"));
            await _folder.RunPairsAsync(options with { Resume = true }, Dpo, pairs);

            Assert.True(expected.AsSpan().SequenceEqual(_folder.Weights($"killed {kill}")), $"killed at {moments[kill]}, moment {kill} of {moments.Count}");
            Assert.Equal(File.ReadLines(_folder.Path_("whole/metrics.jsonl")).Select(Margin), File.ReadLines(Path.Combine(options.OutputFolder, "metrics.jsonl")).Select(Margin));
        }

        static double Margin(string line) => JsonDocument.Parse(line).RootElement.GetProperty("preferences").GetProperty("margin").GetDouble();
    }

    [Fact]
    public async Task A_run_stops_after_its_time_and_goes_on()
    {
        var pairs = PairRuns.Pairs(7);
        await _folder.RunPairsAsync(_folder.Options("whole"), Dpo, pairs);
        var options = _folder.Options("pieces") with { MaxTime = TimeSpan.FromSeconds(5), Resume = true };

        var pieces = 0;
        for (var step = 0; step < 6; pieces++)
        {
            var taken = await _folder.RunPairsAsync(options, Dpo, pairs, clock: new SteppingClock());
            Assert.NotEmpty(taken);
            step = taken[^1].Step;
        }

        Assert.True(pieces > 1);
        Assert.Equal(_folder.Weights("whole"), _folder.Weights("pieces"));
    }

    [Fact]
    public async Task The_reference_s_file_is_used_and_is_of_these_pairs_and_this_reference()
    {
        var pairs = PairRuns.Pairs(4);
        var options = _folder.Options("run") with { MaxSteps = 1, LearningRate = new() { Peak = 1e-12, WarmupShare = 0 } };
        await _folder.RunPairsAsync(options, Dpo, pairs);
        var file = _folder.Path_("run/reference.safetensors");
        var before = File.ReadAllBytes(file);

        // What stands in the file is the model's own log-probabilities, and of each side alone.
        Dictionary<string, string> metadata;
        float[] chosen;
        using (var stored = SafetensorsFile.Open(file))
        using (var weights = HuggingFaceCheckpoint.Open(_folder.Model))
        using (var scorer = new SequenceScorer(weights, threads: 1))
        {
            metadata = new(stored.Metadata);
            chosen = Numbers(stored, "chosen");
            Assert.All(chosen.Zip(pairs.SelectMany(p => scorer.LogProbabilities(p.Chosen))), static x => Assert.Equal(x.Second, x.First, 1e-4));
            Assert.All(Numbers(stored, "rejected").Zip(pairs.SelectMany(p => scorer.LogProbabilities(p.Rejected))), static x => Assert.Equal(x.Second, x.First, 1e-4));
        }

        // Another run in the folder takes the file as it stands.
        SafetensorsEntry[] changed = [SafetensorsEntry.Float32("chosen", [chosen.Length], chosen.Select(static x => x - 1).ToArray()), Rejected(file)];
        SafetensorsWriter.Write(file, changed, metadata);
        Directory.Delete(_folder.Path_("run/checkpoint-00000001"), recursive: true);
        var used = await _folder.RunPairsAsync(options, Dpo, pairs);
        Assert.InRange(used[0].Preferences!.ChosenReward, 1, 100);

        // Of other pairs it is made anew, and of these pairs again.
        Directory.Delete(_folder.Path_("run/checkpoint-00000001"), recursive: true);
        await _folder.RunPairsAsync(options, Dpo, PairRuns.Pairs(5));
        Directory.Delete(_folder.Path_("run/checkpoint-00000001"), recursive: true);
        var again = await _folder.RunPairsAsync(options, Dpo, pairs);
        Assert.Equal(Math.Log(2), again[0].Loss, 1e-5);
        Assert.Equal(before, File.ReadAllBytes(file));

        static SafetensorsEntry Rejected(string path)
        {
            using var stored = SafetensorsFile.Open(path);
            var numbers = Numbers(stored, "rejected");
            return SafetensorsEntry.Float32("rejected", [numbers.Length], numbers);
        }

        static float[] Numbers(SafetensorsFile stored, string name)
        {
            var tensor = stored.Find(name)!;
            var numbers = new float[tensor.ElementCount];
            stored.Read(tensor, 0, numbers.AsSpan());
            return numbers;
        }
    }

    [Fact]
    public async Task Another_model_may_be_the_reference()
    {
        var pairs = PairRuns.Pairs(3);
        await _folder.RunAsync(_folder.Options("other"), TrainerFolder.Rows(6));
        using var other = HuggingFaceCheckpoint.Open(_folder.Path_("other/model"));

        var reports = await _folder.RunPairsAsync(_folder.Options("run") with { MaxSteps = 1 }, Dpo, pairs, reference: other);

        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        using SequenceScorer model = new(weights), reference = new(other);
        var loss = new DpoLoss(Dpo);
        var expected = pairs.Average(p => loss.Of(Of(model, p.Chosen), Of(reference, p.Chosen), Of(model, p.Rejected), Of(reference, p.Rejected)).Loss);
        Assert.Equal(expected, reports[0].Loss, 1e-4);
        Assert.True(Math.Abs(expected - Math.Log(2)) > 1e-2);

        static double[] Of(SequenceScorer scorer, TrainingSequence sequence) => [.. scorer.LogProbabilities(sequence)];
    }

    [Fact]
    public async Task An_answer_may_stand_in_several_pairs_and_fill_a_pack()
    {
        // Each side alone is as long as a pack.
        TrainingSequence best = PairRuns.Side(64, 1), middle = PairRuns.Side(64, 2), worst = PairRuns.Side(64, 3);

        var reports = await _folder.RunPairsAsync(_folder.Options("run") with { Epochs = 20 }, Dpo, [new("a", best, middle), new("b", middle, worst), new("c", best, worst)]);

        Assert.Equal(1, reports[^1].Preferences!.Accuracy);
        Assert.Equal(20 * 6 * 64, reports[^1].Tokens);
    }

    [Fact]
    public async Task Another_run_s_checkpoints_are_neither_overwritten_nor_gone_on_from()
    {
        var pairs = PairRuns.Pairs(5);
        await _folder.RunAsync(_folder.Options("other"), TrainerFolder.Rows(6));
        using var other = HuggingFaceCheckpoint.Open(_folder.Path_("other/model"));
        var options = _folder.Options("first");
        await _folder.RunPairsAsync(options, Dpo, pairs);

        await Refused(options, Dpo, pairs, null, "Resume");
        await Refused(options with { Resume = true }, Dpo, PairRuns.Pairs(6), null, "other pairs");
        await Refused(options with { Resume = true }, Dpo, pairs, other, "another reference");
        await Refused(options with { Resume = true }, Dpo with { Beta = 0.2 }, pairs, null, "other options");
        await Refused(options with { Resume = true, Threads = 2 }, Dpo, pairs, null, "1 threads, not 2");
        Assert.Empty(await _folder.RunPairsAsync(options with { Resume = true }, Dpo, pairs));

        async Task Refused(TrainingOptions run, DpoOptions dpo, PreferencePair[] data, ModelWeights? reference, string says)
        {
            var error = await Assert.ThrowsAsync<LongWriterException>(() => _folder.RunPairsAsync(run, dpo, data, reference: reference));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_loss_that_is_no_number_stops_the_run_and_names_the_pairs()
    {
        var options = _folder.Options("wild") with { LearningRate = new() { Peak = 10, WarmupShare = 0, Decay = LearningRateDecay.Constant }, AdamW = new() { ClipNorm = 0, WeightDecay = 1e3 }, Epochs = 50, CheckpointSteps = 1 };

        var error = await Assert.ThrowsAsync<LongWriterException>(() => _folder.RunPairsAsync(options, Dpo, PairRuns.Pairs(3)));

        Assert.Equal(LongWriterError.TrainingDiverged, error.Error);
        Assert.Matches(@"step \d+ .*pair \d \((chosen|rejected)\).*checkpoint-0000\d+", error.Message);
    }

    [Fact]
    public void What_cannot_be_trained_is_said_before_the_first_step()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var (good, options) = (PairRuns.Side(6, 1), _folder.Options("bad"));
        // The prompts differ, which is fine.
        _ = new DpoTrainer(weights, [new("x", good, PairRuns.Side(9, 2))], options);

        Refused([], "no pair");
        Refused([new("x", good, TinyRuns.Sequence(3, 1, static _ => false))], "x (rejected) has no token to learn");
        Refused([new("x", new("", [7], [7]), good)], "x (chosen) has no token to learn");
        Refused([new("x", new("", [], []), good)], "x (chosen) has 0 tokens");
        Refused([new("x", new("", [1, 2], [1]), good)], "1 labels");
        Refused([new("x", new("", [1, 96], [-100, 96]), good)], "Token 1 of x (chosen) is 96");
        Refused([new("x", good, new("", [1, 2], [-100, 3]))], "Label 1 of x (rejected)");
        Refused([new("x", good, PairRuns.Side(65, 3))], "65 tokens; a pack takes 64");
        var error = Assert.Throws<LongWriterException>(() => new DpoTrainer(weights, [new("x", good, good)], options, new() { LabelSmoothing = 2 }));
        Assert.Contains("LabelSmoothing is 2", error.Message, StringComparison.Ordinal);

        void Refused(PreferencePair[] pairs, string says)
        {
            var fault = Assert.Throws<LongWriterException>(() => new DpoTrainer(weights, pairs, options));
            Assert.Equal(LongWriterError.InvalidRequest, fault.Error);
            Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        }
    }

    private sealed class KilledException : Exception;

    /// <summary>Each look at it is a second later than the one before.</summary>
    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_now;
    }
}
