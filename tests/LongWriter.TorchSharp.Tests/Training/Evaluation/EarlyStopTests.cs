using System.Text.Json;

namespace LongWriter.Tests;

public sealed class EarlyStopTests : IDisposable
{
    // What is learned of noise by heart makes other noise unlikely, so that the loss falls and then rises.
    private static readonly TrainingSequence[] Rows = EvaluatedRuns.Noise(10, 1);
    private static readonly TrainingEvaluation HeldOut = new() { Sequences = EvaluatedRuns.Noise(6, 700) };

    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_ends_when_the_held_out_loss_no_longer_falls_and_gives_its_best_weights()
    {
        var reports = await _folder.RunAsync(Options("stopped"), Rows, HeldOut);

        var evaluated = reports.Where(static r => r.Evaluation is not null).ToList();
        Assert.Equal(Enumerable.Range(1, evaluated.Count).Select(static i => 2 * i), evaluated.Select(static r => r.Step));
        Assert.True(reports[^1].Step < reports[^1].Steps, $"ended at step {reports[^1].Step} of {reports[^1].Steps}");
        var best = evaluated.MinBy(static r => r.Evaluation!.Loss)!;
        Assert.True(best.Evaluation!.Best && best.Step == reports[^1].Step - 6, $"the best is step {best.Step}, the last {reports[^1].Step}");
        Assert.Equal([0, 1, 2, 3], evaluated.SkipWhile(r => r != best).Select(static r => r.Evaluation!.WithoutBetter));
        Assert.NotNull(reports[^1].Checkpoint);

        // The weights of that step, as a run without evaluations has them.
        await _folder.RunAsync(Options("plain") with { Evaluation = null, MaxSteps = best.Step }, Rows);
        Assert.Equal(_folder.Weights("plain"), _folder.Weights("stopped"));
        Assert.Equal([$"best-{best.Step:D8}"], Directory.GetDirectories(_folder.Path_("stopped"), "*best-*").Select(Path.GetFileName));

        // Nothing is left to do; with more patience it goes on, on the same way.
        Assert.Empty(await _folder.RunAsync(Options("stopped") with { Resume = true }, Rows, HeldOut));
        var more = await _folder.RunAsync(Options("stopped") with { Resume = true, Evaluation = new() { Steps = 2, Patience = 4 } }, Rows, HeldOut);
        Assert.Equal([1, 2], more.Select(r => r.Step - reports[^1].Step));
        Assert.Equal(4, more[^1].Evaluation!.WithoutBetter);
    }

    [Fact]
    public async Task A_run_that_is_killed_anywhere_and_resumed_ends_at_the_same_step_with_the_same_weights()
    {
        var moments = new List<string>();
        var whole = await _folder.RunAsync(Options("whole") with { CheckpointSteps = 3 }, Rows, HeldOut, moments.Add);
        var expected = _folder.Weights("whole");

        var random = new Random(3);
        var picked = new[] { "best", "evaluated", "parameters", "state", "renamed", "step" }
            .SelectMany(name => random.GetItems(Enumerable.Range(0, moments.Count).Where(i => moments[i] == name).ToArray(), 2)).Append(moments.Count - 1).Append(moments.LastIndexOf("best")).Distinct();
        foreach (var kill in picked)
        {
            var options = Options($"killed {kill}") with { CheckpointSteps = 3 };
            var seen = 0;
            await Assert.ThrowsAsync<KilledException>(() => _folder.RunAsync(options, Rows, HeldOut, _ =>
            {
                if (seen++ == kill)
                    throw new KilledException();
            }));
            await _folder.RunAsync(options with { Resume = true }, Rows, HeldOut);

            Assert.True(expected.AsSpan().SequenceEqual(_folder.Weights($"killed {kill}")), $"killed at {moments[kill]}, moment {kill} of {moments.Count}");
            Assert.Equal(Evaluations("whole"), Evaluations($"killed {kill}"));
        }

        Assert.Equal(whole.Count, File.ReadLines(_folder.Path_("whole/metrics.jsonl")).Count());
    }

    [Fact]
    public async Task Losses_of_other_held_out_data_are_not_compared()
    {
        var options = Options("other") with { MaxSteps = 40 };
        var first = await _folder.RunAsync(options, Rows, HeldOut);
        Assert.Equal(3, first[^1].Evaluation!.WithoutBetter);

        var rest = await _folder.RunAsync(options with { Resume = true }, Rows, HeldOut with { Sequences = Rows });

        // What is learned from gets better and better.
        Assert.True(rest[0].Step > first[^1].Step && rest.First(static r => r.Evaluation is not null).Evaluation!.Best);
        Assert.Equal(40, rest[^1].Step);
    }

    [Fact]
    public async Task Best_weights_that_are_gone_are_looked_for_again()
    {
        var options = Options("gone") with { MaxSteps = 40 };
        var first = await _folder.RunAsync(options, Rows, HeldOut);
        Directory.Delete(Assert.Single(Directory.GetDirectories(options.OutputFolder, "best-*")), recursive: true);

        var rest = await _folder.RunAsync(options with { Resume = true }, Rows, HeldOut);

        var best = rest.First(static r => r.Evaluation is not null);
        Assert.True(best.Evaluation!.Best && best.Evaluation.Loss > first.Min(static r => r.Evaluation?.Loss));
        var kept = rest.Where(static r => r.Evaluation is not null).MinBy(static r => r.Evaluation!.Loss)!.Step;
        Assert.Equal([$"best-{kept:D8}"], Directory.GetDirectories(options.OutputFolder, "*best-*").Select(Path.GetFileName));
        Assert.Equal(_folder.Weights("gone"), File.ReadAllBytes(_folder.Path_($"gone/best-{kept:D8}/model.safetensors")));
    }

    private TrainingOptions Options(string run) =>
        _folder.Options(run) with { Epochs = 100, MaxSteps = 60, CheckpointSteps = 1000, Evaluation = new() { Steps = 2, Patience = 3 }, LearningRate = new() { Peak = 3e-3, WarmupShare = 0, Decay = LearningRateDecay.Constant } };

    private List<string> Evaluations(string run) =>
        [.. File.ReadLines(_folder.Path_($"{run}/metrics.jsonl")).Select(static line => JsonDocument.Parse(line).RootElement).Select(static row => $"{row.GetProperty("step")} {(row.TryGetProperty("evaluation", out var e) ? e : default)}")];

    private sealed class KilledException : Exception;
}
