using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter;

/// <summary>Trains a model on sequences: supervised fine-tuning on the answers of conversations, or language modelling on whole texts; which tokens are learned is what their labels say.</summary>
/// <remarks>
/// Sequences are packed, each isolated from the others; parameters, gradients and AdamW's moments are fp32. A run is a function of its data, options and seed:
/// one that was stopped anywhere and goes on from its newest checkpoint ends with the same weights to the bit, on the same machine.
/// It computes on a thread of its own; an instance runs once.
/// </remarks>
public sealed class SftTrainer
{
    private readonly HuggingFaceCheckpoint _weights;
    private readonly IReadOnlyList<TrainingSequence> _sequences;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private int _started;

    /// <summary>Prepares a run; nothing is loaded yet.</summary>
    /// <param name="weights">The model to begin with; stays open until the run has ended.</param>
    /// <param name="sequences">What to learn, in an order that is the same each time.</param>
    /// <param name="options">How.</param>
    /// <param name="clock">For <see cref="TrainingOptions.MaxTime"/> and the speed; the system's unless given.</param>
    /// <param name="logger">Told what the run does.</param>
    /// <exception cref="LongWriterException">An option or a sequence cannot be used (<see cref="LongWriterError.InvalidRequest"/>): the message names it. Or the run does not fit into memory (<see cref="LongWriterError.InsufficientMemory"/>).</exception>
    public SftTrainer(HuggingFaceCheckpoint weights, IReadOnlyList<TrainingSequence> sequences, TrainingOptions options, TimeProvider? clock = null, ILogger<SftTrainer>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(options);
        TrainingChecks.Check(options);
        TrainingChecks.Check(sequences, weights.Config, options.PackLength);
        TrainingMemory.Estimate(weights.Config, options).EnsureFits();
        (_weights, _sequences, _options, _clock) = (weights, sequences, options, clock ?? TimeProvider.System);
        _logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>What the model is evaluated on, where <see cref="TrainingOptions.Evaluation"/> is set: held-out sequences, prompts to answer, or both.</summary>
    /// <exception cref="LongWriterException">Something of it cannot be used (<see cref="LongWriterError.InvalidRequest"/>): the message names it.</exception>
    public TrainingEvaluation? Evaluation
    {
        get;
        init
        {
            if (value is not null)
            {
                EvaluationChecks.Check(value, _options, _weights.Config, value.Sequences.Count, "sequences");
                if (value.Sequences.Count > 0)
                    TrainingChecks.Check(value.Sequences, _weights.Config, _options.PackLength);
            }

            field = value;
        }
    }

    /// <summary>For tests that stop a run at some moment.</summary>
    internal Action<string>? Reached { get; init; }

    /// <summary>Runs, or goes on; gives a report after each optimiser step. To leave the loop or to cancel ends the run after the step it is in, with a checkpoint.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="LongWriterException">There are checkpoints and <see cref="TrainingOptions.Resume"/> is not set, or they are of other data, options or threads, or another run is writing to the folder (<see cref="LongWriterError.InvalidRequest"/>); the loss is no longer a number (<see cref="LongWriterError.TrainingDiverged"/>); a file cannot be written.</exception>
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
        using var run = new TrainingRun(_weights, new SftTask(_sequences, _options, _weights), _options, _clock, _logger, Reached) { Evaluation = RunEvaluation.Of(_options, Evaluation, HeldOut, _weights.Config, _logger, Reached) };
        run.Execute(report, stop);
    }

    private HeldOutSequences? HeldOut(TrainingEvaluation evaluation) =>
        evaluation.Sequences.Count > 0 ? new(evaluation.Sequences, _sequences, evaluation.Tokenizer, _options.PackLength) : null;
}
