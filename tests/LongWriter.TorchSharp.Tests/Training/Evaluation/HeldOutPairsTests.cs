namespace LongWriter.Tests;

public sealed class HeldOutPairsTests : IDisposable
{
    private static readonly DpoOptions Dpo = new() { Beta = 0.5, LengthAlpha = 0.7, SftWeight = 0.1, PairsPerStep = 3 };

    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Held_out_pairs_have_their_loss_accuracy_and_margin_against_the_model_that_the_run_began_with()
    {
        var all = PairRuns.Pairs(10);
        var (learned, heldOut) = (all[..6], all[6..]);
        var options = _folder.Options("run") with { Epochs = 3, CheckpointSteps = 1, Evaluation = new() { Steps = 2 } };

        var reports = await RunAsync(options, learned, heldOut);

        Assert.Equal([2, 4, 6], reports.Where(static r => r.Evaluation is not null).Select(static r => r.Step));
        var last = reports[^1].Evaluation!;
        var (before, after) = (Scores(_folder.Model, heldOut), Scores(_folder.Path_("run/model"), heldOut));
        var losses = heldOut.Select((_, i) => new DpoLoss(Dpo).Of(after[i].Chosen, before[i].Chosen, after[i].Rejected, before[i].Rejected)).ToList();
        Assert.Equal(losses.Average(static l => l.Loss), last.Loss!.Value, 1e-4);
        Assert.Equal(losses.Average(static l => l.Margin), last.Preferences!.Margin, 1e-3);
        Assert.Equal(losses.Average(static l => l.Margin > 0 ? 1.0 : 0), last.Preferences.Accuracy);
        Assert.Equal((4, null), (last.Preferences.Pairs, last.Perplexity));
        // The margins are of some size, so that they are worth comparing.
        Assert.True(losses.Max(static l => Math.Abs(l.Margin)) > 0.01);

        // A resumed run has the same reference.
        var killed = options with { OutputFolder = _folder.Path_("killed") };
        await Assert.ThrowsAsync<KilledException>(() => RunAsync(killed, learned, heldOut, moment =>
        {
            if (moment == "evaluated")
                throw new KilledException();
        }));
        File.Delete(_folder.Path_("killed/reference-evaluation.safetensors"));
        var rest = await RunAsync(killed with { Resume = true }, learned, heldOut);
        Assert.Equal(reports.Skip(1).Select(static r => r.Evaluation), rest.Select(static r => r.Evaluation));
        Assert.Equal(_folder.Weights("run"), _folder.Weights("killed"));
    }

    [Fact]
    public void Pairs_that_cannot_be_evaluated_are_refused()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var pairs = PairRuns.Pairs(2);
        Refused(new() { Sequences = [pairs[0].Chosen] }, "evaluates on pairs");
        Refused(new() { Pairs = [new("p", pairs[0].Chosen, TrainingSequence.Of("long", new int[65]))] }, "p (rejected) has 65 tokens");

        void Refused(TrainingEvaluation evaluation, string says)
        {
            var error = Assert.Throws<LongWriterException>(() => new DpoTrainer(weights, pairs, _folder.Options("bad"), Dpo) { Evaluation = evaluation });
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }

    private async Task<List<TrainingProgress>> RunAsync(TrainingOptions options, PreferencePair[] pairs, PreferencePair[] heldOut, Action<string>? reached = null)
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var trainer = new DpoTrainer(weights, pairs, options, Dpo) { Reached = reached, Evaluation = new() { Pairs = heldOut } };
        var reports = new List<TrainingProgress>();
        await foreach (var report in trainer.TrainAsync())
            reports.Add(report);

        return reports;
    }

    private static List<(double[] Chosen, double[] Rejected)> Scores(string model, PreferencePair[] pairs)
    {
        using var weights = HuggingFaceCheckpoint.Open(model);
        using var scorer = new SequenceScorer(weights, threads: 1);
        return [.. pairs.Select(p => (scorer.LogProbabilities(p.Chosen).ToArray(), scorer.LogProbabilities(p.Rejected).ToArray()))];
    }

    private sealed class KilledException : Exception;
}
