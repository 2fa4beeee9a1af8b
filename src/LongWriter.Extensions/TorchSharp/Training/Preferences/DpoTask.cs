using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>Learns from pairs of answers.</summary>
internal sealed class DpoTask : ITrainingTask
{
    private readonly IReadOnlyList<PreferencePair> _pairs;
    private readonly TrainingOptions _options;
    private readonly DpoOptions _dpo;
    private readonly ModelWeights? _other;
    private readonly PairOrder _order;
    private ReferenceScores? _reference;

    /// <param name="pairs">The pairs; their sides are objects of their own.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="dpo">What is learned of the pairs.</param>
    /// <param name="weights">What the run begins with.</param>
    /// <param name="other">The reference, where it is another model.</param>
    public DpoTask(IReadOnlyList<PreferencePair> pairs, TrainingOptions options, DpoOptions dpo, ModelWeights weights, ModelWeights? other)
    {
        (_pairs, _options, _dpo, _other, _order) = (pairs, options, dpo, other, new(pairs.Count, dpo.PairsPerStep, options));
        Data = TrainingFingerprint.OfAll(TrainingFingerprint.Of([.. pairs.SelectMany(static p => p.Sides)]), ReferenceScores.FingerprintOf(other ?? weights));
        // What an adapter was trained on is not in its checkpoints.
        if (options.Lora is not null)
            Data = TrainingFingerprint.OfAll(Data, other is null ? "" : ReferenceScores.FingerprintOf(weights));
        Options = TrainingFingerprint.OfAll(TrainingFingerprint.Of(options), dpo.Beta, dpo.LabelSmoothing, dpo.LengthAlpha, dpo.SftWeight, dpo.PairsPerStep);
    }

    public string Data { get; }

    public string DataName => _options.Lora is null ? "other pairs or another reference" : "other pairs, another reference or another model";

    public string Options { get; }

    public int StepsPerEpoch => _order.StepsPerEpoch;

    public int Steps => _order.Steps;

    public void Begin(TrainableModel model, TrainingPass pass, int step, ILogger logger, CancellationToken cancellationToken)
    {
        _reference = new ReferenceRuns(_options, _other, logger).Get(ReferenceScores.FileName, Data, _pairs, pass, cancellationToken);
        TrainingLog.BeginsPairs(logger, Steps, step, _pairs.Count);
    }

    public StepResult Run(int step, TrainingPass pass, Action<TokenPack, double> computed)
    {
        var places = _order.At(step);
        return new DpoStep(pass, _dpo, _options.PackLength).Run([.. places.Select(place => _pairs[place])], i => _reference![places[i]], computed);
    }
}
