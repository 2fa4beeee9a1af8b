using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>Learns sequences by the loss of their tokens.</summary>
internal sealed class SftTask(IReadOnlyList<TrainingSequence> sequences, TrainingOptions options, ModelWeights weights) : ITrainingTask
{
    private readonly EpochOrder _order = new(sequences, options);

    // What an adapter was trained on is not in its checkpoints.
    public string Data { get; } = TrainingFingerprint.Of(sequences) + (options.Lora is null ? "" : " on " + ReferenceScores.FingerprintOf(weights));

    public string DataName => options.Lora is null ? "other data" : "other data or another model";

    public string Options { get; } = TrainingFingerprint.Of(options);

    public int StepsPerEpoch => _order.StepsPerEpoch;

    public int Steps => _order.Steps;

    public void Begin(TrainableModel model, TrainingPass pass, int step, ILogger logger, CancellationToken cancellationToken) =>
        TrainingLog.Begins(logger, _order.Steps, step, sequences.Count, _order.PacksPerEpoch, _order.Fill);

    public StepResult Run(int step, TrainingPass pass, Action<TokenPack, double> computed)
    {
        var packs = _order.At(step);
        var factors = LossWeights.Of(packs, options.Averaging);
        var (loss, sum) = (0.0, 0.0);
        for (var i = 0; i < packs.Count; i++)
        {
            var places = factors[i];
            var targets = new PackLayout(packs[i]).Targets;
            var losses = pass.Backward(packs[i], (_, sequence) => places[sequence]);
            for (var target = 0; target < losses.Length; target++)
            {
                sum += losses[target];
                loss += losses[target] * places[targets[target].Sequence];
            }

            computed(packs[i], sum);
        }

        return new(packs, loss, sum / Math.Max(1, packs.Sum(static p => p.Targets)));
    }
}
