namespace LongWriter.Tests;

/// <summary>Writers whose lengths miss by a factor that is log-normal with a deviation of 20 %, as the simulated writers of the length benchmark do.</summary>
internal sealed class SimulatedScores(ulong seed)
{
    private const double Noise = 0.2;
    private const int Required = 10_000;

    private SplitMix _random = new(seed);

    /// <summary>Scores of a writer, and of another one whose score is a share of what it would be.</summary>
    public (double? First, double? Second)[] Pairs(int prompts, double share) => [.. Enumerable.Range(0, prompts).Select(_ => ((double?)Score(), (double?)(share * Score())))];

    /// <summary>The logarithms of written by required words of a writer, and of another one that writes a share of what it would.</summary>
    public (double? First, double? Second)[] Ratios(int prompts, double share) => [.. Enumerable.Range(0, prompts).Select(_ => ((double?)Ratio(1), (double?)Ratio(share)))];

    private double Score() => LengthScore.Compute(Required, Written(1));

    private double Ratio(double share) => LengthRatio.Of(Required, Written(share));

    private int Written(double share) => (int)(Required * share * Math.Exp(Noise * _random.NextNormal()));
}
