namespace LongWriter.Cli.Evaluation;

/// <summary>What became of a run's rows, beside its figures.</summary>
internal sealed record EvalRows(string Name, RowCounts Rows, IReadOnlyList<BrokenRow> BrokenRows, IReadOnlyList<BrokenRow> FaultyRows, IReadOnlyList<BrokenRow> ReplacedRows)
{
    public static EvalRows Of(EvaluationRun run) => new(run.Name, run.Length.Rows, run.Broken, run.Faulty, run.Replaced);

    /// <summary>The counts as every command prints them.</summary>
    public static IEnumerable<string> Lines(RowCounts rows)
    {
        yield return $"Counted {Figures.Count(rows.Texts, "text")}, {Figures.Number(rows.Empty)} empty, {Figures.Number(rows.Refused)} refused, {Figures.Number(rows.Failed)} failed; {Figures.Number(rows.Cut)} cut";
        yield return $"Left    {Figures.Number(rows.WithoutLength)} without a length, {Figures.Number(rows.InvalidLength)} with one that is none, {Figures.Number(rows.Broken)} broken, {Figures.Number(rows.Replaced)} replaced by later rows";
        if (rows.Faulty > 0)
            yield return $"Faulty  {Figures.Count(rows.Faulty, "row")} in part";
    }

    public string ToText() => string.Join('\n', Lines(Rows).Select(static line => $"  {line}").Prepend(Printable.Line($"Rows of {Name}")));
}
