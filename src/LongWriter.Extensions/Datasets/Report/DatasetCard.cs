using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>The data set's card, as hubs show it.</summary>
internal static class DatasetCard
{
    public static string Write(DatasetBuildReport report, IReadOnlyList<BuiltRow> rows, DatasetBuildOptions options)
    {
        var card = new StringBuilder();
        var languages = rows.GroupBy(static r => r.Language).OrderByDescending(static g => g.Count()).ToList();
        card.AppendLine("---").AppendLine("task_categories:").AppendLine("- text-generation");
        if (languages.Count > 0)
        {
            card.AppendLine("language:");
            foreach (var language in languages)
                card.AppendLine(CultureInfo.InvariantCulture, $"- {language.Key}");
        }

        card.AppendLine("tags:").AppendLine("- long-form").AppendLine("- longwriter").AppendLine("---").AppendLine();
        card.AppendLine("# Long texts at stated lengths").AppendLine();
        card.AppendLine(CultureInfo.InvariantCulture, $"{report.Rows:N0} rows ({report.Rows - report.Validation:N0} for training, {report.Validation:N0} for validation) of {report.Instructions:N0} instructions; {report.Words:N0} words. Written by the plan-and-write pipeline of LongWriter (arXiv 2408.07055), cleaned and filtered.");
        card.AppendLine();
        Table(card, ("words of a text", "rows"), DatasetReportPage.Buckets(rows).Select(static b => (b.Label, b.Count)));
        Table(card, ("language", "rows"), languages.Select(static l => (l.Key, l.Count())));
        card.AppendLine(CultureInfo.InvariantCulture, $"Mean length score S_l against the required length: {report.MeanLengthScore:0.0} of 100.").AppendLine();
        card.AppendLine("## What was left out").AppendLine();
        if (report.Rejected.Count == 0)
            card.AppendLine("Nothing.").AppendLine();
        else
            Table(card, ("filter", "rows"), report.Rejected.OrderByDescending(static r => r.Value).Select(static r => (r.Key, r.Value)));
        if (report.Pending > 0)
            card.AppendLine(CultureInfo.InvariantCulture, $"{report.Pending:N0} rows are still to be written.").AppendLine();
        card.AppendLine("## How it was made").AppendLine();
        card.AppendLine(CultureInfo.InvariantCulture, $"- Selection: {(options.Select ? options.Selector?.Name ?? FormattableString.Invariant($"a model decided that more than {options.SelectWords:N0} words are needed") : "none beside the rules")}.");
        card.AppendLine(CultureInfo.InvariantCulture, $"- Lengths: stated ones are kept; {(options.Lengths.Count > 0 ? "where an instruction states none, one was drawn and written into it (`original_prompt` has the first form)" : "none are added")}.");
        card.AppendLine(CultureInfo.InvariantCulture, $"- Filters: {Filters(options)}. Each reject is kept in `rejected.jsonl` with its reason.");
        card.AppendLine(CultureInfo.InvariantCulture, $"- Model calls: {report.Usage.Calls:N0}, {report.Usage.InputTokens:N0} prompt and {report.Usage.OutputTokens:N0} completion tokens{(report.Cost is { } cost ? FormattableString.Invariant($", cost {cost:0.00}") : "")}.");
        card.AppendLine("- Each row has its provenance: models, settings, hash of the prompt, version, repetition.").AppendLine();
        card.AppendLine("## Files").AppendLine();
        foreach (var file in report.Files.Where(static f => f != "README.md"))
            card.AppendLine(CultureInfo.InvariantCulture, $"- `{file}`");
        return card.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The filters that were on, the user's own among them.</summary>
    private static string Filters(DatasetBuildOptions options)
    {
        var names = RowFilters.NamesOf(options.Filters).Concat(options.InstructionFilters.Concat(options.TextFilters).Select(static f => f.Name))
            .Select(name => name == "length-score" ? FormattableString.Invariant($"`{name}` (S_l of at least {options.Filters.MinLengthScore:0.#})") : $"`{name}`").ToList();
        return names.Count > 0 ? string.Join(", ", names) : "none";
    }

    private static void Table(StringBuilder card, (string Key, string Value) head, IEnumerable<(string Key, int Value)> rows)
    {
        card.AppendLine(CultureInfo.InvariantCulture, $"| {head.Key} | {head.Value} |").AppendLine("|---|---:|");
        foreach (var (key, value) in rows)
            card.AppendLine(CultureInfo.InvariantCulture, $"| {key.Replace("|", "\\|", StringComparison.Ordinal)} | {value:N0} |");
        card.AppendLine();
    }
}
