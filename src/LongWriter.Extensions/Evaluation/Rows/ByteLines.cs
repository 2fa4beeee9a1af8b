using System.Buffers;

namespace LongWriter;

/// <summary>The lines of a file as bytes, without a copy of each; the last one counts with or without a line break.</summary>
internal sealed class ByteLines : IDisposable
{
    private const int FirstBuffer = 1 << 20;

    private readonly FileStream _file;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _start;
    private int _end;
    private bool _atEnd;

    public ByteLines(string path) => _file = new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });

    /// <summary>The next line, without its line break; it stays valid until the next call.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = _buffer.AsSpan(_start, searched + at);
                _start += searched + at + 1;
                return true;
            }

            searched = _end - _start;
            if (_atEnd)
            {
                line = _buffer.AsSpan(_start, searched);
                _start = _end;
                return searched > 0;
            }

            Fill();
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Fill()
    {
        if (_end == _buffer.Length)
        {
            var held = _end - _start;
            var target = held > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(checked(_buffer.Length * 2)) : _buffer;
            _buffer.AsSpan(_start, held).CopyTo(target);
            if (target != _buffer)
                ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end) = (target, 0, held);
        }

        var read = _file.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
