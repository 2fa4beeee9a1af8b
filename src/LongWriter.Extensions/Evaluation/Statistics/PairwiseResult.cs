using System.Globalization;

namespace LongWriter;

/// <summary>The verdicts of a pairwise judge, added up.</summary>
public sealed class PairwiseResult
{
    private PairwiseResult()
    {
    }

    /// <summary>Prompts that the second run won in both orders.</summary>
    public int Wins { get; private init; }

    /// <summary>Prompts that the first run won in both orders.</summary>
    public int Losses { get; private init; }

    /// <summary>Prompts that neither won.</summary>
    public int Ties { get; private init; }

    /// <summary>Prompts without a usable verdict; they are in no share.</summary>
    public int Failed { get; private init; }

    /// <summary>The second run's win rate, ties as halves, 0 to 1; <see langword="null"/> without a verdict.</summary>
    public double? WinRate => Wins + Losses + Ties == 0 ? null : (Wins + (Ties / 2.0)) / (Wins + Losses + Ties);

    /// <summary>The two-sided p of an exact sign test over wins and losses.</summary>
    public double P { get; private init; }

    /// <summary>What that means, in a sentence.</summary>
    public string Words { get; private init; } = "";

    /// <summary>The judges, with their settings.</summary>
    public IReadOnlyList<string> Judges { get; private init; } = [];

    /// <summary>What was wrong with answers of the judge that could not be used, each with its prompt's name.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    internal static PairwiseResult Of(IReadOnlyList<PairJudgement> judgements, string first, string second)
    {
        var (wins, losses, ties, failed) = (Count(PairOutcome.Second), Count(PairOutcome.First), Count(PairOutcome.Tie), Count(PairOutcome.Failed));
        var p = PairedStatistics.SignTestP(wins, losses);
        var verdict = p >= PairedStatistics.Level ? "no preference can be told from chance" : $"the judge prefers {(wins > losses ? second : first)}, and chance is an unlikely reason";
        return new()
        {
            Wins = wins,
            Losses = losses,
            Ties = ties,
            Failed = failed,
            P = p,
            Judges = [.. judgements.Where(static j => j.Judge.Length > 0).Select(static j => string.Join(' ', new[] { j.Judge, j.Settings }.OfType<string>())).Distinct()],
            Faults = [.. judgements.SelectMany(static j => j.Faults.Select(f => $"{j.Id}: {f}"))],
            Words = string.Create(CultureInfo.InvariantCulture, $"{second} wins {wins}, loses {losses}, ties {ties}; {failed} without a verdict (p = {p:0.000}): {verdict}."),
        };

        int Count(PairOutcome outcome) => judgements.Count(j => j.Outcome == outcome);
    }
}
