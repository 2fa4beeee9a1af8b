using System.Globalization;

namespace LongWriter;

/// <summary>Two runs held against each other, prompt by prompt.</summary>
public sealed class RunComparison
{
    private const int Flips = 20_000;
    private const int Draws = 10_000;

    private static readonly (string Name, bool? HigherIsBetter, bool IsJudged, Func<EvaluatedAnswer, double?> Value)[] Figures =
    [
        ("S_l", true, false, static a => a.LengthScore),
        (LengthRatio.Name, null, false, LengthRatio.Of),
        ("S_q", true, true, static a => a.Prediction.Scores is { IsJudged: true } scores ? scores.Quality : null),
        ("S-bar", true, true, static a => a.LengthScore is { } length && a.Prediction.Scores is { IsJudged: true } scores ? (length + scores.Quality) / 2 : null),
        ("rep-4, matched windows", false, false, static a => Matched(a, static w => w.Repetition4)),
        ("compression, matched windows", false, false, static a => Matched(a, static w => w.CompressionRatio)),
    ];

    private RunComparison(string first, string second) => (First, Second) = (first, second);

    /// <summary>The first run's name.</summary>
    public string First { get; }

    /// <summary>The second run's name.</summary>
    public string Second { get; }

    /// <summary>The figures that both runs have, each tested for itself at 5 %: of twenty equal ones, one alarms on average.</summary>
    public IReadOnlyList<PairedDifference> Differences { get; internal init; } = [];

    /// <summary>The verdicts of a pairwise judge; <see langword="null"/> where none was asked.</summary>
    public PairwiseResult? Pairwise { get; internal init; }

    /// <summary>Prompts that only the first run answered; they are left out.</summary>
    public int OnlyFirst { get; internal init; }

    /// <summary>Prompts that only the second run answered; they are left out.</summary>
    public int OnlySecond { get; internal init; }

    /// <summary>What became of the first run's rows. Those that are broken or replaced are in no figure; S_l of what failed or is empty is 0.</summary>
    public RowCounts FirstRows { get; internal init; } = new();

    /// <summary>What became of the second run's rows.</summary>
    public RowCounts SecondRows { get; internal init; } = new();

    /// <summary>Compares two runs. Prompts are the same where their texts are; ids only tell prompts with one text apart.</summary>
    /// <param name="first">The first run, the one to hold against.</param>
    /// <param name="second">The second run.</param>
    /// <param name="judgements">Verdicts of a <see cref="PairwiseJudge"/>, the first run's answers first; <see langword="null"/> for none.</param>
    /// <param name="seed">Begins the flips and draws; the same seed gives the same figures. 0.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: the runs have no prompt in common.</exception>
    public static RunComparison Of(EvaluationRun first, EvaluationRun second, IReadOnlyList<PairJudgement>? judgements = null, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var common = Common(first, second);
        if (common.Pairs.Count == 0)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"'{first.Name}' and '{second.Name}' have no prompt in common. Compare runs over the same prompts.");

        var judges = Judges(common);
        return new(first.Name, second.Name)
        {
            Differences = [.. Figures.Select(f => f.IsJudged && judges.Count > 1 ? LeftOut(f.Name, judges, common) : Difference(f.Name, f.HigherIsBetter, [.. common.Pairs.Select(p => (Mean(p.First, f.Value), Mean(p.Second, f.Value)))], (first.Name, second.Name), seed)).OfType<PairedDifference>()],
            Pairwise = judgements is null ? null : PairwiseResult.Of(judgements, first.Name, second.Name),
            OnlyFirst = common.OnlyFirst.Count,
            OnlySecond = common.OnlySecond.Count,
            FirstRows = first.Length.Rows,
            SecondRows = second.Length.Rows,
        };
    }

    /// <summary>Whether two runs have a prompt in common, without which <see cref="Of"/> cannot compare them.</summary>
    /// <param name="first">The first run.</param>
    /// <param name="second">The second run.</param>
    public static bool CanCompare(EvaluationRun first, EvaluationRun second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Common(first, second).Pairs.Count > 0;
    }

    internal static PairedDifference? Difference(string figure, bool? higherIsBetter, IReadOnlyList<(double? First, double? Second)> values, (string First, string Second) names, long seed, int flips = Flips, int draws = Draws)
    {
        var pairs = values.Where(static v => v.First is not null && v.Second is not null).Select(static v => (First: v.First!.Value, Second: v.Second!.Value)).ToList();
        // A figure that one of the runs does not have at all is none of the comparison.
        if (pairs.Count == 0)
            return null;

        double[] differences = [.. pairs.Select(static p => p.Second - p.First)];
        var sign = higherIsBetter == false ? -1 : 1;
        var better = differences.Count(d => sign * d > 1e-9);
        var worse = differences.Count(d => sign * d < -1e-9);
        var interval = PairedStatistics.Interval(differences, draws, (ulong)seed);
        var p = PairedStatistics.SignFlipP(differences, flips, (ulong)seed + 1);
        var result = new PairedDifference(figure, higherIsBetter, pairs.Count)
        {
            LeftOut = values.Count - pairs.Count,
            First = pairs.Average(static v => v.First),
            Second = pairs.Average(static v => v.Second),
            Difference = differences.Average(),
            Low = interval?.Low,
            High = interval?.High,
            P = p,
            Wins = better,
            Losses = worse,
            Ties = pairs.Count - better - worse,
            IsSignificant = PairedStatistics.IsTold(p, interval),
        };
        result.Words = figure == LengthRatio.Name ? LengthRatio.InWords(result, names) : InWords(result, names);
        return result;
    }

    private static string InWords(PairedDifference d, (string First, string Second) names)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{d.Figure} differs by {d.Difference:+0.###;-0.###;0} over {d.N} prompts{LeftOutInWords(d)}");
        if (d.Low is not { } low || d.High is not { } high)
            return $"{size}: too few prompts to tell.";

        var figures = string.Create(CultureInfo.InvariantCulture, $"(95 % interval {low:0.###} to {high:0.###}, p {PInWords(d.P)})");
        if (!d.IsSignificant)
            return $"{size} {figures}: {UntoldInWords(d, "0")}.";

        var isSecondBetter = d.Difference > 0 == d.HigherIsBetter;
        return $"{size} {figures}: {(isSecondBetter ? names.Second : names.First)} is better, and chance is an unlikely reason.";
    }

    /// <summary>Why no difference is told; where test and interval disagree, what each says.</summary>
    /// <param name="d">The difference.</param>
    /// <param name="none">No difference, as the interval is shown.</param>
    internal static string UntoldInWords(PairedDifference d, string none) => (d.P < PairedStatistics.Level, PairedStatistics.Excludes((d.Low!.Value, d.High!.Value))) switch
    {
        (true, false) => $"p tells a difference from chance, but {none} lies in the interval, so that none can be told; more prompts are needed",
        (false, true) => $"{none} lies outside the interval, but p does not tell a difference from chance, so that none can be told; more prompts are needed",
        _ => "no difference can be told from chance",
    };

    internal static string PInWords(double p) => p < 0.001 ? "< 0.001" : string.Create(CultureInfo.InvariantCulture, $"= {p:0.000}");

    internal static string LeftOutInWords(PairedDifference d) => d.LeftOut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {d.LeftOut} more without it left out");

    /// <summary>Who judged the answers, with their settings.</summary>
    private static List<string> Judges(PromptPairs<EvaluatedAnswer> common) =>
    [
        .. common.Pairs.SelectMany(static p => p.First.Concat(p.Second)).Select(static a => a.Prediction.Scores).OfType<QualityScores>().Where(static s => s.IsJudged)
            .Select(static s => s.Description is { Length: > 0 } named ? named : "an unnamed judge").Distinct(),
    ];

    /// <summary>What stands in place of a figure that does not compare; null where one of the runs does not have it anyway.</summary>
    private static PairedDifference? LeftOut(string figure, List<string> judges, PromptPairs<EvaluatedAnswer> common)
    {
        var areBothJudged = common.Pairs.Any(static p => p.First.Any(static a => a.Prediction.Scores is { IsJudged: true })) && common.Pairs.Any(static p => p.Second.Any(static a => a.Prediction.Scores is { IsJudged: true }));
        return !areBothJudged ? null : new(figure, higherIsBetter: true, n: 0)
        {
            P = 1,
            Words = $"{figure} is left out: scores of different judges or settings do not compare ({string.Join("; ", judges)}). Have both runs judged alike.",
        };
    }

    private static PromptPairs<EvaluatedAnswer> Common(EvaluationRun first, EvaluationRun second) => PromptPairs<EvaluatedAnswer>.Of(first.Answers, second.Answers, static a => a.Prediction);

    private static double? Mean(IReadOnlyList<EvaluatedAnswer> answers, Func<EvaluatedAnswer, double?> value) =>
        answers.Select(value).OfType<double>().ToList() is { Count: > 0 } there ? there.Average() : null;

    private static double? Matched(EvaluatedAnswer answer, Func<TextFigures, double> value) =>
        answer.Figures.Windows.Count == 0 ? null : answer.Figures.Windows.Average(value);
}
