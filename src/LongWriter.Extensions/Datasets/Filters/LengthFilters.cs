namespace LongWriter;

/// <summary>Instructions of a usable length.</summary>
internal sealed class PromptLengthFilter(RowFilterOptions options) : IRowFilter
{
    public string Name => "prompt-length";

    public string? FindFault(DatasetRow row)
    {
        var characters = row.Prompt.AsSpan().Trim().Length;
        // A text that has no instruction is none that is too short.
        return characters == 0 ? null
            : characters < options.MinPromptCharacters ? FormattableString.Invariant($"{characters} characters, fewer than {options.MinPromptCharacters}")
            : characters > options.MaxPromptCharacters ? FormattableString.Invariant($"{characters} characters, more than {options.MaxPromptCharacters}")
            : null;
    }
}

/// <summary>Instructions in the languages that are wanted.</summary>
internal sealed class LanguageFilter(RowFilterOptions options) : IRowFilter
{
    public string Name => "language";

    public string? FindFault(DatasetRow row)
    {
        if (options.Languages is not { } wanted || string.IsNullOrWhiteSpace(row.Prompt))
            return null;

        var language = RowFigures.LanguageOf(row);
        var primary = RowFigures.Primary(language);
        return wanted.Select(RowFigures.Tag).Any(w => w.Equals(language, StringComparison.OrdinalIgnoreCase) || w.Equals(primary, StringComparison.OrdinalIgnoreCase)) ? null : language;
    }
}

/// <summary>Rows that have a text.</summary>
internal sealed class EmptyFilter : IRowFilter
{
    public string Name => "empty";

    public string? FindFault(DatasetRow row) => string.IsNullOrWhiteSpace(row.Text) ? "no text" : null;
}

/// <summary>Texts of enough words.</summary>
internal sealed class WordsFilter(RowFilterOptions options) : IRowFilter
{
    public string Name => "words";

    public string? FindFault(DatasetRow row)
    {
        if (options.MinWords <= 0 || row.Text is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        var words = RowFigures.CounterOf(row).Count(text);
        return words < options.MinWords ? FormattableString.Invariant($"{words} words, fewer than {options.MinWords}") : null;
    }
}

/// <summary>Texts near enough to the required length.</summary>
internal sealed class LengthScoreFilter(RowFilterOptions options) : IRowFilter
{
    public string Name => "length-score";

    public string? FindFault(DatasetRow row)
    {
        if (options.MinLengthScore is not { } least || row.Text is not { } text || string.IsNullOrWhiteSpace(text) || RowFigures.RequiredOf(row) is not { } required)
            return null;

        var words = RowFigures.CounterOf(row).Count(text);
        var score = LengthScore.Compute(required, words);
        return score < least ? FormattableString.Invariant($"S_l {score:0.0}: {words} words of {required}") : null;
    }
}

/// <summary>Plans that are not so fine that the writing breaks on them (LongWriter, section 3.2).</summary>
internal sealed class PlanFilter(RowFilterOptions options) : IRowFilter
{
    public string Name => "plan";

    public string? FindFault(DatasetRow row)
    {
        if (string.IsNullOrWhiteSpace(row.Text) || string.IsNullOrWhiteSpace(row.Plan) || !WritingPlan.TryParse(row.Plan, out var plan, out _))
            return null;

        var mean = plan.Words / plan.Steps.Count;
        return plan.Steps.Count > options.MaxPlanSteps ? FormattableString.Invariant($"{plan.Steps.Count} steps, more than {options.MaxPlanSteps}")
            : mean < options.MinStepWords && plan.Steps.Count > 1 ? FormattableString.Invariant($"{mean} words a step, fewer than {options.MinStepWords}")
            : null;
    }
}
