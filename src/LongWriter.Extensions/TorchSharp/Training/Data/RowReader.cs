using System.Buffers;

namespace LongWriter;

/// <summary>The rows of a file one by one; blank lines are none.</summary>
internal sealed class RowReader : IDisposable
{
    // A document of ten million words; what is longer is a file of another kind.
    private const int LongestRow = 64 << 20;

    private readonly string _file;
    private readonly bool _whole;
    private readonly FileStream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly ArrayBufferWriter<byte> _row = new();
    private int _start, _end, _line;

    /// <param name="file">The file.</param>
    /// <param name="whole">Whether the whole file is one row, a text.</param>
    /// <exception cref="LongWriterException">It cannot be opened.</exception>
    public RowReader(string file, bool whole = false)
    {
        (_file, _whole) = (file, whole);
        try
        {
            _stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>The next row, or null at the end.</summary>
    public DataRow? Next()
    {
        while (Line() is { } line)
        {
            _line++;
            if (_line == 1 && line.AsSpan().StartsWith("\uFEFF"u8))
                line = line[3..];
            if (line.AsSpan().ContainsAnyExcept(" \t\r\n"u8))
                return new(_file, _line, line, _whole);
        }

        return null;
    }

    /// <summary>How many rows are left, at most so many.</summary>
    public int Count(int most)
    {
        var count = 0;
        while (count < most && Next() is not null)
            count++;
        return count;
    }

    public void Dispose() => _stream.Dispose();

    private byte[]? Line()
    {
        _row.ResetWrittenCount();
        while (true)
        {
            if (_start == _end && !Fill())
                return _row.WrittenCount > 0 ? _row.WrittenSpan.ToArray() : null;

            var rest = _buffer.AsSpan(_start, _end - _start);
            var at = _whole ? -1 : rest.IndexOf((byte)'\n');
            var part = at < 0 ? rest : rest[..at];
            if (_row.WrittenCount + part.Length > LongestRow)
                throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{_file}, line {_line + 1} is longer than {LongestRow >> 20} MiB. Give JSON Lines, one row a line.");

            _row.Write(part);
            _start += part.Length;
            if (at < 0)
                continue;

            _start++;
            return _row.WrittenSpan.ToArray();
        }
    }

    private bool Fill()
    {
        try
        {
            (_start, _end) = (0, _stream.Read(_buffer));
            return _end > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    private LongWriterException Unreadable(Exception exception) =>
        new(LongWriterError.DatasetUnavailable, $"The data file {_file} cannot be read: {exception.Message}", exception);
}
