using System.Buffers;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordContext : JsonSerializerContext;

/// <summary>
/// Records to lines and back. A line ends with a CRC-32 of what stands before it, so that damage in the middle of a journal is
/// found and not written into a document.
/// </summary>
internal static class RunRecordCodec
{
    private const int SumLength = 18; // ,"sum":"xxxxxxxx"}

    public static ReadOnlyMemory<byte> Encode(RunRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        // Readable text in the file: nothing here is put into a web page unescaped.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
            JsonSerializer.Serialize(writer, record, RunRecordContext.Default.RunRecord);

        // The closing brace makes room for the sum.
        var body = buffer.WrittenSpan[..^1];
        var sum = Crc32.HashToUInt32(body);
        var line = new byte[body.Length + SumLength];
        body.CopyTo(line);
        Encoding.UTF8.GetBytes($",\"sum\":\"{sum:x8}\"}}", line.AsSpan(body.Length));
        return line;
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">The line is damaged.</exception>
    public static RunRecord Decode(ReadOnlySpan<byte> line)
    {
        if (line.Length <= SumLength || !line[^SumLength..^10].SequenceEqual(",\"sum\":\""u8))
            throw new FormatException("it has no check sum");

        var body = line[..^SumLength];
        if (!Utf8Parser.TryParse(line[^10..^2], out uint sum, out var read, 'x') || read != 8 || sum != Crc32.HashToUInt32(body))
            throw new FormatException("its check sum does not match");

        try
        {
            return JsonSerializer.Deserialize(line, RunRecordContext.Default.RunRecord) ?? throw new FormatException("it is null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            // Not JSON, no record, or a plan step that refuses its values.
            throw new FormatException($"it is of a kind that this version does not know ({exception.Message})", exception);
        }
    }

    /// <summary>The hash of a section's text.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)));
}
