namespace LongWriter;

/// <summary>What could not be read, and what was wrong with votes: nothing is dropped without a word.</summary>
internal static class BrokenSection
{
    private const int MostRows = 500;

    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        var rows = runs.SelectMany(static r => r.Broken.Select(b => (Run: r.Name, Where: $"line {b.Line}", What: b.Fault)))
            .Concat(runs.SelectMany(static r => r.Faulty.Select(b => (r.Name, Where: $"line {b.Line}, in part", What: b.Fault))))
            .Concat(runs.SelectMany(static r => r.Answers.Where(static a => a.Prediction.LengthFault is not null).Select(a => (r.Name, Where: $"row {RowNames.Of(a.Prediction)}", What: a.Prediction.LengthFault!))))
            .Concat(runs.SelectMany(static r => r.Answers.Where(static a => a.Prediction.Error is not null).Select(a => (r.Name, Where: $"row {RowNames.Of(a.Prediction)}", What: a.Prediction.Error!))))
            .Concat(runs.SelectMany(static r => r.Answers.SelectMany(a => (a.Prediction.Scores?.Faults ?? []).Select(f => (r.Name, Where: $"vote on row {RowNames.Of(a.Prediction)}", What: f)))))
            .ToList();
        if (rows.Count == 0)
            return;

        writer.Write($"<section id=\"broken\">\n<h2>What went wrong</h2>\n<p>{Html.Whole(rows.Count)} rows, answers or votes could not be used as they are.</p>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">run</th><th scope=\"col\">where</th><th scope=\"col\">what</th></tr></thead><tbody>\n");
        foreach (var (run, where, what) in rows.Take(MostRows))
            writer.Write($"<tr><td>{Html.Short(run, 60)}</td><td>{Html.Short(where, RowNames.Longest + 40)}</td><td>{Html.Short(what, 300)}</td></tr>\n");
        writer.Write("</tbody></table></div>\n");
        if (rows.Count > MostRows)
            writer.Write($"<p class=\"note\">and {Html.Whole(rows.Count - MostRows)} more.</p>\n");
        writer.Write("</section>\n");
    }
}
