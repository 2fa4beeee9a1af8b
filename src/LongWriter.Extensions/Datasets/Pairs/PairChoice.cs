namespace LongWriter;

/// <summary>Scores the samples of a row and picks two: a function of samples, scores and options alone.</summary>
internal sealed class PairChoice(PairInstruction instruction, IReadOnlyList<PairSample> samples, IReadOnlyList<double?> judged, PreferencePairOptions options)
{
    private readonly IWordCounter _counter = instruction.Counter();
    private readonly int? _required = instruction.RequiredWords();

    /// <summary>The row; null where there is no preference.</summary>
    /// <param name="belowMargin">Whether that is for want of difference.</param>
    public PreferencePairRow? Row(out bool belowMargin)
    {
        var words = samples.Select(s => _counter.Count(s.Text)).ToList();
        var length = samples.Select((s, i) => s.IsAnswer && _required is { } required ? LengthScore.Compute(required, words[i]) : (double?)null).ToList();
        var weight = options.Scorer is null ? 0 : _required is null ? 1 : options.ScorerWeight;
        // Nothing is rounded before it is compared.
        var total = samples.Select((s, i) => s.IsAnswer ? Total(weight, length[i], judged[i]) : null).ToList();
        belowMargin = false;
        var chosen = Enumerable.Range(0, samples.Count).Where(i => samples[i].Fate == SampleFate.Whole && total[i] is not null).OrderByDescending(i => total[i]).FirstOrDefault(-1);
        var others = Enumerable.Range(0, samples.Count).Where(i => i != chosen && total[i] is not null).ToList();
        if (chosen < 0 || others.Count == 0)
            return null;

        var lower = others.Where(i => total[chosen] - total[i] is { } margin && margin > 0 && margin >= options.MinMargin).ToList();
        if (lower.Count == 0)
        {
            belowMargin = true;
            return null;
        }

        var rejected = lower[(int)(PairSample.Number32(options.Seed, instruction.Id, "rejected") % (uint)lower.Count)];
        return new(instruction.Id, Prompt(), Answer(chosen), Answer(rejected))
        {
            ChosenScore = Rounded(total[chosen])!.Value,
            RejectedScore = Rounded(total[rejected])!.Value,
            ChosenSample = chosen,
            RejectedSample = rejected,
            Scores = new()
            {
                Length = _required is null ? null : [.. length.Select(Rounded)],
                Judge = options.Scorer is null ? null : [.. judged.Select(Rounded)],
                Total = [.. total.Select(Rounded)],
                Words = words,
                Fates = [.. samples.Select(static s => s.Fate)],
            },
            Judge = options.Scorer?.Name,
            JudgeWeight = weight,
            Required = _required,
            Counter = _counter.Name,
            Model = samples[chosen].Model,
        };
    }

    private static double? Total(double weight, double? length, double? judged) =>
        weight == 0 ? length : weight == 1 ? judged : (1 - weight) * length + weight * judged;

    private static double? Rounded(double? score) => score is { } value ? Math.Round(value, 4) : null;

    private PairMessage[] Prompt() =>
        string.IsNullOrEmpty(instruction.System) ? [new("user", instruction.Prompt)] : [new("system", instruction.System), new("user", instruction.Prompt)];

    private PairMessage[] Answer(int sample) => [new("assistant", samples[sample].Text)];
}
