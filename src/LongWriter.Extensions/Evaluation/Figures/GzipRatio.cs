using System.IO.Compression;
using System.Text;

namespace LongWriter;

/// <summary>
/// The compression ratio of a text (Shaib and others, arXiv 2403.00553): its bytes in UTF-8 by those of its gzip form, here of <see cref="GZipStream"/> at
/// <see cref="CompressionLevel.Optimal"/>. Higher is more repetitive; short texts have lower ratios.
/// </summary>
internal static class GzipRatio
{
    public static double Compute(string text)
    {
        if (text.Length == 0)
            return 0;

        var bytes = Encoding.UTF8.GetBytes(text);
        using var counter = new CountingStream();
        using (var gzip = new GZipStream(counter, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return bytes.Length / (double)counter.Count;
    }

    /// <summary>Takes bytes and keeps their number.</summary>
    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
