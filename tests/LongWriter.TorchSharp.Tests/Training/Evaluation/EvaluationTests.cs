using Microsoft.Extensions.Logging;

namespace LongWriter.Tests;

public sealed class EvaluationTests : IDisposable
{
    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_held_out_loss_is_the_mean_over_tokens_and_bits_per_byte_are_over_the_learned_text()
    {
        // Words of 2, 3 and 4 letters and a space behind each; the end has a loss and no bytes.
        var small = EvaluatedRuns.Answer(10, [5, 6, 7]);
        Assert.Equal(["ff ", "ggg ", "hhhh "], small.Ids.Skip(2).Take(3).Select(LetterTokenizer.Word));
        TrainingSequence[] heldOut = [small, .. EvaluatedRuns.Noise(5, 300)];
        var options = _folder.Options("run") with { Evaluation = new() { Steps = 1000 } };
        var evaluation = new TrainingEvaluation { Sequences = heldOut, Tokenizer = new LetterTokenizer() };

        var reports = await _folder.RunAsync(options, TrainerFolder.Rows(6), evaluation);
        var alone = await _folder.RunAsync(options with { OutputFolder = _folder.Path_("alone") }, TrainerFolder.Rows(6), evaluation with { Sequences = [small] });

        Assert.All(reports.SkipLast(1), static r => Assert.Null(r.Evaluation));
        var last = reports[^1].Evaluation!;
        using var weights = HuggingFaceCheckpoint.Open(_folder.Path_("run/model"));
        using var scorer = new SequenceScorer(weights, threads: 1);
        var scores = heldOut.SelectMany(scorer.LogProbabilities).ToList();
        Assert.Equal(-scores.Average(), last.Loss!.Value, 1e-5);
        Assert.Equal(Math.Exp(-scores.Average()), last.Perplexity!.Value, 1e-3);
        var ofSmall = scorer.LogProbabilities(small);
        Assert.Equal(4, ofSmall.Count);
        Assert.Equal(-ofSmall.Sum() / Math.Log(2) / (3 + 4 + 5), alone[^1].Evaluation!.BitsPerByte!.Value, 1e-5);
        Assert.Null((await _folder.RunAsync(options with { OutputFolder = _folder.Path_("no tokenizer") }, TrainerFolder.Rows(6), new TrainingEvaluation { Sequences = heldOut }))[^1].Evaluation!.BitsPerByte);
    }

    [Fact]
    public async Task Evaluating_changes_no_bit_of_the_weights()
    {
        var rows = TrainerFolder.Rows(12);
        var plain = _folder.Options("plain");
        var evaluated = _folder.Options("evaluated") with { Evaluation = new() { Steps = 1, MaxNewTokens = 12, Temperature = 1, KeepBest = false } };
        var evaluation = new TrainingEvaluation { Sequences = EvaluatedRuns.Noise(4, 500), Prompts = [new("p", [1, 10], 5), new("q", [1, 11], 9)], Tokenizer = new LetterTokenizer() };

        var without = await _folder.RunAsync(plain, rows);
        var with = await _folder.RunAsync(evaluated, rows, evaluation);

        Assert.All(with, static r => Assert.Equal(2, r.Evaluation!.Generated!.Answers));
        Assert.Equal(without.Select(static r => r.Loss), with.Select(static r => r.Loss));
        Assert.Equal(_folder.Weights("plain"), _folder.Weights("evaluated"));
        // What is generated is drawn alike each time.
        var again = await _folder.RunAsync(evaluated with { OutputFolder = _folder.Path_("again") }, rows, evaluation);
        Assert.Equal(with.Select(static r => r.Evaluation), again.Select(static r => r.Evaluation));
    }

    [Fact]
    public async Task Held_out_rows_that_are_learned_from_too_are_counted_and_named()
    {
        var rows = TrainerFolder.Rows(8);
        // The ids count, whatever the row is called and whatever is learned of it.
        TrainingSequence[] heldOut = [.. EvaluatedRuns.Noise(2, 40), TrainingSequence.Of("copied", rows[3].Ids), rows[5]];
        var log = new Warnings();

        await _folder.RunAsync(_folder.Options("leak") with { Evaluation = new() }, rows, new() { Sequences = heldOut }, logger: log);

        var warning = Assert.Single(log.Lines);
        Assert.Contains("2 held-out rows are also learned from, the first copied", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_evaluation_leaves_a_checkpoint_that_the_run_goes_on_from()
    {
        var (rows, heldOut) = (TrainerFolder.Rows(12), EvaluatedRuns.Noise(4, 500));
        var options = _folder.Options("cancelled") with { CheckpointSteps = 1000, Evaluation = new() { Steps = 3, KeepBest = true, MaxNewTokens = 200 } };
        var evaluation = new TrainingEvaluation { Sequences = heldOut, Prompts = [new("p", [1, 10], 5)], Tokenizer = new LetterTokenizer() };
        var whole = await _folder.RunAsync(options with { OutputFolder = _folder.Path_("whole") }, rows, evaluation);
        using var stop = new CancellationTokenSource();
        var reports = new List<TrainingProgress>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _folder.RunAsync(options, rows, evaluation, moment =>
        {
            if (moment == "best")
                stop.Cancel();
        }, reports: reports, cancellationToken: stop.Token));

        Assert.Equal(3, reports[^1].Step);
        Assert.Null(reports[^1].Evaluation!.Generated);
        Assert.Equal(whole[2].Evaluation! with { Generated = null }, reports[^1].Evaluation);
        var rest = await _folder.RunAsync(options with { Resume = true }, rows, evaluation);
        Assert.Equal(4, rest[0].Step);
        Assert.Equal(whole[^1].Evaluation, rest[^1].Evaluation);
        Assert.Equal(_folder.Weights("whole"), _folder.Weights("cancelled"));
    }

    [Fact]
    public void What_cannot_be_evaluated_is_said_before_the_first_step()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var (rows, options) = (TrainerFolder.Rows(4), _folder.Options("bad") with { Evaluation = new() { Patience = 2 } });
        var (sequences, tokenizer) = (EvaluatedRuns.Noise(1, 1), new LetterTokenizer());
        Refused(new(), options, "nothing to evaluate on");
        Refused(new() { Prompts = [new("p", [1], 5)], Tokenizer = tokenizer }, options, "no held-out sequences");
        Refused(new() { Sequences = sequences, Prompts = [new("p", [1], 5)] }, options, "without a tokenizer");
        Refused(new() { Sequences = sequences, Prompts = [new("p", [1], 0)], Tokenizer = tokenizer }, options, "p requires 0 words");
        Refused(new() { Sequences = sequences, Prompts = [new("p", [], 5)], Tokenizer = tokenizer }, options, "p has 0 tokens");
        Refused(new() { Sequences = sequences, Prompts = [new("p", [1, 96], 5)], Tokenizer = tokenizer }, options, "token 96");
        Refused(new() { Sequences = [TinyRuns.Sequence(65, 2)] }, options, "row 2 has 65 tokens");
        Refused(new() { Sequences = sequences, Pairs = [new("pair", sequences[0], sequences[0])] }, options, "1 pairs");
        Refused(new() { Sequences = sequences }, options with { Evaluation = new() { Steps = 0 } }, "Evaluation.Steps is 0");
        Refused(new() { Sequences = sequences }, options with { Evaluation = new() { Patience = 0 } }, "Evaluation.Patience is 0");
        Refused(new() { Sequences = sequences }, options with { Evaluation = new() { Steps = 20, GenerateSteps = 30 } }, "GenerateSteps is 30; take a multiple");
        Refused(new() { Sequences = sequences }, options with { Evaluation = new() { Temperature = double.NaN } }, "Temperature is NaN");

        void Refused(TrainingEvaluation evaluation, TrainingOptions other, string says)
        {
            var error = Assert.Throws<LongWriterException>(() => new SftTrainer(weights, rows, other) { Evaluation = evaluation });
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_evaluation_without_data_is_refused()
    {
        var error = await Assert.ThrowsAsync<LongWriterException>(() => _folder.RunAsync(_folder.Options("none") with { Evaluation = new() }, TrainerFolder.Rows(4)));
        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("nothing to evaluate on", error.Message, StringComparison.Ordinal);
    }

    private sealed class Warnings : ILogger<SftTrainer>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                Lines.Add(formatter(state, exception));
        }
    }
}
