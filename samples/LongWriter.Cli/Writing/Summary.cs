namespace LongWriter.Cli.Writing;

/// <summary>A run's figures in a line.</summary>
internal static class Summary
{
    public static string Of(WritingDocument document)
    {
        var cost = document.Cost is { } money ? $" · cost {money:0.####}" : "";
        return $"{Figures.Number(document.Words)} of {Figures.Length(document.RequiredLength)} words ({WriteReports.Name(document.Outcome)}) · S_l {Figures.Score(document.LengthScore)} · "
            + $"{Figures.Count(document.Sections.Count, "section")} · {Figures.Count(document.Usage.Calls, "call")} · {Figures.Count(document.Usage.TotalTokens, "token")}{cost} · {Figures.Time(document.Elapsed)}";
    }

    public static string OfPlan(WritingDocument document) =>
        $"A plan of {Figures.Count(document.Plan.Steps.Count, "step")} for {Figures.Number(document.Plan.Words)} words.";

    public static string Of(WritingRun run) => run.Plan is { } plan
        ? $"{run.Sections.Count} of {Figures.Count(plan.Steps.Count, "section")} and {Figures.Number(run.Words)} of {Figures.Length(run.Length!.Value)} words are written."
        : "There is no plan yet.";
}
