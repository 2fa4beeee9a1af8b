using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>Tells the files of a model from any others without reading them whole: their names, sizes, last writes, headers, and a piece of every tensor (where times are all alike, as in images of containers, fine-tuned copies differ by nothing else).</summary>
internal sealed class SourceFingerprint : IDisposable
{
    private const int PieceBytes = 4096;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    // With its length before it, so that no two lists of parts are one row of bytes.
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        _hash.AppendData(bytes);
    }

    /// <summary>Adds an open file: the one that is mapped, whatever stands under its name by now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="headerBytes">How many bytes stand before the tensors.</param>
    /// <param name="tensors">Where each tensor begins and how many bytes it has.</param>
    /// <param name="map">Maps a piece of the file.</param>
    public void Add(FileStream file, long headerBytes, IEnumerable<(long Offset, long Bytes)> tensors, MapPiece map)
    {
        Add(Path.GetFileName(file.Name));
        Add(file.Length);
        Add(File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks);
        for (long done = 0; done < headerBytes; done += 1 << 20)
            AddPiece(map, done, (int)Math.Min(1 << 20, headerBytes - done));
        foreach (var (offset, bytes) in tensors)
        {
            var length = (int)Math.Min(PieceBytes, bytes);
            AddPiece(map, offset + ((bytes - length) / 2), length);
        }
    }

    /// <summary>All that was added, as text; it begins anew then.</summary>
    public string Take() => Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, 16));

    public void Dispose() => _hash.Dispose();

    private void AddPiece(MapPiece map, long offset, int length)
    {
        using var piece = map(offset, length);
        Add(piece.Bytes);
    }

    public delegate MappedBytes MapPiece(long offset, int length);
}
