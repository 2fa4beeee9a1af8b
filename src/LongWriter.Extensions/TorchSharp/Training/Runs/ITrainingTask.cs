using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>What is learned, step by step: that of a run which is another for each kind of training.</summary>
internal interface ITrainingTask
{
    /// <summary>Fingerprint of everything that is learned from.</summary>
    string Data { get; }

    /// <summary>What <see cref="Data"/> is called where it is not what the run began with.</summary>
    string DataName { get; }

    /// <summary>Fingerprint of all options that change the weights.</summary>
    string Options { get; }

    int StepsPerEpoch { get; }

    int Steps { get; }

    /// <summary>Called once, with the model as the run begins with it, also where it goes on from a checkpoint.</summary>
    void Begin(TrainableModel model, TrainingPass pass, int step, ILogger logger, CancellationToken cancellationToken);

    /// <summary>Adds the gradients of a step, from 0.</summary>
    /// <param name="step">Which one.</param>
    /// <param name="pass">Computes.</param>
    /// <param name="computed">Told the summed losses of each pack that went through the model.</param>
    StepResult Run(int step, TrainingPass pass, Action<TokenPack, double> computed);
}

/// <summary>What a step came to.</summary>
/// <param name="Packs">All that was learned from.</param>
/// <param name="Loss">What gradients were taken of.</param>
/// <param name="TokenLoss">Mean -log p of the learned tokens.</param>
/// <param name="Preferences">Of preference training.</param>
internal sealed record StepResult(IReadOnlyList<TokenPack> Packs, double Loss, double TokenLoss, PreferenceProgress? Preferences = null);
