using System.Runtime.ExceptionServices;

namespace LongWriter;

/// <summary>Goes through a data file once: rows are looked at in parallel, block by block, and what came of them is taken in the file's order.</summary>
internal sealed class RowScan : IDisposable
{
    private readonly string _path;
    private readonly DatasetReadOptions _options;
    private readonly bool _isText;
    private readonly LineBlock _block;

    public RowScan(string path, DatasetReadOptions options)
    {
        (_path, _options) = (path, options);
        _isText = Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase);
        try
        {
            _block = new(path, options.MaxLineBytes);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Whether fields that are not known are kept in the rows.</summary>
    public bool KeepExtra { get; init; }

    /// <summary>Takes lines that are no rows, with what is wrong with them; one that is too long comes without its bytes.</summary>
    public Action<ReadOnlyMemory<byte>, string>? OnBroken { get; set; }

    /// <summary>Bytes of the file that have been read.</summary>
    public long Position => _block.Position;

    /// <summary>Goes on with the next block; false at the file's end.</summary>
    /// <param name="map">Looks at a row; called from several threads.</param>
    /// <param name="fold">Takes what came of it, one at a time and in order.</param>
    /// <param name="cancellationToken">Stops.</param>
    public bool Next<T>(Func<DatasetRow, T> map, Action<ScannedRow<T>> fold, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!ReadBlock())
            return false;

        var lines = _block.Lines;
        var results = new (T Value, string? Problem)[lines.Count];
        try
        {
            Parallel.For(0, lines.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => results[i] = Look(lines[i], map));
        }
        catch (AggregateException exception)
        {
            // What looked at a row failed, in one thread or in several: the first failure is the one to report.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        for (var i = 0; i < results.Length; i++)
        {
            var line = lines[i];
            if (results[i].Problem is { } problem)
            {
                _options.OnFault?.Invoke(new(_path, line.Number, problem));
                OnBroken?.Invoke(_block.Bytes.Slice(line.Start, line.Length), FormattableString.Invariant($"line {line.Number} {problem}"));
            }
            else
            {
                fold(new(line.Number, line.Offset, _block.Bytes.Slice(line.Start, line.Length), results[i].Value));
            }
        }

        return true;
    }

    /// <summary>Goes through what is left of the file.</summary>
    public void Run<T>(Func<DatasetRow, T> map, Action<ScannedRow<T>> fold, CancellationToken cancellationToken)
    {
        while (Next(map, fold, cancellationToken))
        {
        }
    }

    /// <summary>Reads a row that has been read before.</summary>
    public DatasetRow ReadAgain(long offset, int length)
    {
        var bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        try
        {
            _block.Read(offset, bytes.AsSpan(0, length));
            return Parse(bytes.AsSpan(0, length));
        }
        catch (Exception exception) when (StorageFault.Covers(exception) || exception is FormatException)
        {
            throw Unreadable(exception);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void Dispose() => _block.Dispose();

    private bool ReadBlock()
    {
        // What came of the last block is done with.
        if (_block.Position > 0)
            _options.OnRead?.Invoke(_block.Position);
        try
        {
            return _block.Next();
        }
        catch (LongWriterException exception)
        {
            throw new LongWriterException(exception.Error, $"{_path}: {exception.Message}", exception);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw Unreadable(exception);
        }
    }

    private (T Value, string? Problem) Look<T>(LineBlock.Line line, Func<DatasetRow, T> map)
    {
        if (line.IsTooLong)
            return (default!, FormattableString.Invariant($"is longer than {_options.MaxLineBytes} bytes"));

        DatasetRow row;
        try
        {
            row = Parse(_block.Bytes.Span.Slice(line.Start, line.Length));
        }
        catch (FormatException exception)
        {
            return (default!, exception.Message);
        }

        return (map(row), null);
    }

    private DatasetRow Parse(ReadOnlySpan<byte> line)
    {
        if (!_isText)
            return RowParser.Parse(line, KeepExtra);
        if (!System.Text.Unicode.Utf8.IsValid(line))
            throw new FormatException("is no UTF-8 text");

        var prompt = System.Text.Encoding.UTF8.GetString(line).Trim();
        return new(RowFigures.Hash(prompt), prompt);
    }

    private LongWriterException Unreadable(Exception exception) => StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The data cannot be read", _path, exception);
}

/// <summary>A row of a scan.</summary>
/// <param name="Number">The line's number, from 1.</param>
/// <param name="Offset">Where the line begins in the file.</param>
/// <param name="Bytes">The line; it changes with the next block.</param>
/// <param name="Value">What came of the row.</param>
internal readonly record struct ScannedRow<T>(long Number, long Offset, ReadOnlyMemory<byte> Bytes, T Value);
