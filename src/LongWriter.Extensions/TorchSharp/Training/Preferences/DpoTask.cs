using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
        Data = Hash(TrainingFingerprint.Of([.. pairs.SelectMany(static p => p.Sides)]), ReferenceScores.FingerprintOf(other ?? weights));
        Options = Hash(TrainingFingerprint.Of(options), dpo.Beta, dpo.LabelSmoothing, dpo.LengthAlpha, dpo.SftWeight, dpo.PairsPerStep);
    }

    public string Data { get; }

    public string DataName => "other pairs or another reference";

    public string Options { get; }

    public int StepsPerEpoch => _order.StepsPerEpoch;

    public int Steps => _order.Steps;

    public void Begin(TrainableModel model, TrainingPass pass, int step, ILogger logger, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_options.OutputFolder, ReferenceScores.FileName);
        // Sums depend on these too, and a run that is begun again has to be the same to the bit.
        var fingerprint = Hash(Data, _options.Precision, _options.PackLength, _options.Threads);
        _reference = ReferenceScores.Read(file, fingerprint, _pairs);
        if (_reference is null)
        {
            TrainingLog.ReferenceBegins(logger, _pairs.Count, _pairs.SelectMany(static p => p.Sides).Sum(static s => (long)s.Length));
            _reference = Compute(pass, cancellationToken);
            _reference.Write(file, fingerprint);
        }

        TrainingLog.ReferenceReady(logger, file);
        TrainingLog.BeginsPairs(logger, Steps, step, _pairs.Count);
    }

    public StepResult Run(int step, TrainingPass pass, Action<TokenPack, double> computed)
    {
        var places = _order.At(step);
        return new DpoStep(pass, _dpo, _options.PackLength).Run([.. places.Select(place => _pairs[place])], i => _reference![places[i]], computed);
    }

    private ReferenceScores Compute(TrainingPass pass, CancellationToken cancellationToken)
    {
        if (_other is null)
            return ReferenceScores.Of(pass, _pairs, _options.PackLength, Check);

        using var model = new TrainableModel(_other, trained: false);
        using var otherPass = new TrainingPass(model, TrainingRun.PassOptions(_options));
        return ReferenceScores.Of(otherPass, _pairs, _options.PackLength, Check);

        void Check(TokenPack pack, double losses)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!double.IsFinite(losses))
                throw new LongWriterException(LongWriterError.InvalidModel, $"The reference's log-probabilities of {string.Join(", ", pack.Sequences.Take(8).Select(static s => s.RowId))} are no numbers. Take another reference model, or {TrainingPrecision.Float32}.");
        }
    }

    private static string Hash(params object[] values) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', values.Select(static v => Convert.ToString(v, CultureInfo.InvariantCulture))))));
}
