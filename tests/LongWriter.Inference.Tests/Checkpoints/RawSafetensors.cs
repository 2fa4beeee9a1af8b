using System.Buffers.Binary;
using System.Text;

namespace LongWriter.Tests;

/// <summary>Files of the format put together by hand: length, header, data.</summary>
internal static class RawSafetensors
{
    public static byte[] Bytes(string header, int dataBytes) => Bytes(header, new byte[dataBytes]);

    public static byte[] Bytes(string header, ReadOnlySpan<byte> data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)json.Length);
        json.CopyTo(file, 8);
        data.CopyTo(file.AsSpan(8 + json.Length));
        return file;
    }
}
