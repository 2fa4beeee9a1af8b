namespace LongWriter;

/// <summary>What can be told from chance.</summary>
internal static class ComparisonSection
{
    public static void Write(IReadOnlyList<EvaluationRun> runs, IReadOnlyList<RunComparison>? comparisons, TextWriter writer)
    {
        if (comparisons is null || runs.Count < 2)
            return;

        writer.Write("<section id=\"comparison\">\n<h2>Comparison</h2>\n");
        foreach (var comparison in comparisons)
        {
            writer.Write($"<h3>{Html.Foreign(comparison.Second)} against {Html.Foreign(comparison.First)}</h3>\n<ul>\n");
            foreach (var difference in comparison.Differences)
                writer.Write($"<li class=\"{(difference.IsSignificant ? "told" : "untold")}\">{Html.Foreign(difference.Words)}{(difference.N == 0 ? "" : $" <span class=\"soft\">{(difference.HigherIsBetter is null ? "More" : "Wins")} {Html.Whole(difference.Wins)}, {(difference.HigherIsBetter is null ? "less" : "losses")} {Html.Whole(difference.Losses)}, {(difference.HigherIsBetter is null ? "equal" : "ties")} {Html.Whole(difference.Ties)}.</span>")}</li>\n");
            if (comparison.Pairwise is { } pairwise)
                writer.Write($"<li class=\"{(pairwise.P < PairedStatistics.Level ? "told" : "untold")}\">Side by side, both orders: {Html.Foreign(pairwise.Words)} <span class=\"soft\">Judged by {Html.Foreign(string.Join("; ", pairwise.Judges))}.</span></li>\n");
            writer.Write("</ul>\n");
            if (comparison.OnlyFirst + comparison.OnlySecond > 0)
                writer.Write($"<p class=\"note\">Left out: {Html.Whole(comparison.OnlyFirst)} prompts that only {Html.Foreign(comparison.First)} answered, {Html.Whole(comparison.OnlySecond)} that only {Html.Foreign(comparison.Second)} did.</p>\n");
        }

        foreach (var run in runs.Where(r => comparisons.All(c => c.First != r.Name && c.Second != r.Name)))
            writer.Write($"<p class=\"note\">{Html.Foreign(run.Name)} is compared with none: it has no prompt in common with the first run.</p>\n");
        writer.Write("<p class=\"note\">Paired by prompt. Each figure is tested for itself at 5 %: of twenty figures without a difference one alarms on average.</p>\n</section>\n");
    }
}
