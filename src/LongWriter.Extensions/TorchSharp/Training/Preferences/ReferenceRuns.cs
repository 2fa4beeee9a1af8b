using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>Gets the reference's log-probabilities of pairs: from their file, else computed and written there.</summary>
/// <param name="options">How the run computes.</param>
/// <param name="other">The reference, where it is not the model that the run begins with.</param>
/// <param name="logger">Told what is done.</param>
internal sealed class ReferenceRuns(TrainingOptions options, ModelWeights? other, ILogger logger)
{
    /// <param name="name">The file's name.</param>
    /// <param name="data">Fingerprint of pairs and reference.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="pass">The model as the run begins with it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ReferenceScores Get(string name, string data, IReadOnlyList<PreferencePair> pairs, TrainingPass pass, CancellationToken cancellationToken)
    {
        var file = Path.Combine(options.OutputFolder, name);
        // Sums depend on these too, and a run that is begun again has to be the same to the bit.
        var fingerprint = TrainingFingerprint.OfAll(data, options.Precision, options.PackLength, options.Threads);
        var scores = ReferenceScores.Read(file, fingerprint, pairs);
        if (scores is null)
        {
            TrainingLog.ReferenceBegins(logger, pairs.Count, pairs.SelectMany(static p => p.Sides).Sum(static s => (long)s.Length));
            scores = Compute(pairs, pass, cancellationToken);
            scores.Write(file, fingerprint);
        }

        TrainingLog.ReferenceReady(logger, file);
        return scores;
    }

    private ReferenceScores Compute(IReadOnlyList<PreferencePair> pairs, TrainingPass pass, CancellationToken cancellationToken)
    {
        if (other is null)
            return ReferenceScores.Of(pass, pairs, options.PackLength, Check);

        using var model = new TrainableModel(other, trained: false);
        using var otherPass = new TrainingPass(model, TrainingRun.PassOptions(options));
        return ReferenceScores.Of(otherPass, pairs, options.PackLength, Check);

        void Check(TokenPack pack, double losses)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!double.IsFinite(losses))
                throw new LongWriterException(LongWriterError.InvalidModel, $"The reference's log-probabilities of {string.Join(", ", pack.Sequences.Take(8).Select(static s => s.RowId))} are no numbers. Take another reference model, or {TrainingPrecision.Float32}.");
        }
    }
}
