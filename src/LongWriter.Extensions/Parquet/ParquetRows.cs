namespace LongWriter;

/// <summary>Data sets as Apache Parquet.</summary>
public static class ParquetRows
{
    /// <summary>
    /// Makes a sink: columns of texts by the names of the other forms (<c>id</c>, <c>prompt</c>, <c>text</c>, <c>system</c>, <c>language</c>, <c>type</c>,
    /// <c>plan</c>, <c>original_prompt</c>; as JSON <c>sections</c>, <c>provenance</c>, and <c>extra</c> for fields of the row's own), and of numbers
    /// (<c>required</c>, <c>words</c>; 0 where there is none; <c>length_score</c>, null where there is none). Groups of 200 rows.
    /// </summary>
    /// <param name="path">The file.</param>
    public static IRowSink Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ParquetRowSink(path);
    }

    /// <summary>
    /// Reads rows, a group at a time, which is held in memory: some writers put all rows into one. The columns are those of the forms that <see cref="DatasetReader.Read"/> knows:
    /// <c>prompt</c> or <c>instruction</c> with <c>input</c>, <c>text</c>, <c>output</c>, <c>response</c> or <c>completion</c>, or nested <c>messages</c> (a list of
    /// <c>role</c> and <c>content</c>) or <c>conversations</c> (<c>from</c>, <c>value</c>) as Hugging Face data sets have them; beside them those that
    /// <see cref="Open"/> writes. Other columns are passed over. A row that is none goes to <see cref="DatasetReadOptions.OnFault"/> with its number.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Hears of rows that are none; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be read, is no Parquet, or has none of these columns.</exception>
    public static IEnumerable<DatasetRow> Read(string path, DatasetReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new ParquetRowReader(path, options ?? new()).Read(cancellationToken);
    }

    internal static LongWriterException Fault(string path, string what, Exception exception) =>
        new(LongWriterError.DatasetUnavailable, $"{what} ({path}): {exception.Message.TrimEnd('.', ' ')}. Check that the path is right and that the disk is in order.", exception);
}
