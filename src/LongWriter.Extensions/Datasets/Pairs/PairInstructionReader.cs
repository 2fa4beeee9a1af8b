using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LongWriter;

/// <summary>Reads <see cref="PairInstruction"/>s.</summary>
internal static class PairInstructionReader
{
    // A longer line is a file of another kind.
    private const int LongestLine = 32 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static List<PairInstruction> Read(string path)
    {
        var rows = new List<PairInstruction>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            using var reader = new StreamReader(path, Strict);
            for (var line = 1; reader.ReadLine() is { } text; line++)
            {
                if (string.IsNullOrWhiteSpace(text))
                    continue;

                var row = Row(text, $"{path}, line {line}", line);
                if (!lines.TryAdd(row.Id, line))
                    throw Fault($"{path}, line {line} has the id '{row.Id}' of line {lines[row.Id]}. Give each row an id of its own.");

                rows.Add(row);
            }
        }
        catch (DecoderFallbackException exception)
        {
            throw Fault($"{path} is no UTF-8 text: {exception.Message}", exception);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The instructions cannot be read", path, exception);
        }

        return rows.Count > 0 ? rows : throw Fault($"{path} has no rows. Give JSON Lines with 'prompt' or 'instruction'.");
    }

    private static PairInstruction Row(string text, string place, int line)
    {
        if (text.Length > LongestLine)
            throw Fault($"{place} is longer than {LongestLine >> 20} million characters. Give JSON Lines, one row a line.");

        try
        {
            using var document = JsonDocument.Parse(text);
            var row = document.RootElement;
            if (row.ValueKind != JsonValueKind.Object)
                throw new FormatException("is no JSON object");

            return new(Id(row) ?? line.ToString(CultureInfo.InvariantCulture), Prompt(row))
            {
                System = Text(row, "system"),
                Required = Words(row, "length") ?? Words(row, "required"),
                Language = Text(row, "language"),
            };
        }
        catch (JsonException exception)
        {
            throw Fault($"{place} is no JSON (byte {exception.BytePositionInLine}); JSON Lines has one object a line.", exception);
        }
        catch (FormatException exception)
        {
            throw Fault($"{place} {exception.Message}.", exception);
        }
        catch (InvalidOperationException exception)
        {
            // System.Text.Json's word for half of a surrogate pair.
            throw Fault($"{place} has text that is no Unicode: half of a surrogate pair.", exception);
        }
    }

    private static string? Id(JsonElement row) => Field(row, "id") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { } id && !string.IsNullOrWhiteSpace(id) => id,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw new FormatException("has an 'id' that is neither a text nor a number"),
    };

    private static string Prompt(JsonElement row)
    {
        var prompt = Text(row, "prompt");
        if (prompt is null && Text(row, "instruction") is { } instruction)
            prompt = Text(row, "input") is { Length: > 0 } input ? $"{instruction}\n{input}" : instruction;
        return string.IsNullOrWhiteSpace(prompt) ? throw new FormatException("has neither 'prompt' nor 'instruction', or an empty one") : prompt;
    }

    private static int? Words(JsonElement row, string name) => Field(row, name) switch
    {
        null => null,
        { } number when JsonNumber.Positive(JsonNumber.Of(number)) is { } words => words,
        { } other => throw new FormatException($"has a '{name}' of {Short(other.GetRawText())}; it has to be a whole number of words above 0"),
    };

    private static string? Text(JsonElement row, string name) => Field(row, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new FormatException($"has a '{name}' that is no text"),
    };

    private static JsonElement? Field(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private static LongWriterException Fault(string message, Exception? inner = null) => new(LongWriterError.DatasetUnavailable, message, inner);
}
