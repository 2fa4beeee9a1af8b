using Parquet;

namespace LongWriter;

/// <summary>Writes rows as Parquet: into a file beside the place, moved there when it is complete.</summary>
internal sealed class ParquetRowSink : IRowSink
{
    private const int GroupRows = 200;

    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _file;
    private readonly List<DatasetRow> _group = [];
    private ParquetWriter? _writer;
    private bool _prepared;
    private bool _complete;

    public ParquetRowSink(string path)
    {
        _path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(_path)!;
        _temporary = Path.Combine(folder, $".{Path.GetFileName(_path)}.{Environment.ProcessId}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            // Without a buffer, which would be written on leaving, if need be to a full disk.
            _file = new FileStream(_temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unwritable(exception);
        }
    }

    public async ValueTask WriteAsync(DatasetRow item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        _group.Add(item);
        if (_group.Count >= GroupRows)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken = default)
    {
        if (_prepared)
            return;

        await FlushAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _writer ??= await ParquetWriter.CreateAsync(ParquetColumns.Schema, _file, cancellationToken: cancellationToken).ConfigureAwait(false);
            await _writer.DisposeAsync().ConfigureAwait(false);
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync().ConfigureAwait(false);
            _prepared = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(exception);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            File.Move(_temporary, _path, overwrite: true);
            _complete = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_complete)
            return;

        try
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            File.Delete(_temporary);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_group.Count == 0)
            return;

        try
        {
            _writer ??= await ParquetWriter.CreateAsync(ParquetColumns.Schema, _file, cancellationToken: cancellationToken).ConfigureAwait(false);
            using var group = _writer.CreateRowGroup();
            var fields = ParquetColumns.Schema.DataFields;
            var column = 0;
            // What is missing is written as an empty text: readers differ in how they take nulls.
            foreach (var (_, of) in ParquetColumns.Texts)
                await group.WriteAsync(fields[column++], _group.Select(row => of(row) ?? "").ToArray()).ConfigureAwait(false);
            foreach (var (_, of) in ParquetColumns.Numbers)
                await group.WriteAsync<int>(fields[column++], _group.Select(of).ToArray(), cancellationToken: cancellationToken).ConfigureAwait(false);
            await group.WriteAsync<double>(fields[column], _group.Select(ParquetColumns.Score.Of).ToArray(), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(exception);
        }

        _group.Clear();
    }

    private LongWriterException Unwritable(Exception exception) => ParquetRows.Fault(_path, "The file cannot be written", exception);
}
