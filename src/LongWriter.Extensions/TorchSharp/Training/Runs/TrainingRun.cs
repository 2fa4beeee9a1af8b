using Microsoft.Extensions.Logging;
using TorchSharp;

namespace LongWriter;

/// <summary>One run on one thread: passes, optimiser steps and checkpoints.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly HuggingFaceCheckpoint _weights;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TrainableModel _model;
    private readonly LoraMatrices? _lora;
    private readonly TrainingPass _pass;
    private readonly AdamWOptimizer _optimizer;
    private readonly ITrainingTask _task;
    private readonly TrainingCheckpoints _checkpoints;
    private readonly Action<string>? _reached;
    // Four times that of a guess: no data asks for it, whatever a model was before.
    private readonly double _mostLoss;
    private TrainingState _state;
    private string? _newest;

    public TrainingRun(HuggingFaceCheckpoint weights, ITrainingTask task, TrainingOptions options, TimeProvider clock, ILogger logger, Action<string>? reached)
    {
        (_weights, _task, _options, _clock, _logger, _reached) = (weights, task, options, clock, logger, reached);
        torch.set_num_threads(options.Threads);
        _mostLoss = 4 * Math.Log(weights.Config.VocabularySize);
        _checkpoints = new(options.OutputFolder, options.KeepCheckpoints) { Reached = reached };
        _newest = Find();
        _state = new() { Step = 0, Tokens = 0, Seconds = 0, Threads = options.Threads, Data = task.Data, Options = task.Options };
        if (_newest is not null)
            _state = Check(TrainingCheckpoints.ReadState(_newest));

        _lora = options.Lora is { } lora ? new(weights.Config, lora) : null;
        _model = _lora is null ? new(weights) : new(weights, trained: false, matrices: PassOptions(options).Type);
        _pass = new(_model, PassOptions(options), _lora);
        _optimizer = new(Trained, options.AdamW) { Steps = _state.Step };
    }

    /// <summary>Evaluates the model, where that is wanted.</summary>
    public RunEvaluation? Evaluation { get; init; }

    // What checkpoints hold; the rest is read again.
    private IReadOnlyDictionary<string, torch.Tensor> Trained => _lora?.Parameters ?? _model.Parameters;

    public static TrainingPassOptions PassOptions(TrainingOptions options) =>
        new() { Type = options.Precision == TrainingPrecision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32, Recompute = options.Recompute };

    /// <summary>Takes the steps that are left.</summary>
    public void Execute(Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        if (_options.Lora is { } lora)
            TrainingLog.Adapts(_logger, LoraMatrices.Count(_weights.Config, lora), new ModelInfo(_weights.Config).Parameters, lora.Rank);
        using var metrics = new MetricsFile(Path.Combine(_options.OutputFolder, MetricsFile.Name), _state.Step);
        if (Evaluation is not null)
            _state = _state with { Evaluation = Evaluation.Resume(_state.Evaluation) };
        if (!IsDone)
        {
            _task.Begin(_model, _pass, _state.Step, _logger, cancellationToken);
            Evaluation?.Begin(_pass, cancellationToken);
        }

        if (_newest is not null)
            TrainingCheckpoints.Read(_newest, Trained, _optimizer.State);
        var begin = _clock.GetTimestamp();
        while (!IsDone)
        {
            var stopping = cancellationToken.IsCancellationRequested || _clock.GetElapsedTime(begin) >= _options.MaxTime;
            if (stopping)
            {
                if (_state.Step > (_newest is null ? 0 : TrainingCheckpoints.ReadState(_newest).Step))
                    Checkpoint();
                cancellationToken.ThrowIfCancellationRequested();
                return;
            }

            var progress = Evaluate(Step(), cancellationToken);
            // Before the checkpoint, from which on the step is not taken again.
            metrics.Write(progress);
            if (IsDone || _state.Step % _options.CheckpointSteps == 0)
                progress = progress with { Checkpoint = Checkpoint() };
            report(progress);
        }

        if (_state.Step < _task.Steps)
            TrainingLog.EndsEarly(_logger, _state.Step, _task.Steps, _state.Evaluation!.WithoutBetter, _state.Evaluation.Step);
        var folder = Path.Combine(_options.OutputFolder, _lora is null ? TrainedModel.Folder : TrainedAdapter.Folder);
        if (Evaluation is null)
            Save(folder);
        else
            Evaluation.SaveModel(_state.Evaluation, folder, Save);
        if (_lora is not null)
            TrainedAdapter.Merge(_weights, folder, Path.Combine(_options.OutputFolder, TrainedModel.Folder), _options.SaveAs);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _pass.Dispose();
        _model.Dispose();
        _lora?.Dispose();
    }

    private bool IsDone => _state.Step >= _task.Steps || Evaluation?.Stops(_state.Evaluation) == true;

    // With an adapter it alone: a model is made of it at the end.
    private void Save(string folder)
    {
        if (_lora is null)
            TrainedModel.Write(_model, _weights.Folder, folder, _options.SaveAs);
        else
            _lora.Write(folder, _weights.Folder);
    }

    private ModelWeights Weights() => _lora is null ? new TrainedWeights(_model) : TrainedAdapter.Weights(_lora, _weights, _options.OutputFolder);

    private TrainingProgress Evaluate(TrainingProgress progress, CancellationToken cancellationToken)
    {
        var last = _state.Step == _task.Steps;
        if (Evaluation?.IsDue(_state.Step, last) != true)
            return progress;

        var start = _clock.GetTimestamp();
        var (state, result) = Evaluation.Run(_state.Step, last, _state.Evaluation!, new(_pass, Weights, Save), cancellationToken);
        // Part of the pace that the time left is told by.
        _state = _state with { Evaluation = state, Seconds = _state.Seconds + _clock.GetElapsedTime(start).TotalSeconds };
        return progress with { Evaluation = result };
    }

    private TrainingProgress Step()
    {
        var start = _clock.GetTimestamp();
        var result = _task.Run(_state.Step, _pass, (pack, losses) =>
        {
            if (!double.IsFinite(losses))
                throw Diverged("loss", "is no longer a number", pack);
            _reached?.Invoke("pass");
        });
        // Preferences may make even the chosen answers unlikely; their own loss stays bounded.
        if (result.Preferences is null && result.TokenLoss > _mostLoss)
            throw Diverged("loss", FormattableString.Invariant($"is {result.TokenLoss:N0} nats a token, and a guess among all tokens has {Math.Log(_weights.Config.VocabularySize):N1}"), [.. result.Packs]);

        var rate = _options.LearningRate.At(_state.Step, _task.Steps);
        var norm = _optimizer.Step(rate);
        if (!double.IsFinite(norm))
            throw Diverged("gradients' norm", "is no longer a number", [.. result.Packs]);

        _reached?.Invoke("step");
        var tokens = result.Packs.Sum(static p => (long)p.Length);
        var seconds = _clock.GetElapsedTime(start).TotalSeconds;
        _state = _state with { Step = _state.Step + 1, Tokens = _state.Tokens + tokens, Seconds = _state.Seconds + seconds };
        return new()
        {
            Step = _state.Step,
            Steps = _task.Steps,
            Epoch = (_state.Step - 1) / _task.StepsPerEpoch + 1,
            Loss = result.Loss,
            TokenLoss = result.TokenLoss,
            Preferences = result.Preferences,
            LearningRate = rate,
            GradientNorm = norm,
            Tokens = _state.Tokens,
            TokensPerSecond = tokens / Math.Max(seconds, 1e-9),
            Remaining = TimeSpan.FromSeconds(_state.Seconds / _state.Step * (_task.Steps - _state.Step)),
        };
    }

    private string Checkpoint()
    {
        _newest = _checkpoints.Write(_state, Trained, _optimizer.State);
        TrainingLog.Checkpoint(_logger, _newest);
        Evaluation?.Checkpointed(_checkpoints.States);
        return _newest;
    }

    private string? Find()
    {
        var newest = _checkpoints.Newest;
        if (newest is not null && !_options.Resume)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{_options.OutputFolder} holds {Path.GetFileName(newest)} of an earlier run. Set {nameof(TrainingOptions.Resume)} to go on from it, or name another folder.");

        return newest;
    }

    private TrainingState Check(TrainingState stored)
    {
        var what = stored.Options != _state.Options ? "other options" : stored.Data != _state.Data ? _task.DataName : stored.Threads != _state.Threads ? $"{stored.Threads} threads, not {_state.Threads}" : null;
        return what is null ? stored : throw new LongWriterException(
            LongWriterError.InvalidRequest,
            $"{_newest} was written with {what}, so the run would not be the same. Resume with what it began with, or name another {nameof(TrainingOptions.OutputFolder)}.");
    }

    private LongWriterException Diverged(string what, string how, params TokenPack[] packs)
    {
        var rows = packs.SelectMany(static p => p.Sequences).Select(static s => s.RowId).Distinct().ToList();
        var named = string.Join(", ", rows.Take(8)) + (rows.Count > 8 ? $" and {rows.Count - 8} more" : "");
        // One that was written just before holds the weights that came to this.
        var back = _checkpoints.Before(_state.Step) is { } good ? $"The last good checkpoint is {good}." : "There is no earlier checkpoint.";
        return new(LongWriterError.TrainingDiverged, $"The {what} of step {_state.Step + 1} {how}; it learned from {named}. {back} Take a lower learning rate or a longer warmup, and look at these rows.");
    }
}
