namespace LongWriter;

/// <summary>Adds judge-free figures up.</summary>
internal static class RepetitionMeasure
{
    public static RepetitionEvaluation Of(IReadOnlyList<EvaluatedAnswer> answers, int windowTokens, RowCounts counts)
    {
        var texts = answers.Where(static a => a.Figures.Whole.Tokens > 0).Select(static a => a.Figures).ToList();
        var positions = Enumerable.Range(0, texts.Count == 0 ? 0 : texts.Max(static t => t.Windows.Count))
            .Select(i => texts.Where(t => t.Windows.Count > i).Select(t => t.Windows[i]).ToList()).ToList();
        return new()
        {
            N = texts.Count,
            Rows = counts,
            WindowTokens = windowTokens,
            Whole = WithSelfBleu(FigureNames.Means([.. texts.Select(static t => t.Whole)]), texts),
            MatchedN = texts.Count(static t => t.Windows.Count > 0),
            Matched = Matched(texts),
            ByPosition = positions.ConvertAll(FigureNames.Means),
            CountByPosition = positions.ConvertAll(static p => p.Count),
            Plan = Plan([.. texts.Select(static t => t.Plan).OfType<PlanFigures>()]),
            Units = Units([.. texts.Select(static t => t.Units).OfType<UnitFigures>()]),
            UnitsByQuarter = Quarters([.. texts.Select(static t => t.Units).OfType<UnitFigures>()]),
            Integrity = Enum.GetValues<IntegrityFaults>().Where(static f => f != IntegrityFaults.None)
                .ToDictionary(static f => f.ToString(), f => answers.Count(a => a.Figures.Integrity.HasFlag(f))),
            GopherRejects = texts.Count(static t => t.GopherRejects.Count > 0),
            GateN = answers.Count(static a => a.Figures.Gate.IsCalibrated && WrittenLength.Of(a.Prediction, a.Words).IsText),
            GateFails = texts.Count(static t => t.Gate is { IsCalibrated: true, Outcome: GateOutcome.Fail }),
            GateWarns = texts.Count(static t => t.Gate is { IsCalibrated: true, Outcome: GateOutcome.Warn }),
            UncalibratedFails = texts.Count(static t => t.Gate is { IsCalibrated: false, Outcome: GateOutcome.Fail }),
        };
    }

    private static Dictionary<string, double> WithSelfBleu(Dictionary<string, double> means, List<DocumentFigures> texts)
    {
        if (texts.Select(static t => t.SelfBleu).OfType<double>().ToList() is { Count: > 0 } there)
            means["selfBleu"] = there.Average();
        return means;
    }

    /// <summary>A long text has more windows and would count more.</summary>
    private static Dictionary<string, double> Matched(List<DocumentFigures> texts)
    {
        var each = texts.Where(static t => t.Windows.Count > 0).Select(static t => FigureNames.Means(t.Windows)).ToList();
        return each.SelectMany(static m => m).GroupBy(static p => p.Key).ToDictionary(static g => g.Key, static g => g.Average(static p => p.Value));
    }

    private static Dictionary<string, double> Plan(List<PlanFigures> plans) => plans.Count == 0 ? [] : new()
    {
        ["coverage"] = plans.Average(static p => p.Coverage),
        ["written"] = plans.Average(static p => p.Written / (double)p.Steps),
        ["meanLengthError"] = plans.Average(static p => p.MeanLengthError),
        ["lengthErrorP90"] = plans.Average(static p => p.LengthErrorP90),
        ["withinTenPercent"] = plans.Average(static p => p.WithinTenPercent),
        ["withinTwentyPercent"] = plans.Average(static p => p.WithinTwentyPercent),
    };

    private static IReadOnlyList<double?> Quarters(List<UnitFigures> units) => units.Count == 0 ? [] :
    [
        .. Enumerable.Range(0, units[0].ByQuarter.Count).Select(quarter => units.Select(u => u.ByQuarter[quarter]).OfType<double>().ToList() is { Count: > 0 } there ? there.Average() : (double?)null),
    ];

    private static Dictionary<string, double> Units(List<UnitFigures> units)
    {
        if (units.Count == 0)
            return [];

        var means = new Dictionary<string, double>
        {
            ["completion"] = units.Average(static u => u.Completion),
        };
        if (units.Select(static u => u.OfAll).OfType<double>().ToList() is { Count: > 0 } all)
            means["ofAll"] = all.Average();
        if (units.Select(static u => u.OfPresent).OfType<double>().ToList() is { Count: > 0 } present)
            means["ofPresent"] = present.Average();
        foreach (var kind in units.SelectMany(static u => u.ByKind).GroupBy(static k => k.Key))
            means[kind.Key] = kind.Average(static k => k.Value);
        return means;
    }
}
