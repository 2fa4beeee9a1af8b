namespace LongWriter;

/// <summary>Figures without a judge, and what they are good for.</summary>
internal static class RepetitionSection
{
    private const int MostGates = 50;

    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        writer.Write("<section id=\"repetition\">\n<h2>Without a judge</h2>\n");
        writer.Write("""
            <p>These figures find text collapse and tell models apart: over 252 English novellas of 21 models rep-4 went with a judge's scores between models (rank correlation −0.82)
            and not at all within one model. So gate and compare with them; never choose between drafts of one model by them, nor label preference pairs.
            The gate's limits were measured on English; for Chinese, where characters are tokens, they are not calibrated and fail nothing.</p>

            """);
        WriteFigures(runs, writer, $"Means over matched windows of {Html.Whole(runs[0].Repetition.WindowTokens)} tokens: comparable; of {string.Join(", ", runs.Select(static r => $"{Html.Whole(r.Repetition.MatchedN)} of {Html.Whole(r.Repetition.N)} texts"))}", static r => r.Repetition.Matched);
        WriteFigures(runs, writer, "Means over whole texts: they grow with length", static r => r.Repetition.Whole);
        WriteFigures(runs, writer, "Plans", static r => r.Repetition.Plan);
        WriteFigures(runs, writer, "Numbered parts", static r => UnitsOf(r.Repetition));
        WriteCounts(runs, writer);
        WriteGates(runs, writer);
        writer.Write("</section>\n");
    }

    private static Dictionary<string, double> UnitsOf(RepetitionEvaluation repetition) => repetition.Units
        .Concat(repetition.UnitsByQuarter.Select(static (share, i) => (Name: $"checks that hold in quarter {i + 1}", Share: share)).Where(static q => q.Share is not null)
            .Select(static q => KeyValuePair.Create(q.Name, q.Share!.Value)))
        .ToDictionary();

    private static void WriteFigures(IReadOnlyList<EvaluationRun> runs, TextWriter writer, string title, Func<EvaluationRun, IReadOnlyDictionary<string, double>> figures)
    {
        var names = runs.SelectMany(r => figures(r).Keys).Distinct().ToList();
        if (names.Count == 0)
            return;

        writer.Write($"<details><summary>{title}</summary><div class=\"scroll\"><table class=\"figures\"><thead><tr><th scope=\"col\">figure</th>{Names(runs)}</tr></thead><tbody>\n");
        foreach (var name in names)
            writer.Write($"<tr><th scope=\"row\">{Html.Text(name)}</th>{string.Concat(runs.Select(r => $"<td>{Html.Number(figures(r).TryGetValue(name, out var value) ? value : null, "0.0000")}</td>"))}</tr>\n");
        writer.Write("</tbody></table></div></details>\n");
    }

    private static void WriteCounts(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        writer.Write($"<details><summary>Faults of form and gates: numbers of answers</summary><div class=\"scroll\"><table class=\"figures\"><thead><tr><th scope=\"col\">fault</th>{Names(runs)}</tr></thead><tbody>\n");
        foreach (var name in runs[0].Repetition.Integrity.Keys)
            Row(name, r => r.Repetition.Integrity[name]);
        Row("Gopher's gate rejects", static r => r.Repetition.GopherRejects);
        Row("texts at the repetition gate (English)", static r => r.Repetition.GateN);
        Row("repetition gate fails (English)", static r => r.Repetition.GateFails);
        Row("repetition gate warns (English)", static r => r.Repetition.GateWarns);
        Row("above an uncalibrated limit", static r => r.Repetition.UncalibratedFails);
        writer.Write("</tbody></table></div></details>\n");

        void Row(string name, Func<EvaluationRun, int> count) =>
            writer.Write($"<tr><th scope=\"row\">{Html.Text(name)}</th>{string.Concat(runs.Select(r => $"<td>{Html.Whole(count(r))}</td>"))}</tr>\n");
    }

    private static void WriteGates(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        var above = runs.SelectMany(static r => r.Answers.Where(static a => a.Figures.Gate.Outcome != GateOutcome.Pass).Select(a => (Run: r.Name, Answer: a)))
            .OrderByDescending(static a => a.Answer.Figures.Gate.Outcome).ToList();
        if (above.Count == 0)
            return;

        writer.Write("<details><summary>Answers above a limit of the repetition gate</summary><ul>\n");
        foreach (var (run, answer) in above.Take(MostGates))
            writer.Write($"<li>{Html.Short(run, 60)}, {Html.Short(RowNames.Of(answer.Prediction), RowNames.Longest)}: {answer.Figures.Gate.Outcome}{(answer.Figures.Gate.IsCalibrated ? "" : " (uncalibrated)")}: {Html.Text(string.Join(", ", answer.Figures.Gate.Reasons))}</li>\n");
        writer.Write($"</ul>{(above.Count > MostGates ? $"<p class=\"note\">and {Html.Whole(above.Count - MostGates)} more; they are marked in the table below.</p>" : "")}</details>\n");
    }

    private static string Names(IReadOnlyList<EvaluationRun> runs) => string.Concat(runs.Select(static r => $"<th scope=\"col\">{Html.Foreign(r.Name)}</th>"));
}
