using System.Text.Json;

namespace LongWriter;

/// <summary>A row of a data file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Bytes">The line, or with <paramref name="IsText"/> the whole file.</param>
/// <param name="IsText">Whether the bytes are a text as it is.</param>
internal sealed record DataRow(string File, int Line, byte[] Bytes, bool IsText = false)
{
    public string Id => $"{File}:{Line}";

    /// <summary>Reads the row's object.</summary>
    /// <exception cref="LongWriterException">It is none, or what it holds is no text.</exception>
    public T Read<T>(Func<JsonElement, T> read)
    {
        try
        {
            using var row = JsonDocument.Parse(Bytes);
            if (row.RootElement.ValueKind != JsonValueKind.Object)
                throw Fault("is no JSON object; JSON Lines has one object a line");

            return read(row.RootElement);
        }
        catch (JsonException exception)
        {
            throw Fault($"is no JSON (byte {exception.BytePositionInLine}); JSON Lines has one object a line", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw Fault("has text that is no Unicode: half of a surrogate pair, or bytes that are no UTF-8", exception);
        }
    }

    /// <summary>A field's text.</summary>
    /// <exception cref="LongWriterException">It is no text.</exception>
    public string Text(JsonElement value, string field) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Fault($"has a '{field}' that is no text");

    public LongWriterException Fault(string problem, Exception? inner = null, LongWriterError error = LongWriterError.DatasetUnavailable) =>
        new(error, $"{File}, line {Line} {problem.TrimEnd('.')}.", inner);

    /// <summary>A field that is there and not null.</summary>
    public static JsonElement? Field(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
