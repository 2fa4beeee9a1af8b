using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter;

/// <summary>Trains a model on pairs of answers, so that the chosen ones grow more likely against the rejected ones than a reference has them (direct preference optimisation).</summary>
/// <remarks>
/// <para>The reference is the model that the run begins with, unless another is given. Its log-probabilities are computed once, before the first step and outside of
/// <see cref="TrainingOptions.MaxTime"/>, and kept in the output folder, under a fingerprint of pairs and reference: it needs no memory while the run goes on.</para>
/// <para>As <see cref="SftTrainer"/>: fp32 parameters, sequences of all pairs of a step in packs, checkpoints, and the same weights to the bit where a run is stopped anywhere and resumed.
/// <see cref="TrainingOptions.PackLength"/> bounds one side of a pair; <see cref="TrainingOptions.PacksPerStep"/> and <see cref="TrainingOptions.Averaging"/> change nothing: a step has
/// <see cref="DpoOptions.PairsPerStep"/> pairs, and its loss is their mean. Usual are a learning rate of 1e-6 to 5e-6 for models of billions of parameters, and one to three epochs.</para>
/// <para>It computes on a thread of its own; an instance runs once.</para>
/// </remarks>
public sealed class DpoTrainer
{
    private readonly HuggingFaceCheckpoint _weights;
    private readonly IReadOnlyList<PreferencePair> _pairs;
    private readonly TrainingOptions _options;
    private readonly DpoOptions _dpo;
    private readonly ModelWeights? _reference;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private int _started;

    /// <summary>Prepares a run; nothing is loaded yet.</summary>
    /// <param name="weights">The model to begin with; stays open until the run has ended.</param>
    /// <param name="pairs">What to learn, in an order that is the same each time.</param>
    /// <param name="options">How.</param>
    /// <param name="dpo">What is learned of the pairs; the defaults unless given.</param>
    /// <param name="reference">What the answers are held against, of the same vocabulary, where it is not <paramref name="weights"/>; stays open until the run has ended.</param>
    /// <param name="clock">For <see cref="TrainingOptions.MaxTime"/> and the speed; the system's unless given.</param>
    /// <param name="logger">Told what the run does.</param>
    /// <exception cref="LongWriterException">An option or a pair cannot be used, for example one with an empty answer (<see cref="LongWriterError.InvalidRequest"/>): the message names it.</exception>
    public DpoTrainer(
        HuggingFaceCheckpoint weights, IReadOnlyList<PreferencePair> pairs, TrainingOptions options, DpoOptions? dpo = null, ModelWeights? reference = null, TimeProvider? clock = null, ILogger<DpoTrainer>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(options);
        dpo ??= new();
        TrainingChecks.Check(options);
        TrainingChecks.Check(dpo);
        PreferencePair[] named = [.. pairs.Select(static p => p.Named())];
        TrainingChecks.Check(named, weights.Config, options.PackLength);
        if (reference is not null)
            TrainingChecks.Check(named, reference.Config, options.PackLength);
        (_weights, _pairs, _options, _dpo, _reference, _clock) = (weights, named, options, dpo, reference, clock ?? TimeProvider.System);
        _logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>What the model is evaluated on, where <see cref="TrainingOptions.Evaluation"/> is set: held-out pairs, by their loss against the reference, prompts to answer, or both.</summary>
    /// <exception cref="LongWriterException">Something of it cannot be used (<see cref="LongWriterError.InvalidRequest"/>): the message names it.</exception>
    public TrainingEvaluation? Evaluation
    {
        get;
        init
        {
            if (value is not null)
            {
                PreferencePair[] named = [.. value.Pairs.Select(static p => p.Named())];
                EvaluationChecks.Check(value, _options, _weights.Config, named.Length, "pairs");
                foreach (var config in named.Length > 0 ? new[] { _weights.Config, (_reference ?? _weights).Config } : [])
                    TrainingChecks.Check(named, config, _options.PackLength);
                value = value with { Pairs = named };
            }

            field = value;
        }
    }

    /// <summary>For tests that stop a run at some moment.</summary>
    internal Action<string>? Reached { get; init; }

    /// <summary>Runs, or goes on; gives a report after each optimiser step, with <see cref="TrainingProgress.Preferences"/>. To leave the loop or to cancel ends the run after the step it is in, with a checkpoint.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="LongWriterException">There are checkpoints and <see cref="TrainingOptions.Resume"/> is not set, or they are of other pairs, another reference, other options or threads, or another run is writing to the folder (<see cref="LongWriterError.InvalidRequest"/>); the loss is no longer a number (<see cref="LongWriterError.TrainingDiverged"/>); a file cannot be written.</exception>
    public IAsyncEnumerable<TrainingProgress> TrainAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("A trainer runs once; make another one to go on.");

        return TrainingThread.StreamAsync(Run, cancellationToken);
    }

    private void Run(Action<TrainingProgress> report, CancellationToken stop)
    {
        TorchRuntime.EnsureLoaded(logger: _logger);
        using var held = RunFolderLock.Take(_options.OutputFolder);
        using var run = new TrainingRun(_weights, new DpoTask(_pairs, _options, _dpo, _weights, _reference), _options, _clock, _logger, Reached) { Evaluation = RunEvaluation.Of(_options, Evaluation, HeldOut, _weights.Config, _logger, Reached) };
        run.Execute(report, stop);
    }

    private HeldOutPairs? HeldOut(TrainingEvaluation evaluation) => evaluation.Pairs.Count == 0 ? null
        : new(evaluation.Pairs, _pairs, new(_options, _reference, _logger), ReferenceScores.FingerprintOf(_reference ?? _weights), _dpo, _options.PackLength);
}
