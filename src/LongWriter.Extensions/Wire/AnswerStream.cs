using System.Buffers;
using System.IO.Pipelines;

namespace LongWriter;

/// <summary>
/// A server's answer, read line by line and checked before the SDK sees it: what the SDKs take for a normal end, or fail on
/// without saying why, becomes a typed error here.
/// </summary>
internal abstract class AnswerStream(HttpContent content, Stream inner, CancellationToken caller) : Stream
{
    private const int LongestLine = 16 * 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(inner);
    private ReadOnlyMemory<byte> _ready;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // An SDK that reads without a token must not make a stalled answer impossible to leave.
        var token = cancellationToken.CanBeCanceled ? cancellationToken : caller;
        while (_ready.IsEmpty)
        {
            if (_ended)
                return 0;

            var (line, terminated) = await ReadLineAsync(token).ConfigureAwait(false);
            _ended = line is null;
            _ready = line is null ? End() : Take(line, terminated);
        }

        var count = Math.Min(buffer.Length, _ready.Length);
        _ready.Span[..count].CopyTo(buffer.Span);
        _ready = _ready[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Checks a line and gives what the SDK is to read in its place.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="terminated">Whether it had one; a last line without may have been cut.</param>
    protected abstract ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> line, bool terminated);

    /// <summary>Checks that the answer may end here and gives what is still to be read.</summary>
    protected abstract ReadOnlyMemory<byte> End();

    protected static bool IsHtml(ReadOnlySpan<byte> line) => line.Length > 0 && line[0] == (byte)'<';

    protected static LongWriterException Invalid(string what, Exception? inner = null) => new(
        LongWriterError.InvalidAnswer,
        $"{what} Check that the endpoint is the API itself and not a web page, a proxy or another protocol.",
        inner);

    protected static LongWriterException Html() => Invalid("The server answered with a web page (HTML).");

    protected static LongWriterException Cut() => new(
        LongWriterError.ServerUnavailable, "The server broke its answer off before the end.");

    /// <summary>The line without blanks, line end and byte order mark around it.</summary>
    protected static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line)
    {
        if (line.Span.StartsWith("\uFEFF"u8))
            line = line[3..];

        var span = line.Span;
        var start = 0;
        while (start < span.Length && span[start] is (byte)' ' or (byte)'\t' or (byte)'\r')
            start++;

        var end = span.Length;
        while (end > start && span[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
            end--;

        return line[start..end];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Complete();
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<(byte[]? Line, bool Terminated)> ReadLineAsync(CancellationToken cancellationToken)
    {
        var searched = 0L;
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return (line, true);
            }

            if (result.IsCompleted)
            {
                var rest = buffer.IsEmpty ? null : buffer.ToArray();
                _reader.AdvanceTo(buffer.End);
                return (rest, false);
            }

            searched = buffer.Length;
            if (searched > LongestLine)
                throw Invalid("The server's answer has a line of more than 16 MB.");

            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
