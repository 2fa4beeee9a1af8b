using System.Buffers.Binary;
using System.Text;

namespace LongWriter;

/// <summary>Writes a table of numbers as NumPy reads it (format version 1.0).</summary>
internal sealed class NpyWriter
{
    private readonly Stream _stream;
    private readonly byte[] _row;
    private readonly int _columns;

    private NpyWriter(Stream stream, string type, int bytes, int rows, int columns)
    {
        (_stream, _columns, _row) = (stream, columns, new byte[checked(columns * bytes)]);
        // Magic, version, and the header's length take 10 bytes; data begins at a multiple of 64.
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        header = header.PadRight((10 + header.Length + 64) / 64 * 64 - 11) + '\n';
        Span<byte> start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)];
        stream.Write(start);
        stream.Write(Encoding.ASCII.GetBytes(header));
    }

    public static NpyWriter Int64(Stream stream, int rows, int columns) => new(stream, "<i8", sizeof(long), rows, columns);

    public static NpyWriter Float32(Stream stream, int rows, int columns) => new(stream, "<f4", sizeof(float), rows, columns);

    /// <summary>Writes a row of whole numbers.</summary>
    public void Write(ReadOnlySpan<int> row)
    {
        Check(row.Length, sizeof(long));
        for (var i = 0; i < row.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(_row.AsSpan(i * sizeof(long)), row[i]);
        _stream.Write(_row);
    }

    /// <summary>Writes a row of fractions.</summary>
    public void Write(ReadOnlySpan<float> row)
    {
        Check(row.Length, sizeof(float));
        for (var i = 0; i < row.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(_row.AsSpan(i * sizeof(float)), row[i]);
        _stream.Write(_row);
    }

    private void Check(int length, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(length, _columns);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length * bytes, _row.Length);
    }
}
