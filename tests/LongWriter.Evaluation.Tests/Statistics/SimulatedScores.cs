namespace LongWriter.Tests;

/// <summary>Length scores of writers whose lengths miss by a factor that is log-normal with a deviation of 20 %, as the simulated writers of the length benchmark do.</summary>
internal sealed class SimulatedScores(ulong seed)
{
    private const double Noise = 0.2;

    private SplitMix _random = new(seed);

    /// <summary>Scores of a writer, and of another one whose score is a share of what it would be.</summary>
    public (double? First, double? Second)[] Pairs(int prompts, double share) => [.. Enumerable.Range(0, prompts).Select(_ => ((double?)Score(), (double?)(share * Score())))];

    private double Score() => LengthScore.Compute(10_000, (int)(10_000 * Math.Exp(Noise * _random.NextNormal())));
}
