namespace LongWriter;

/// <summary>
/// Makes preference pairs of what a run's journal holds anyway: a whole draft that was rejected, against the one that was kept. Both stand behind the
/// prompt of the first draft; where the kept one answered a later prompt, a note says what that one added.
/// </summary>
internal sealed class DraftPairs(double minMargin)
{
    private const double Collapsed = 0.3;

    public IEnumerable<DraftPair> Of(DatasetRow row, WritingRun run)
    {
        foreach (var (index, drafts) in run.RejectedDrafts.OrderBy(static d => d.Key))
        {
            if (index < run.Sections.Count && Pair(row, run, index, drafts) is { } pair)
                yield return pair;
        }
    }

    private DraftPair? Pair(DatasetRow row, WritingRun run, int index, IReadOnlyList<SectionDraft> drafts)
    {
        var kept = run.Sections[index];
        var required = kept.Goal > 0 ? kept.Goal : kept.Asked;
        var prompt = drafts.FirstOrDefault(static d => d.Number == 1)?.Prompt;
        if (prompt is null || required <= 0)
            return null;

        var counter = WordCounters.ForLanguage(run.Language);
        var score = LengthScore.Compute(required, kept.Written);
        // Continued and shortened drafts answered another question.
        var whole = drafts.Where(static d => d.Action is SectionAction.Write or SectionAction.Rewrite && !d.IsCutOff && d.Text.Length > 0).ToList();
        var worst = whole.Select(d => (Draft: d, Score: LengthScore.Compute(required, counter.Count(d.Text)))).OrderBy(static d => d.Score).ThenBy(static d => d.Draft.Number).FirstOrDefault();
        var kind = worst.Draft is not null && score - worst.Score >= minMargin ? "length" : null;
        var rejected = kind is null ? whole.FirstOrDefault(d => HasCollapsed(d.Text) && !HasCollapsed(kept.Text)) : worst.Draft;
        if (rejected is null)
            return null;

        var words = counter.Count(rejected.Text);
        var feedback = drafts.LastOrDefault(static d => d.Verdict?.Feedback is not null)?.Verdict?.Feedback;
        return new(FormattableString.Invariant($"{row.Id}-{index + 1}"), [new("user", Prompt(row, run, index, prompt))], [new("assistant", kept.Text)], [new("assistant", rejected.Text)])
        {
            Kind = kind ?? "repetition",
            Section = index + 1,
            Required = required,
            ChosenWords = kept.Written,
            RejectedWords = words,
            ChosenScore = Math.Round(score, 4),
            RejectedScore = Math.Round(LengthScore.Compute(required, words), 4),
            Counter = run.Counter,
            Note = kept.Drafts > 1 ? $"The chosen draft is number {kept.Drafts}; it was asked for again" + (feedback is null ? "." : $" with: {feedback}") : null,
        };
    }

    private static bool HasCollapsed(string text) => RepetitionFigures.Of(text) is var figures && (figures.Loop is not null || figures.RepeatedShare > Collapsed);

    private static string Prompt(DatasetRow row, WritingRun run, int index, string step) =>
        string.Join(WritingDocument.SectionSeparator, ((IEnumerable<string>)[row.Prompt, run.Plan?.ToString() ?? "", .. run.Sections.Take(index).Select(static s => s.Text), step]).Where(static p => p.Length > 0));
}
