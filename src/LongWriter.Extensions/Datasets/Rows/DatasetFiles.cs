namespace LongWriter;

/// <summary>
/// Works on data sets that are there: one pass, in memory that hardly grows with the file. Rows that pass are written as they stand, byte for
/// byte; files appear whole or not at all.
/// </summary>
public static class DatasetFiles
{
    /// <summary>Keeps the rows in which no filter finds a fault.</summary>
    /// <param name="path">The file.</param>
    /// <param name="output">The file for the rows that are kept.</param>
    /// <param name="filters">The filters, in order; the first fault counts.</param>
    /// <param name="rejects">A file for the other rows, each with a field <c>rejected</c> that has the filter and its reason; or <see langword="null"/>.</param>
    /// <param name="options">Limits and faults; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops; no file appears.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: a file cannot be read or written. <see cref="LongWriterError.InvalidRequest"/>: a file would be overwritten by its own rows.</exception>
    public static DatasetFileReport Filter(
        string path, string output, IReadOnlyList<IRowFilter> filters, string? rejects = null, DatasetReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filters);
        using var pass = new FilePass(path, output, rejects, options);
        pass.Run(row => RowFilters.FirstFault(filters, row), static (_, reject) => reject, cancellationToken);
        return pass.Complete();
    }

    /// <summary>Keeps the first of rows that are nearly the same.</summary>
    /// <param name="path">The file.</param>
    /// <param name="output">The file for the rows that are kept.</param>
    /// <param name="by">What is compared.</param>
    /// <param name="near">When two texts count as one; <see langword="null"/> for the defaults.</param>
    /// <param name="rejects">A file for the other rows, each with a field <c>rejected</c> that names the line it repeats; or <see langword="null"/>.</param>
    /// <param name="options">Limits and faults; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops; no file appears.</param>
    /// <exception cref="LongWriterException">As of <see cref="Filter"/>; or an option is out of its range.</exception>
    public static DatasetFileReport Deduplicate(
        string path, string output, DuplicateKey by = DuplicateKey.Prompt, NearDuplicateOptions? near = null, string? rejects = null, DatasetReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        near ??= new();
        using var pass = new FilePass(path, output, rejects, options);
        var kept = new List<(long Offset, int Length, long Line)>();
        var index = new NearDuplicateIndex(number => TextOf(pass.ReadAgain(kept[number].Offset, kept[number].Length), by), near);
        pass.Run(
            row =>
            {
                var shingles = Shingles.Of(TextOf(row, by), near.ShingleWords);
                return (Shingles: shingles, Bands: MinHash.BandsOf(shingles));
            },
            (item, value) =>
            {
                if (index.Add(value.Shingles, value.Bands) is { } earlier)
                    return new("duplicate", FormattableString.Invariant($"nearly the same as line {kept[earlier].Line}"));

                kept.Add((item.Offset, item.Bytes.Length, item.Number));
                return null;
            },
            cancellationToken);
        return pass.Complete();
    }

    /// <summary>
    /// Writes rows in another form. Rows that it has no place for are left out, counted and told: conversations of several questions or answers, and
    /// what <see cref="IRowSink.FindFault"/> names, such as a missing plan.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="sink">Takes them. It is completed, and stays the caller's.</param>
    /// <param name="onLeftOut">Hears of each row that is left out, in order; or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops; no file appears.</param>
    /// <returns>The rows that were given and written; those left out, by <c>conversation</c> or the sink's reason.</returns>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: a file cannot be read or written.</exception>
    public static async Task<DatasetFileReport> ConvertAsync(IEnumerable<DatasetRow> rows, IRowSink sink, Action<LeftOutRow>? onLeftOut = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(sink);
        var (count, kept) = (0L, 0L);
        var rejected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            count++;
            var fault = sink.FindFault(row);
            if ((row.Conversation ?? fault) is { } reason)
            {
                var kind = row.Conversation is null ? reason : "conversation";
                rejected[kind] = rejected.GetValueOrDefault(kind) + 1;
                onLeftOut?.Invoke(new(count, row.Id, reason));
                continue;
            }

            await sink.WriteAsync(row, cancellationToken).ConfigureAwait(false);
            kept++;
        }

        await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return new(count, kept) { Rejected = rejected };
    }

    private static string TextOf(DatasetRow row, DuplicateKey by) => by == DuplicateKey.Text ? row.Text ?? "" : row.Prompt;
}

/// <summary>What rows are compared by.</summary>
public enum DuplicateKey
{
    /// <summary>The instruction.</summary>
    Prompt,

    /// <summary>The text.</summary>
    Text,
}
