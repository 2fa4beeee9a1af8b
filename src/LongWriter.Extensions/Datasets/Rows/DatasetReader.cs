namespace LongWriter;

/// <summary>Reads data files row by row, in memory that does not grow with the file.</summary>
public static class DatasetReader
{
    /// <summary>
    /// Reads JSON Lines. The form of a row is told by its fields: <c>prompt</c>, with <c>plan</c> and <c>write</c> where it comes from the LongWriter
    /// authors' <c>plan.jsonl</c> and <c>write.jsonl</c>; <c>messages</c> (<c>role</c>, <c>content</c>); <c>conversations</c> (<c>from</c>, <c>value</c>);
    /// <c>instruction</c>, <c>input</c>, <c>output</c>; or <c>text</c> alone. Beside them stand, where a row has them, <c>id</c>, <c>system</c>,
    /// <c>length</c> or <c>required</c> (words), <c>language</c> and <c>type</c>. In a <c>.txt</c> file each line is an instruction. Empty lines are
    /// passed over; a line that is no row goes to <see cref="DatasetReadOptions.OnFault"/>, and the rest is read.
    /// </summary>
    /// <param name="path">The file, in UTF-8 with or without a byte order mark.</param>
    /// <param name="options">Limits and faults; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be read, or is UTF-16.</exception>
    public static IEnumerable<DatasetRow> Read(string path, DatasetReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new();
        options.Check();
        return ReadRows(path, options, cancellationToken);
    }

    private static IEnumerable<DatasetRow> ReadRows(string path, DatasetReadOptions options, CancellationToken cancellationToken)
    {
        using var scan = new RowScan(path, options) { KeepExtra = true };
        var rows = new List<DatasetRow>();
        while (scan.Next(static row => row, item => rows.Add(item.Value), cancellationToken))
        {
            foreach (var row in rows)
                yield return row;
            rows.Clear();
        }
    }
}
