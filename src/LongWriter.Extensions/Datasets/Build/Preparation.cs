namespace LongWriter;

/// <summary>The rules before anything is spent: rows that complete each other become one, conversations and duplicates are left out, filters.</summary>
internal static class Preparation
{
    public static List<RowWork> Run(IReadOnlyList<DatasetRow> rows, DatasetBuildOptions options, CancellationToken cancellationToken)
    {
        var work = Merge(rows);
        foreach (var conversation in work.Where(static w => w.Row.Conversation is not null))
            conversation.Reject = new("conversation", $"{conversation.Row.Conversation}, of which only the first question and the last answer would stay");
        IRowFilter[] filters = [.. RowFilters.ForInstructions(options.Filters), .. options.InstructionFilters];
        // A text without an instruction gets one of this build's own.
        var open = work.Where(static w => w.Reject is null && w.Row.Prompt.Length > 0);
        Parallel.ForEach(open, new ParallelOptions { CancellationToken = cancellationToken }, w => w.Reject = RowFilters.FirstFault(filters, w.Row));
        SortOutEqual(work, options.NearDuplicates is not null);
        NameBySystem(work);
        var twice = work.Where(static w => w.Reject is null).GroupBy(static w => w.Row.Id, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1);
        if (twice is not null)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"Two instructions have the id '{twice.Key}'. Give each row an id of its own, or none.");

        if (options.NearDuplicates is { } near)
        {
            DropDuplicates(work, static row => row.Prompt, near);
            DropDuplicates(work, static row => row.Prompt.Length == 0 ? row.Text ?? "" : "", near);
        }

        return work;
    }

    /// <summary>The files of a half-done run name the same instruction once with its plan and once with its sections: these become one row.</summary>
    private static List<RowWork> Merge(IReadOnlyList<DatasetRow> rows)
    {
        var known = new Dictionary<(string, string), List<RowWork>>();
        var work = new List<RowWork>(rows.Count);
        foreach (var row in rows)
        {
            var item = new RowWork(work.Count, row);
            // Its first question alone is not what it answers.
            if (row.Conversation is not null)
            {
                work.Add(item);
                continue;
            }

            if (!known.TryGetValue(KeyOf(row), out var same))
                known[KeyOf(row)] = same = [];
            if (same.Find(w => Complete(w.Row, row)) is { } half)
            {
                half.Row = Join(half.Row, row);
                continue;
            }

            work.Add(item);
            same.Add(item);
        }

        return work;
    }

    /// <summary>Of rows that are equal the first that passed is worked on; where all of them are wanted each has a name of its own.</summary>
    private static void SortOutEqual(List<RowWork> work, bool drop)
    {
        var places = new Dictionary<(string, string), RowWork>();
        foreach (var item in work.Where(static w => w.Reject is null))
        {
            var first = places.GetValueOrDefault(KeyOf(item.Row));
            if (first is null)
                places[KeyOf(item.Row)] = item;
            else if (drop)
                item.Reject = new("duplicate", $"the same as row '{first.Row.Id}'");
            else if (item.Row.Id == first.Row.Id)
                item.Row = item.Row with { Id = FormattableString.Invariant($"{item.Row.Id}-{item.Index + 1}") };
        }
    }

    /// <summary>An id that was not given follows from the prompt alone: of rows that ask the same under several system texts the first keeps it.</summary>
    private static void NameBySystem(List<RowWork> work)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in work.Where(static w => w.Reject is null))
        {
            if (!ids.Add(item.Row.Id) && item.Row.Id == RowFigures.Hash(item.Row.Prompt))
                item.Row = item.Row with { Id = RowFigures.Hash($"{item.Row.Prompt}\0{item.Row.System}") };
        }
    }

    /// <summary>What is asked: a prompt under a system text, or a text whose instruction is to be made.</summary>
    private static (string, string) KeyOf(DatasetRow row) => row.Prompt.Length > 0 ? (row.Prompt, row.System ?? "") : ("", row.Text ?? "");

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
        Extra = first.Extra is null || second.Extra is null ? first.Extra ?? second.Extra : first.Extra.Concat(second.Extra).GroupBy(static e => e.Key).ToDictionary(static g => g.Key, static g => g.First().Value),
    };

    private static void DropDuplicates(List<RowWork> work, Func<DatasetRow, string> textOf, NearDuplicateOptions options)
    {
        // The same question under another system text is another.
        foreach (var rows in work.Where(w => w.Reject is null && textOf(w.Row).Length > 0).GroupBy(static w => w.Row.System ?? "", StringComparer.Ordinal))
        {
            var kept = new List<RowWork>();
            var index = new NearDuplicateIndex(number => textOf(kept[number].Row), options);
            foreach (var row in rows)
            {
                if (index.Add(textOf(row.Row)) is { } earlier)
                    row.Reject = new("duplicate", $"nearly the same as row '{kept[earlier].Row.Id}'");
                else
                    kept.Add(row);
            }
        }
    }
}
