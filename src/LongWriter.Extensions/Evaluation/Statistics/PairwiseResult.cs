using System.Globalization;

namespace LongWriter;

/// <summary>The verdicts of a pairwise judge, added up.</summary>
/// <param name="Wins">Prompts that the second run won in both orders.</param>
/// <param name="Losses">Prompts that the first run won in both orders.</param>
/// <param name="Ties">Prompts that neither won.</param>
/// <param name="Failed">Prompts without a usable verdict; they are in no share.</param>
public sealed record PairwiseResult(int Wins, int Losses, int Ties, int Failed)
{
    /// <summary>The second run's win rate, ties as halves, 0 to 1; <see langword="null"/> without a verdict.</summary>
    public double? WinRate => Wins + Losses + Ties == 0 ? null : (Wins + (Ties / 2.0)) / (Wins + Losses + Ties);

    /// <summary>The two-sided p of an exact sign test over wins and losses.</summary>
    public double P { get; init; }

    /// <summary>What that means, in a sentence.</summary>
    public string Words { get; init; } = "";

    /// <summary>The judges, with their settings.</summary>
    public IReadOnlyList<string> Judges { get; init; } = [];

    /// <summary>What was wrong with answers of the judge that could not be used, each with its prompt's name.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    internal static PairwiseResult Of(IReadOnlyList<PairJudgement> judgements, string first, string second)
    {
        var result = new PairwiseResult(Count(PairOutcome.Second), Count(PairOutcome.First), Count(PairOutcome.Tie), Count(PairOutcome.Failed));
        result = result with { P = PairedStatistics.SignTestP(result.Wins, result.Losses) };
        var verdict = result.P >= PairedStatistics.Level ? "no preference can be told from chance" : $"the judge prefers {(result.Wins > result.Losses ? second : first)}, and chance is an unlikely reason";
        return result with
        {
            Judges = [.. judgements.Where(static j => j.Judge.Length > 0).Select(static j => string.Join(' ', new[] { j.Judge, j.Settings }.OfType<string>())).Distinct()],
            Faults = [.. judgements.SelectMany(static j => j.Faults.Select(f => $"{j.Id}: {f}"))],
            Words = string.Create(
                CultureInfo.InvariantCulture,
                $"{second} wins {result.Wins}, loses {result.Losses}, ties {result.Ties}; {result.Failed} without a verdict (p = {result.P:0.000}): {verdict}."),
        };

        int Count(PairOutcome outcome) => judgements.Count(j => j.Outcome == outcome);
    }
}
