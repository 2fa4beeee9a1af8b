namespace LongWriter.Tests;

public sealed class LoraTrainerTests : IDisposable
{
    // Rows of the head have length 1 and the last norm gives √hidden, so this width lets a frozen head tell a token from 95 others: e^9.8 to 1.
    private const string Wide = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":96,"hidden_size":96,"intermediate_size":128,"num_hidden_layers":2,
        "num_attention_heads":6,"num_key_value_heads":2,"head_dim":16,"max_position_embeddings":256,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu",
        "attention_bias":false,"mlp_bias":false,"tie_word_embeddings":true,"bos_token_id":1,"eos_token_id":2,"torch_dtype":"float32"}
        """;

    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_learns_its_rows_by_heart_and_repeats_them_with_the_adapter_on_top_and_merged()
    {
        // Twenty questions of two tokens; the answers end with token 2.
        var random = new Random(4);
        var rows = Enumerable.Range(0, 20).Select(i =>
        {
            int[] ids = [1, 10 + i, .. Enumerable.Range(0, 12).Select(_ => random.Next(40, 96)), 2];
            return new TrainingSequence($"row {i}", ids, [.. ids.Select(static (id, t) => t < 2 ? TrainingSequence.Ignored : id)]);
        }).ToArray();
        using var folder = new TrainerFolder(Wide);
        var before = File.ReadAllBytes(Path.Combine(folder.Model, "model.safetensors"));
        var options = folder.Options("heart") with { Epochs = 70, PackLength = 256, CheckpointSteps = 1000, Precision = TrainingPrecision.BFloat16, LearningRate = new() { Peak = 2e-2 }, Lora = new() };

        var reports = await folder.RunAsync(options, rows);

        Assert.InRange(reports[^1].TokenLoss, 0, 0.05);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(folder.Model, "model.safetensors")));
        using var adapted = LoraAdapter.Load(HuggingFaceCheckpoint.Open(folder.Model), folder.Path_("heart/adapter"));
        using var merged = HuggingFaceCheckpoint.Open(folder.Path_("heart/model"));
        using ManagedDecoder on = ManagedDecoder.Load(adapted, Exact), inside = ManagedDecoder.Load(merged, Exact);
        foreach (var row in rows)
        {
            var (written, logits) = Write(on, row.Ids[1]);
            var (same, others) = Write(inside, row.Ids[1]);
            Assert.Equal(row.Ids, written);
            Assert.Equal(row.Ids, same);
            Assert.InRange(LoraRuns.Difference(others, logits), 0, 1e-4);
        }
    }

    [Fact]
    public async Task A_run_that_is_killed_anywhere_and_resumed_gives_the_same_adapter_to_the_bit()
    {
        var rows = TrainerFolder.Rows(16);
        var moments = new List<string>();
        var settings = Adapted("whole") with { Precision = TrainingPrecision.BFloat16, Recompute = true };
        await _folder.RunAsync(settings, rows, moments.Add);
        var (expected, model) = (Adapter("whole"), _folder.Weights("whole"));
        var random = new Random(1);
        var picked = new[] { "parameters", "moments", "state", "renamed", "pass", "step" }.Select(name => random.GetItems(Enumerable.Range(0, moments.Count).Where(i => moments[i] == name).ToArray(), 1)[0]).ToArray();
        foreach (var kill in picked)
        {
            var options = settings with { OutputFolder = _folder.Path_($"killed {kill}") };
            var seen = 0;
            await Assert.ThrowsAsync<KilledException>(() => _folder.RunAsync(options, rows, _ =>
            {
                if (seen++ == kill)
                    throw new KilledException();
            }));
            await _folder.RunAsync(options with { Resume = true }, rows);

            Assert.True(expected.AsSpan().SequenceEqual(Adapter($"killed {kill}")), $"killed at {moments[kill]}, moment {kill} of {moments.Count}");
            Assert.Equal(model, _folder.Weights($"killed {kill}"));
        }

        // Nothing of the model itself is in a checkpoint.
        foreach (var file in Directory.EnumerateFiles(settings.OutputFolder, "*.safetensors", SearchOption.AllDirectories).Where(static f => f.Contains("checkpoint-", StringComparison.Ordinal)))
        {
            using var stored = SafetensorsFile.Open(file);
            Assert.All(stored.Tensors, static t => Assert.Contains(".lora_", t.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_run_goes_on_with_its_own_adapter_and_model_only()
    {
        var rows = TrainerFolder.Rows(6);
        var options = Adapted("first");
        await _folder.RunAsync(options, rows);
        RandomCheckpoint.Write(_folder.Path_("shape.json"), _folder.Path_("other"), new() { Seed = 6, Type = SafetensorsType.F32 });
        var resumed = options with { Resume = true };

        await Refused(resumed with { Lora = null }, _folder.Model, "other options");
        await Refused(resumed with { Lora = LoraRuns.Options with { Alpha = 8 } }, _folder.Model, "other options");
        await Refused(resumed with { Lora = LoraRuns.Options with { Rank = 4 } }, _folder.Model, "other options");
        await Refused(resumed with { Lora = LoraRuns.Options with { Seed = 4 } }, _folder.Model, "other options");
        await Refused(resumed with { Lora = LoraRuns.Options with { Targets = ["q_proj"] } }, _folder.Model, "other options");
        await Refused(resumed, _folder.Path_("other"), "another model");
        // The order of targets says nothing.
        Assert.Empty(await _folder.RunAsync(resumed with { Lora = LoraRuns.Options with { Targets = [.. LoraRuns.Options.Targets.Reverse()] } }, rows));

        async Task Refused(TrainingOptions other, string model, string says)
        {
            using var weights = HuggingFaceCheckpoint.Open(model);
            var error = await Assert.ThrowsAsync<LongWriterException>(async () =>
            {
                await foreach (var _ in new SftTrainer(weights, rows, other).TrainAsync())
                {
                }
            });
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Matches(says, error.Message);
        }
    }

    [Fact]
    public async Task The_reference_of_pairs_is_the_model_without_the_adapter_also_after_a_kill()
    {
        var (pairs, dpo) = (PairRuns.Pairs(6), new DpoOptions { Beta = 0.5, PairsPerStep = 3 });
        var settings = Adapted("pairs") with { Epochs = 12, LearningRate = new() { Peak = 1e-2 }, CheckpointSteps = 5 };
        var reports = await _folder.RunPairsAsync(settings, dpo, pairs);
        Assert.Equal(Math.Log(2), reports[0].Loss, 1e-5);
        Assert.Equal(1, reports[^1].Preferences!.Accuracy);
        Assert.True(reports[^1].Preferences!.Margin > 1);
        AssertReference("pairs");

        var options = settings with { OutputFolder = _folder.Path_("killed") };
        var steps = 0;
        await Assert.ThrowsAsync<KilledException>(() => _folder.RunPairsAsync(options, dpo, pairs, moment =>
        {
            if (moment == "step" && ++steps == 8)
                throw new KilledException();
        }));
        File.Delete(_folder.Path_("killed/reference.safetensors"));
        var rest = await _folder.RunPairsAsync(options with { Resume = true }, dpo, pairs);

        Assert.Equal(6, rest[0].Step);
        AssertReference("killed");
        Assert.Equal(Adapter("pairs"), Adapter("killed"));

        void AssertReference(string run)
        {
            using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
            using var scorer = new SequenceScorer(weights, threads: 1);
            using var file = SafetensorsFile.Open(_folder.Path_($"{run}/reference.safetensors"));
            var numbers = new float[file.Find("chosen")!.ElementCount];
            file.Read(file.Find("chosen")!, 0, numbers.AsSpan());
            Assert.All(numbers.Zip(pairs.SelectMany(p => scorer.LogProbabilities(p.Chosen))), static x => Assert.Equal(x.Second, x.First, 1e-4));
        }
    }

    [Fact]
    public async Task An_evaluated_run_gives_the_best_adapter_and_the_model_with_it()
    {
        var rows = EvaluatedRuns.Noise(10, 1);
        var heldOut = new TrainingEvaluation { Sequences = EvaluatedRuns.Noise(6, 700), Tokenizer = new LetterTokenizer(), Prompts = [new("ask", [1, 10], 3)] };
        var options = Adapted("stopped") with
        {
            Epochs = 100,
            MaxSteps = 80,
            CheckpointSteps = 1000,
            LearningRate = new() { Peak = 2e-2, WarmupShare = 0, Decay = LearningRateDecay.Constant },
            Evaluation = new() { Steps = 4, Patience = 3, MaxNewTokens = 8, MaxPrompts = 1 },
        };

        var reports = await _folder.RunAsync(options, rows, heldOut);

        var best = reports.Where(static r => r.Evaluation is not null).MinBy(static r => r.Evaluation!.Loss)!.Step;
        Assert.True(best > 0 && best == reports[^1].Step - 12, $"the best is step {best}, the last {reports[^1].Step}");
        Assert.All(reports.Where(static r => r.Evaluation is not null), static r => Assert.Equal(1, r.Evaluation!.Generated!.Answers));
        await _folder.RunAsync(options with { OutputFolder = _folder.Path_("plain"), Evaluation = null, MaxSteps = best }, rows);
        Assert.Equal(Adapter("plain"), Adapter("stopped"));
        Assert.Equal(_folder.Weights("plain"), _folder.Weights("stopped"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(options.OutputFolder, ".adapter*"));
    }

    [Fact]
    public void What_cannot_be_adapted_is_said_before_the_first_step()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        Refused(new() { Rank = 0 }, "Lora.Rank is 0");
        Refused(new() { Rank = 1 << 20 }, "Lora.Rank is 1048576");
        Refused(new() { Alpha = double.NaN }, "Lora.Alpha is NaN");
        Refused(new() { Alpha = 0 }, "Lora.Alpha is 0");
        Refused(new() { Targets = [] }, "Lora.Targets is empty");
        Refused(new() { Targets = ["query_key_value"] }, "Lora.Targets names query_key_value; there are q_proj, k_proj");
        Refused(new() { Targets = ["q_proj", "q_proj"] }, "q_proj twice");

        void Refused(LoraOptions lora, string says)
        {
            var error = Assert.Throws<LongWriterException>(() => new SftTrainer(weights, TrainerFolder.Rows(2), _folder.Options("bad") with { Lora = lora }));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }

    private static ManagedDecoderOptions Exact => new() { Weights = WeightFormat.Float32, Threads = 1 };

    private TrainingOptions Adapted(string run) => _folder.Options(run) with { Lora = LoraRuns.Options };

    private byte[] Adapter(string run) => File.ReadAllBytes(_folder.Path_($"{run}/adapter/adapter_model.safetensors"));

    // Greedily, to the end token; and all logits on the way.
    private static (List<int> Written, double[] Logits) Write(ManagedDecoder decoder, int question)
    {
        using var sequence = decoder.CreateSequence();
        var (logits, all) = (new float[96], new List<double>());
        List<int> written = [1, question];
        for (var chunk = written.ToArray(); written[^1] != 2 && written.Count < 30; chunk = [written[^1]])
        {
            decoder.Forward([new(sequence, chunk, LogitRows.Last)], logits);
            all.AddRange(logits.Select(static x => (double)x));
            written.Add(Array.IndexOf(logits, logits.Max()));
        }

        return (written, [.. all]);
    }

    private sealed class KilledException : Exception;
}
