using System.Buffers.Binary;
using System.Text;

namespace LongWriter;

/// <summary>Reads the header of a GGUF file front to back; nothing beyond the end is read, and nothing is allocated before its bytes are known to be there.</summary>
internal unsafe ref struct GgufCursor(string file, byte* start, long length)
{
    private const int DeepestArray = 4;
    private const int LongestText = 1 << 26;

    /// <summary>Where the next byte is, from the beginning of the file.</summary>
    public long Position { readonly get; set; }

    public readonly long Remaining => length - Position;

    public ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > Remaining)
            throw Fault($"ends inside {what}; the file is cut off or damaged. Download it again.");

        var bytes = new ReadOnlySpan<byte>(start + Position, count);
        Position += count;
        return bytes;
    }

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    /// <summary>A number of things that take at least so many bytes each.</summary>
    public long Count(int least, string what)
    {
        var count = UInt64(what);
        if (count > (ulong)(Remaining / least))
            throw Fault($"{what} is {count}, more than the rest of the file can hold. The file is damaged.");

        return (long)count;
    }

    public string Text(string what, int longest = LongestText)
    {
        var count = Count(1, $"the length of {what}");
        if (count > longest)
            throw Fault($"{what} is {count:N0} bytes long, more than {longest:N0}. The file is damaged.");

        return Encoding.UTF8.GetString(Take((int)count, what));
    }

    public GgufValueType ValueType(string what)
    {
        var type = UInt32(what);
        if (type > (uint)GgufValueType.Float64)
            throw Fault($"{what} has the unknown value type {type}. The file is damaged, or of a newer format.");

        return (GgufValueType)type;
    }

    /// <summary>Goes past a value and checks that it is all there.</summary>
    public void Skip(GgufValueType type, string what, int depth = 0)
    {
        if (type == GgufValueType.Text)
        {
            var count = Count(1, $"the length of {what}");
            Position += count;
        }
        else if (type != GgufValueType.Array)
        {
            Take(SizeOf(type), what);
        }
        else
        {
            if (depth == DeepestArray)
                throw Fault($"{what} has arrays in arrays more than {DeepestArray} deep. The file is damaged.");

            var element = ValueType(what);
            var count = Count(SizeOf(element), $"the length of {what}");
            if (element is GgufValueType.Text or GgufValueType.Array)
                for (long i = 0; i < count; i++)
                    Skip(element, what, depth + 1);
            else
                Position += count * SizeOf(element);
        }
    }

    public readonly LongWriterException Fault(string what) => GgufFault.Of(file, what);

    /// <summary>Bytes of a value; of texts and arrays, the least.</summary>
    public static int SizeOf(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Boolean => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.Array => 12,
        _ => 8,
    };
}
