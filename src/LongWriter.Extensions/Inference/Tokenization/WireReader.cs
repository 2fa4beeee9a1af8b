using System.Buffers.Binary;

namespace LongWriter;

/// <summary>Walks the fields of a protobuf message.</summary>
internal ref struct WireReader(string file, ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> _content = content;

    /// <summary>Reads the next field.</summary>
    /// <param name="field">Its number.</param>
    /// <param name="value">Its value where it is a number; the bits of a float.</param>
    /// <param name="bytes">Its value where it is text, bytes or a message.</param>
    public bool Next(out int field, out ulong value, out ReadOnlySpan<byte> bytes)
    {
        (field, value) = (0, 0);
        bytes = default;
        if (_content.IsEmpty)
            return false;

        var tag = Number();
        field = (int)Math.Min(tag >> 3, int.MaxValue);
        switch (tag & 7)
        {
            case 0:
                value = Number();
                return true;
            case 1:
                value = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                return true;
            case 2:
                bytes = Take(Number());
                return true;
            case 5:
                value = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                return true;
            default:
                throw Fault();
        }
    }

    private ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw Fault();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_content.Length)
            throw Fault();

        var taken = _content[..(int)length];
        _content = _content[(int)length..];
        return taken;
    }

    private readonly LongWriterException Fault() =>
        JsonField.Invalid(file, "is not usable: it is no whole SentencePiece model (protobuf). Download it again.");
}
