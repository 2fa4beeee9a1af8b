namespace LongWriter;

/// <summary>The rules before anything is spent: rows that complete each other become one, conversations and duplicates are left out, filters.</summary>
internal static class Preparation
{
    public static List<RowWork> Run(IReadOnlyList<DatasetRow> rows, DatasetBuildOptions options, CancellationToken cancellationToken)
    {
        var work = Merge(rows, options.NearDuplicates is not null);
        var twice = work.Where(static w => w.Reject is null).GroupBy(static w => w.Row.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1);
        if (twice is not null)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"Two instructions have the id '{twice.Key}'. Give each row an id of its own, or none.");

        foreach (var conversation in work.Where(static w => w.Row.Conversation is not null))
            conversation.Reject ??= new("conversation", $"{conversation.Row.Conversation}, of which only the first question and the last answer would stay");
        IRowFilter[] filters = [.. RowFilters.ForInstructions(options.Filters), .. options.InstructionFilters];
        // A text without an instruction gets one of this build's own.
        var open = work.Where(static w => w.Reject is null && w.Row.Prompt.Length > 0);
        Parallel.ForEach(open, new ParallelOptions { CancellationToken = cancellationToken }, w => w.Reject = RowFilters.FirstFault(filters, w.Row));
        if (options.NearDuplicates is { } near)
        {
            DropDuplicates(work, static row => row.Prompt, near);
            DropDuplicates(work, static row => row.Prompt.Length == 0 ? row.Text ?? "" : "", near);
        }

        return work;
    }

    /// <summary>The files of a half-done run name the same instruction once with its plan and once with its sections: these become one row. Of others that are equal the first is worked on.</summary>
    private static List<RowWork> Merge(IReadOnlyList<DatasetRow> rows, bool drop)
    {
        var places = new Dictionary<(string, string), int>();
        var work = new List<RowWork>(rows.Count);
        foreach (var row in rows)
        {
            var key = row.Prompt.Length > 0 ? (row.Prompt, row.System ?? "") : ("", row.Text ?? "");
            if (places.TryAdd(key, work.Count))
            {
                work.Add(new(work.Count, row));
                continue;
            }

            var first = work[places[key]];
            if (Complete(first.Row, row))
                first.Row = Join(first.Row, row);
            else if (drop)
                work.Add(new(work.Count, row) { Reject = new("duplicate", $"the same as row '{first.Row.Id}'") });
            else
                work.Add(new(work.Count, row.Id == first.Row.Id ? row with { Id = FormattableString.Invariant($"{row.Id}-{work.Count + 1}") } : row));
        }

        return work;
    }

    /// <summary>Whether one of two rows has what the other lacks, and nothing that contradicts it.</summary>
    private static bool Complete(DatasetRow first, DatasetRow second) =>
        first.Prompt.Length > 0
        && (first.Text is null || second.Text is null) && ((first.Text is null) != (second.Text is null) || (first.Plan is null) != (second.Plan is null))
        && Agree(first.Plan, second.Plan) && Agree(first.Language, second.Language) && Agree(first.Type, second.Type)
        && (first.Required is null || second.Required is null || first.Required == second.Required);

    private static bool Agree(string? first, string? second) => first is null || second is null || first == second;

    private static DatasetRow Join(DatasetRow first, DatasetRow second) => first with
    {
        Plan = first.Plan ?? second.Plan,
        Text = first.Text ?? second.Text,
        Sections = first.Text is null ? second.Sections : first.Sections,
        Required = first.Required ?? second.Required,
        Language = first.Language ?? second.Language,
        Type = first.Type ?? second.Type,
        OriginalPrompt = first.OriginalPrompt ?? second.OriginalPrompt,
        Extra = first.Extra ?? second.Extra,
    };

    private static void DropDuplicates(List<RowWork> work, Func<DatasetRow, string> textOf, NearDuplicateOptions options)
    {
        var kept = new List<RowWork>();
        var index = new NearDuplicateIndex(number => textOf(kept[number].Row), options);
        foreach (var row in work.Where(w => w.Reject is null && textOf(w.Row).Length > 0))
        {
            if (index.Add(textOf(row.Row)) is { } earlier)
                row.Reject = new("duplicate", $"nearly the same as row '{kept[earlier].Row.Id}'");
            else
                kept.Add(row);
        }
    }
}
