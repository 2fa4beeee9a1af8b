using System.Globalization;

namespace LongWriter;

/// <summary>
/// Writes results as CSV (RFC 4180), a row an answer. A row that could not be read or was replaced, and a prompt of another run that a run has no answer to, has a row too, with
/// <c>broken</c>, <c>replaced</c> or <c>missing</c> as its fate and without figures, so that the fates count everything that there was.
/// </summary>
public static class EvaluationCsv
{
    private static readonly string[] Head =
    [
        "run", "id", "sample", "type", "language", "required", "written", "S_l", "S_q", "fate", "fault", "integrity", "gate", "gate_reasons", "gopher_rejects", "self_bleu", "sections",
    ];

    /// <summary>Writes runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="writer">Where to. Cells that a spreadsheet would compute begin with an apostrophe.</param>
    public static void Write(IReadOnlyList<EvaluationRun> runs, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(writer);
        WriteRow(writer, [.. Head, .. FigureNames.All.Select(static f => f.Name)]);
        foreach (var run in runs)
        {
            foreach (var answer in run.Answers)
                WriteRow(writer, Cells(run.Name, answer));
            foreach (var row in run.Broken)
                WriteRow(writer, Cells(run.Name, FateNames.Broken, $"line {row.Line} {row.Fault}"));
            foreach (var row in run.Replaced)
                WriteRow(writer, Cells(run.Name, FateNames.Replaced, $"line {row.Line} {row.Fault}"));
            foreach (var prompt in Missing(run, runs))
                WriteRow(writer, Cells(run.Name, FateNames.Missing, "another run has an answer to this prompt", prompt));
        }
    }

    private static IEnumerable<string> Cells(string run, EvaluatedAnswer answer)
    {
        var (prediction, figures) = (answer.Prediction, answer.Figures);
        return
        [
            Safe(run),
            Safe(prediction.Id),
            Number(prediction.Sample),
            Safe(prediction.Type),
            Safe(prediction.Language),
            Number(prediction.Length),
            Number(answer.Words),
            Number(answer.LengthScore),
            Number(prediction.Scores is { IsJudged: true } scores ? scores.Quality : null),
            FateNames.Of(prediction.Fate),
            Safe(string.Join("; ", new[] { prediction.Error, prediction.LengthFault }.OfType<string>().Concat(prediction.Faults).Concat((prediction.Scores?.Faults ?? []).Select(static f => $"vote: {f}")))),
            figures.Integrity.ToString(),
            figures.Gate.Outcome.ToString(),
            string.Join("; ", figures.Gate.Reasons),
            Number(figures.GopherRejects.Count),
            Number(figures.SelfBleu),
            Number(figures.Sections),
            .. FigureNames.All.Select(f => Number(f.Value(figures.Whole))),
        ];
    }

    /// <summary>What stands in the place of an answer that is not there.</summary>
    private static IEnumerable<string> Cells(string run, string fate, string fault, Prediction? prompt = null)
    {
        string[] known = [Safe(run), Safe(prompt?.Id ?? ""), "", Safe(prompt?.Type ?? ""), Safe(prompt?.Language ?? ""), Number(prompt?.Length), "", "", "", fate, Safe(fault)];
        return known.Concat(Enumerable.Repeat("", Head.Length + FigureNames.All.Length - known.Length));
    }

    /// <summary>Prompts of other runs that a run has no answer to, each once.</summary>
    private static IEnumerable<Prediction> Missing(EvaluationRun run, IReadOnlyList<EvaluationRun> runs) => runs.Where(other => other != run)
        .SelectMany(other => PromptPairs<EvaluatedAnswer>.Of(run.Answers, other.Answers, static a => a.Prediction).OnlySecond)
        .Select(static a => a.Prediction).DistinctBy(PromptKey.Of);

    private static string Number(double? value) => value is { } number ? Math.Round(number, 6).ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>A cell that begins like a formula would be one.</summary>
    private static string Safe(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;

    private static void WriteRow(TextWriter writer, IEnumerable<string> cells)
    {
        writer.Write(string.Join(',', cells.Select(static c => c.AsSpan().IndexOfAny(",\"\r\n") < 0 ? c : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        writer.Write("\r\n");
    }
}
