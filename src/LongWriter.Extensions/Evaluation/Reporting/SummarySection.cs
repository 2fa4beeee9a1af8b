namespace LongWriter;

/// <summary>The table that one reads first.</summary>
internal static class SummarySection
{
    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        writer.Write("<section id=\"summary\">\n<h2>Summary</h2>\n");
        WriteCards(runs, writer);
        writer.Write("<div class=\"scroll\"><table class=\"figures\"><thead><tr><th scope=\"col\">run</th>");
        foreach (var (name, title, _) in Columns)
            writer.Write($"<th scope=\"col\" title=\"{Html.Text(title)}\">{Html.Text(name)}</th>");
        writer.Write("</tr></thead><tbody>\n");
        foreach (var run in runs)
        {
            writer.Write($"<tr><th scope=\"row\">{Html.Foreign(run.Name)}</th>");
            foreach (var (_, _, value) in Columns)
                writer.Write($"<td>{value(run)}</td>");
            writer.Write("</tr>\n");
        }

        writer.Write("</tbody></table></div>\n");
        WriteGroups(runs, writer);
        writer.Write("</section>\n");
    }

    private static readonly (string Name, string Title, Func<EvaluationRun, string> Value)[] Columns =
    [
        ("scored", "answers with a required length", static r => Html.Whole(r.Length.N)),
        ("S_l", "mean length score, 0 to 100", static r => Html.Number(r.Length.Mean)),
        ("S_q", "mean quality score by the judge, 0 to 100", static r => Html.Number(r.Quality?.Mean)),
        ("S-bar", "mean of S_l and S_q over the answers that have both; in brackets their number and their S_l, which may differ from that of all answers", static r => Overall(r.Quality)),
        ("swing", "length variation between answers to one prompt, percent", static r => Html.Number(r.Length.LengthVariation)),
        ("rep-4", "repeated 4-grams, mean over matched windows; in brackets the texts that are long enough for one", static r => r.Repetition.Matched.TryGetValue(FigureNames.Repetition4, out var value)
            ? $"{Html.Number(value, "0.000")} <span class=\"soft\">({Html.Whole(r.Repetition.MatchedN)})</span>" : "–"),
        ("gate", "answers that fail / warn at the repetition gate", static r => $"{Html.Whole(r.Repetition.GateFails)} / {Html.Whole(r.Repetition.GateWarns)}"),
        ("refused", "refusals", static r => Html.Whole(r.Length.Rows.Refused)),
        ("empty", "answers without a word", static r => Html.Whole(r.Length.Rows.Empty)),
        ("cut", "answers that the output cap ended", static r => Html.Whole(r.Length.Rows.Cut)),
        ("failed", "prompts on which the writer failed", static r => Html.Whole(r.Length.Rows.Failed)),
        ("no length", "answers without a usable required length; not scored", static r => Html.Whole(r.Length.Rows.WithoutLength + r.Length.Rows.InvalidLength)),
        ("unjudged", "answers that the judge gave no usable vote for, or has not seen / votes that could not be used", static r => r.Quality is { } q ? $"{Html.Whole(q.Unjudged + q.Unseen)} / {Html.Whole(q.FailedVotes)}" : "–"),
        ("broken", "rows that could not be read / that count, but for a part that cannot be used", static r => $"{Html.Whole(r.Broken.Count)} / {Html.Whole(r.Length.Rows.Faulty)}"),
        ("replaced", "rows in whose place a later one counts", static r => Html.Whole(r.Replaced.Count)),
    ];

    private static string Overall(QualityEvaluation? quality) =>
        quality is { OverallN: > 0 } q ? $"{Html.Number(q.Overall)} <span class=\"soft\">({Html.Whole(q.OverallN)}; S<sub>l</sub> {Html.Number(q.OverallLength)})</span>" : "–";

    private static void WriteCards(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        writer.Write("<ul class=\"cards\">\n");
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            writer.Write($"<li class=\"{Html.Series(i)}\"><span class=\"name\">{Html.Foreign(run.Name)}</span><span class=\"big\">{Html.Number(run.Length.Mean)}</span><span class=\"what\">mean S<sub>l</sub> over {Html.Whole(run.Length.N)}</span>");
            if (run.Quality is { } quality)
                writer.Write($"<span class=\"what\">S<sub>q</sub> {Html.Number(quality.Mean)} · S&#772; {Overall(quality)}</span>");
            writer.Write("</li>\n");
        }

        writer.Write("</ul>\n");
        foreach (var judge in runs.SelectMany(static r => r.Quality?.Judges ?? []).Distinct())
            writer.Write($"<p class=\"note\">Judged by {Html.Foreign(judge)}. Scores of different judges or settings do not compare.</p>\n");
    }

    private static void WriteGroups(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        writer.Write("<details><summary>S<sub>l</sub> by required length, type and language</summary><div class=\"scroll\"><table class=\"figures\"><thead><tr><th scope=\"col\">group</th>");
        foreach (var run in runs)
            writer.Write($"<th scope=\"col\">{Html.Foreign(run.Name)}</th>");
        writer.Write("</tr></thead><tbody>\n");
        WriteRows(LengthBuckets.Names, static l => l.ByBucket, static l => l.CountByBucket);
        WriteRows(Keys(static l => l.ByType), static l => l.ByType, static l => l.CountByType);
        WriteRows(Keys(static l => l.ByLanguage), static l => l.ByLanguage, static l => l.CountByLanguage);
        writer.Write("</tbody></table></div></details>\n");

        IEnumerable<string> Keys(Func<LengthEvaluation, IReadOnlyDictionary<string, double>> group) => runs.SelectMany(r => group(r.Length).Keys).Distinct().Order(StringComparer.Ordinal);

        void WriteRows(IEnumerable<string> keys, Func<LengthEvaluation, IReadOnlyDictionary<string, double>> mean, Func<LengthEvaluation, IReadOnlyDictionary<string, int>> count)
        {
            foreach (var key in keys.Where(k => runs.Any(r => mean(r.Length).ContainsKey(k))))
            {
                writer.Write($"<tr><th scope=\"row\">{Html.Foreign(key)}</th>");
                foreach (var run in runs)
                    writer.Write(mean(run.Length).TryGetValue(key, out var value) ? $"<td>{Html.Number(value)} <span class=\"soft\">({Html.Whole(count(run.Length)[key])})</span></td>" : "<td>–</td>");
                writer.Write("</tr>\n");
            }
        }
    }
}
