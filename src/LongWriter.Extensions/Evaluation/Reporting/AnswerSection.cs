namespace LongWriter;

/// <summary>The table of answers, searched and sorted by the page's script, with the text behind a click.</summary>
internal static class AnswerSection
{
    private const int PromptLength = 160;

    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer, long maxTextBytes)
    {
        var answers = runs.SelectMany(static (r, i) => r.Answers.Select(a => (Run: r.Name, Series: i, Answer: a))).ToList();
        var most = TextIslands.LengthWithin([.. answers.SelectMany(static a => TextIslands.TextsOf(a.Answer.Prediction)).Select(TextIslands.SizeOf)], maxTextBytes);
        writer.Write("<section id=\"answers\">\n<h2>Answers</h2>\n");
        writer.Write("""
            <p class="search"><label for="find">Search</label> <input id="find" type="search" autocomplete="off" spellcheck="false"> <label><input id="inside" type="checkbox"> in the texts too</label> <output id="found" for="find"></output></p>
            <noscript><p class="note">The texts are in this page, but without its script they cannot be shown or searched.</p></noscript>
            <div class="scroll"><table id="rows"><thead><tr><th scope="col">run</th><th scope="col">id</th><th scope="col">prompt</th><th scope="col">type</th><th scope="col">required</th><th scope="col">written</th><th scope="col">S<sub>l</sub></th><th scope="col">S<sub>q</sub></th><th scope="col">rep-4</th><th scope="col">repeat</th><th scope="col">remarks</th></tr></thead><tbody>

            """);
        for (var i = 0; i < answers.Count; i++)
            WriteRow(writer, i, answers[i].Run, answers[i].Series, answers[i].Answer);
        writer.Write("</tbody></table></div>\n</section>\n");
        for (var i = 0; i < answers.Count; i++)
            TextIslands.Write(writer, i, answers[i].Answer.Prediction, most);
    }

    private static void WriteRow(TextWriter writer, int index, string run, int series, EvaluatedAnswer answer)
    {
        var prediction = answer.Prediction;
        var figures = answer.Figures;
        writer.Write($"<tr data-text=\"{index}\"><td class=\"{Html.Series(series)} run\">{Html.Short(run, 40)}</td><td class=\"id\">{Html.Short(RowNames.Of(prediction), RowNames.Longest)}</td><td class=\"prompt\"><button type=\"button\" aria-expanded=\"false\">{Html.Short(prediction.Prompt, PromptLength)}</button></td><td>{Html.Short(prediction.Type, 60)}</td>");
        Cell(prediction.Length, Html.Whole(prediction.Length));
        Cell(answer.Words, Html.Whole(answer.Words));
        Cell(answer.LengthScore, Html.Number(answer.LengthScore));
        var quality = prediction.Scores is { IsJudged: true } scores ? scores.Quality : (double?)null;
        Cell(quality, Html.Number(quality));
        Cell(figures.Whole.Repetition4, Html.Number(figures.Whole.Repetition4, "0.000"));
        Cell(figures.Whole.LongestRepeat, Html.Whole(figures.Whole.LongestRepeat));
        writer.Write($"<td>{Remarks(prediction, figures)}</td></tr>\n");

        void Cell(double? value, string shown) => writer.Write($"<td class=\"n\" data-v=\"{value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}\">{shown}</td>");
    }

    private static string Remarks(Prediction prediction, DocumentFigures figures)
    {
        var remarks = new List<string>();
        if (figures.Gate.Outcome != GateOutcome.Pass)
            remarks.Add($"gate: {figures.Gate.Outcome}{(figures.Gate.IsCalibrated ? "" : " (uncalibrated)")}");
        if (figures.Integrity != IntegrityFaults.None)
            remarks.Add(figures.Integrity.ToString());
        if (prediction.Fate == PredictionFate.Failed)
            remarks.Add("failed");
        if (prediction.LengthFault is not null)
            remarks.Add("length not usable");
        if (prediction.Scores is { IsJudged: false })
            remarks.Add("unjudged");
        return Html.Text(string.Join("; ", remarks));
    }
}
