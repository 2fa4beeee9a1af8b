namespace LongWriter;

/// <summary>Pairs that are not learned from, against the reference.</summary>
internal sealed class HeldOutPairs : IHeldOut
{
    private const string FileName = "reference-evaluation.safetensors";

    private readonly IReadOnlyList<PreferencePair> _pairs;
    private readonly ReferenceRuns _runs;
    private readonly DpoLoss _loss;
    private readonly int _packLength;
    private ReferenceScores? _reference;

    /// <param name="pairs">The pairs; their sides are objects of their own.</param>
    /// <param name="learned">What is learned from.</param>
    /// <param name="reference">Gets the reference's log-probabilities.</param>
    /// <param name="referenceFingerprint">Fingerprint of the reference.</param>
    /// <param name="dpo">The loss.</param>
    /// <param name="packLength">The most tokens of a pack.</param>
    public HeldOutPairs(IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PreferencePair> learned, ReferenceRuns reference, string referenceFingerprint, DpoOptions dpo, int packLength)
    {
        (_pairs, _runs, _loss, _packLength) = (pairs, reference, new(dpo), packLength);
        Data = TrainingFingerprint.OfAll(TrainingFingerprint.Of([.. pairs.SelectMany(static p => p.Sides)]), referenceFingerprint);
        var known = learned.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        var both = pairs.Where(p => known.Contains(KeyOf(p))).ToList();
        Learned = (both.Count, both.FirstOrDefault()?.RowId);
    }

    public string Data { get; }

    public (int Count, string? First) Learned { get; }

    public void Begin(TrainingPass pass, CancellationToken cancellationToken) => _reference = _runs.Get(FileName, Data, _pairs, pass, cancellationToken);

    public EvaluationResult Measure(TrainingPass pass, Action<TokenPack, double> computed)
    {
        var scores = AnswerScores.Of(pass, _pairs.SelectMany(static p => p.Sides), _packLength, computed);
        var losses = _pairs.Select((p, i) => _loss.Of(scores[p.Chosen], _reference![i].Chosen, scores[p.Rejected], _reference[i].Rejected)).ToList();
        return new() { Loss = losses.Average(static l => l.Loss), Preferences = PreferenceProgress.Of(_pairs, losses) };
    }

    private static string KeyOf(PreferencePair pair) => $"{HeldOutSequences.KeyOf(pair.Chosen)} {HeldOutSequences.KeyOf(pair.Rejected)}";
}
