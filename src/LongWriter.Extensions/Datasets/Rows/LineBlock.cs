using System.Buffers;

namespace LongWriter;

/// <summary>
/// Reads a file in blocks of whole lines, in the same few megabytes whatever the file's size. A line that is longer than allowed is passed over
/// without being held.
/// </summary>
internal sealed class LineBlock : IDisposable
{
    private const int FirstSize = 4 << 20;

    private readonly FileStream _file;
    private readonly int _longest;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _filled;
    private int _used;
    private long _position;
    private long _number;
    private bool _overlong;
    private bool _ended;

    public LineBlock(string path, int longest)
    {
        _longest = longest;
        _file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });
    }

    /// <summary>The bytes that the lines lie in; they change with the next block.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer;

    /// <summary>The lines of the block.</summary>
    public List<Line> Lines { get; } = [];

    /// <summary>Bytes of the file that have been read.</summary>
    public long Position => _position;

    /// <summary>Reads the next block; false at the end.</summary>
    public bool Next()
    {
        Lines.Clear();
        while (true)
        {
            _buffer.AsSpan(_used, _filled - _used).CopyTo(_buffer);
            (_filled, _used) = (_filled - _used, 0);
            Split(Fill());
            if (Lines.Count > 0)
                return true;
            if (_ended && _filled == _used)
                return false;
        }
    }

    /// <summary>Reads bytes at a place of the file again.</summary>
    public void Read(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
            if (read == 0)
                throw new EndOfStreamException("The file was shortened while it was read.");

            bytes = bytes[read..];
            offset += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _file.Dispose();
    }

    /// <summary>Fills the buffer and gives the index of the first byte in which no line feed was looked for.</summary>
    private int Fill()
    {
        if (_filled == _buffer.Length && !_ended)
            Grow();

        var fresh = _filled;
        while (_filled < _buffer.Length && !_ended)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, _buffer.AsSpan(_filled), _position);
            if (_position == 0)
                CheckEncoding(_buffer.AsSpan(0, read));
            _ended = read == 0;
            _position += read;
            _filled += read;
        }

        return fresh;
    }

    /// <summary>A line longer than the buffer: more room, or nothing of it is kept.</summary>
    private void Grow()
    {
        if (_overlong || _filled > _longest)
        {
            (_overlong, _filled, _used) = (true, 0, 0);
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, (long)_buffer.Length * 2));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Split(int searched)
    {
        var start = _used;
        while (start < _filled)
        {
            var from = Math.Max(start, searched);
            var at = _buffer.AsSpan(from, _filled - from).IndexOf((byte)'\n');
            if (at < 0 && !_ended)
                break;

            var end = at < 0 ? _filled : from + at;
            Add(start, end - start);
            start = at < 0 ? end : end + 1;
        }

        _used = start;
    }

    private void Add(int start, int length)
    {
        _number++;
        var tooLong = _overlong || length > _longest;
        _overlong = false;
        // A byte order mark belongs to the file, not to its first line.
        var mark = _number == 1 && _buffer.AsSpan(start, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        var line = _buffer.AsSpan(start + mark, length - mark);
        var content = tooLong ? line[..0] : line.TrimEnd((byte)'\r');
        if (tooLong || content.ContainsAnyExcept(" \t"u8))
            Lines.Add(new(_number, _position - _filled + start + mark, start + mark, content.Length, tooLong));
    }

    private static void CheckEncoding(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith<byte>([0xFF, 0xFE]) || start.StartsWith<byte>([0xFE, 0xFF]) || start.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
            throw new LongWriterException(LongWriterError.DatasetUnavailable, "The file is UTF-16 or UTF-32, by its byte order mark. Save it as UTF-8.");
    }

    /// <summary>A line of the block.</summary>
    /// <param name="Number">Its number in the file, from 1.</param>
    /// <param name="Offset">Where its content begins in the file.</param>
    /// <param name="Start">Where its content begins in the block.</param>
    /// <param name="Length">The content's length in bytes.</param>
    /// <param name="IsTooLong">Whether it is longer than allowed; its content is not there then.</param>
    public readonly record struct Line(long Number, long Offset, int Start, int Length, bool IsTooLong);
}
