using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>The evaluations of one run: when, on what, which was the best, and whether the run ends.</summary>
/// <param name="options">When and how.</param>
/// <param name="heldOut">What losses are of, or nothing.</param>
/// <param name="answers">What is generated, or nothing.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="logger">Told what happens.</param>
internal sealed class RunEvaluation(EvaluationOptions options, IHeldOut? heldOut, AnswerRuns? answers, string folder, ILogger logger)
{
    private readonly BestWeights _best = new(folder);

    /// <summary>The evaluations that a trainer was told to make, or nothing.</summary>
    /// <exception cref="LongWriterException">There is nothing to evaluate on.</exception>
    public static RunEvaluation? Of(TrainingOptions training, TrainingEvaluation? data, Func<TrainingEvaluation, IHeldOut?> heldOut, ModelConfig config, ILogger logger, Action<string>? reached)
    {
        if (training.Evaluation is not { } options)
            return null;
        if (data is null)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Evaluation)} is set, and the trainer has nothing to evaluate on. Set its {nameof(SftTrainer.Evaluation)} too.");

        var answers = data.Prompts.Count > 0 ? new AnswerRuns(data, options, training, config) : null;
        return new(options, heldOut(data), answers, training.OutputFolder, logger) { Reached = reached };
    }

    /// <summary>For tests that stop a run at some moment.</summary>
    internal Action<string>? Reached { get; init; }

    /// <summary>What a run that goes on knows of earlier evaluations: nothing where they were on other data, or where their best weights are wanted and gone.</summary>
    public EvaluationState Resume(EvaluationState? stored)
    {
        var fresh = new EvaluationState { Data = heldOut?.Data ?? "" };
        if (stored?.Loss is null)
            return fresh;

        var why = stored.Data != fresh.Data ? "they are of other held-out data" : options.KeepsBest && !_best.Has(stored.Step) ? $"the weights of step {stored.Step}, the best, are not there" : null;
        if (why is null)
            return stored;

        TrainingLog.EvaluationAfresh(logger, why);
        return fresh;
    }

    /// <summary>Called once before the first step, with the model as the run begins with it.</summary>
    public void Begin(TrainingPass pass, CancellationToken cancellationToken)
    {
        if (heldOut is null)
            return;

        var (count, first) = heldOut.Learned;
        if (count > 0)
            TrainingLog.HeldOutLearned(logger, count, first!);
        heldOut.Begin(pass, cancellationToken);
    }

    /// <summary>Whether an evaluation is made after a step.</summary>
    public bool IsDue(int step, bool last) => last || step % options.Steps == 0;

    /// <summary>Whether the run ends early.</summary>
    public bool Stops(EvaluationState? state) => state is not null && state.WithoutBetter >= options.Patience;

    /// <summary>Evaluates the model after a step.</summary>
    /// <param name="step">Steps taken.</param>
    /// <param name="last">Whether it is the last of all.</param>
    /// <param name="state">What was before.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Ends generation; what the run depends on is computed nevertheless.</param>
    public (EvaluationState State, EvaluationResult Result) Run(int step, bool last, EvaluationState state, EvaluatedModel model, CancellationToken cancellationToken)
    {
        var result = heldOut?.Measure(model.Pass, (pack, losses) => Check(step, pack, losses)) ?? new();
        if (result.Loss is { } loss)
        {
            var best = state.Loss is null || loss < state.Loss;
            state = best ? state with { Loss = loss, Step = step, WithoutBetter = 0 } : state with { WithoutBetter = state.WithoutBetter + 1 };
            result = result with { Best = best, WithoutBetter = state.WithoutBetter };
            if (best && options.KeepsBest)
            {
                _best.Write(step, model.Save);
                Reached?.Invoke("best");
            }
        }

        if (answers is not null && (last || Stops(state) || options.GenerateSteps is not { } every || step % every == 0))
            result = result with { Generated = Generate(model, cancellationToken) };
        Reached?.Invoke("evaluated");
        TrainingLog.Evaluated(logger, step, result.Loss, result.Best, result.WithoutBetter);
        return (state, result);
    }

    /// <summary>Drops best weights that no checkpoint names.</summary>
    public void Checkpointed(IEnumerable<TrainingState> checkpoints)
    {
        if (options.KeepsBest)
            _best.Keep([.. checkpoints.Where(static c => c.Evaluation?.Loss is not null).Select(static c => c.Evaluation!.Step)]);
    }

    /// <summary>Writes the run's model.</summary>
    /// <param name="state">What was evaluated.</param>
    /// <param name="target">The model's folder.</param>
    /// <param name="save">Writes the model as it is now into a folder.</param>
    public void SaveModel(EvaluationState? state, string target, Action<string> save)
    {
        if (options.KeepsBest && state?.Loss is not null)
            _best.CopyTo(state.Step, target);
        else
            save(target);
    }

    private GeneratedAnswers? Generate(EvaluatedModel model, CancellationToken cancellationToken)
    {
        try
        {
            using var weights = model.Weights();
            return answers!.Run(weights, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The step itself is whole: the run ends behind it, with a checkpoint.
            return null;
        }
    }

    private static void Check(int step, TokenPack pack, double losses)
    {
        if (!double.IsFinite(losses))
            throw new LongWriterException(LongWriterError.TrainingDiverged, $"The held-out loss after step {step} is no longer a number, on {string.Join(", ", pack.Sequences.Take(8).Select(static s => s.RowId))}. Take a lower learning rate or a longer warmup.");
    }
}

/// <summary>A model as it is evaluated.</summary>
/// <param name="Pass">Computes its losses.</param>
/// <param name="Weights">Its numbers now.</param>
/// <param name="Save">Writes it into a folder.</param>
internal sealed record EvaluatedModel(TrainingPass Pass, Func<ModelWeights> Weights, Action<string> Save);
