namespace LongWriter;

/// <summary>The rules before anything is spent: rows of the same instruction become one, filters, near-duplicates.</summary>
internal static class Preparation
{
    public static List<RowWork> Run(IReadOnlyList<DatasetRow> rows, DatasetBuildOptions options, CancellationToken cancellationToken)
    {
        var work = Merge(rows).Select(static (row, i) => new RowWork(i, row)).ToList();
        var twice = work.GroupBy(static w => w.Row.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1);
        if (twice is not null)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"Two instructions have the id '{twice.Key}'. Give each row an id of its own, or none.");

        IRowFilter[] filters = [.. RowFilters.ForInstructions(options.Filters), .. options.InstructionFilters];
        // A text without an instruction gets one of this build's own.
        Parallel.ForEach(work.Where(static w => w.Row.Prompt.Length > 0), new ParallelOptions { CancellationToken = cancellationToken }, w => w.Reject = RowFilters.FirstFault(filters, w.Row));
        if (options.NearDuplicates is { } near)
            DropDuplicates(work, near);
        return work;
    }

    /// <summary>The files of a half-done run name the same instruction once with its plan and once with its sections.</summary>
    private static IEnumerable<DatasetRow> Merge(IReadOnlyList<DatasetRow> rows)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var merged = new List<DatasetRow>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Prompt.Length == 0 || places.TryAdd(row.Prompt, merged.Count))
            {
                merged.Add(row);
                continue;
            }

            var first = merged[places[row.Prompt]];
            merged[places[row.Prompt]] = first with
            {
                Plan = first.Plan ?? row.Plan,
                Text = first.Text ?? row.Text,
                Sections = first.Text is null ? row.Sections : first.Sections,
                System = first.System ?? row.System,
                Required = first.Required ?? row.Required,
                Language = first.Language ?? row.Language,
                Type = first.Type ?? row.Type,
            };
        }

        return merged;
    }

    private static void DropDuplicates(List<RowWork> work, NearDuplicateOptions options)
    {
        var kept = new List<RowWork>();
        var index = new NearDuplicateIndex(number => kept[number].Row.Prompt, options);
        foreach (var row in work.Where(static w => w.Reject is null && w.Row.Prompt.Length > 0))
        {
            if (index.Add(row.Row.Prompt) is { } earlier)
                row.Reject = new("duplicate", $"nearly the same as row '{kept[earlier].Row.Id}'");
            else
                kept.Add(row);
        }
    }
}
