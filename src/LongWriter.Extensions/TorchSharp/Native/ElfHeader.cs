using System.Buffers.Binary;

namespace LongWriter;

/// <summary>What the first bytes of a 64-bit little-endian ELF file say of it.</summary>
/// <param name="Machine">Number of the processor family: 62 is x86-64, 183 is arm64.</param>
/// <param name="LoadedLength">How many bytes of the file are mapped when it is loaded. The system's loader does not check that they are there: touching one beyond the end would kill the process.</param>
internal readonly record struct ElfHeader(ushort Machine, ulong LoadedLength)
{
    private const int Size = 64, SegmentSize = 56;
    private const uint LoadedSegment = 1;

    /// <summary>Reads the header and the list of segments.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or ends before its list of segments.</exception>
    public static ElfHeader Read(Stream file)
    {
        Span<byte> header = stackalloc byte[Size];
        if (file.ReadAtLeast(header, Size, throwOnEndOfStream: false) < Size || !header.StartsWith("\u007fELF"u8))
            throw new InvalidDataException("it does not begin as an ELF file");

        if (header[4] != 2 || header[5] != 1)
            throw new InvalidDataException("it is not a 64-bit little-endian ELF file");

        var offset = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]), count = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        if (count > 0 && size != SegmentSize)
            throw new InvalidDataException($"its segment headers are {size} bytes long instead of {SegmentSize}");

        if (offset > (ulong)file.Length || (ulong)(count * SegmentSize) > (ulong)file.Length - offset)
            throw new InvalidDataException("it ends before its segment headers");

        file.Position = (long)offset;
        ulong end = 0;
        Span<byte> segment = stackalloc byte[SegmentSize];
        for (var i = 0; i < count; i++)
        {
            file.ReadExactly(segment);
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) != LoadedSegment)
                continue;

            var (start, length) = (BinaryPrimitives.ReadUInt64LittleEndian(segment[8..]), BinaryPrimitives.ReadUInt64LittleEndian(segment[32..]));
            end = Math.Max(end, start > ulong.MaxValue - length ? ulong.MaxValue : start + length);
        }

        return new(BinaryPrimitives.ReadUInt16LittleEndian(header[18..]), end);
    }
}
