using System.Text;
using System.Text.Json;

namespace LongWriter;

/// <summary>Reads one row, whichever of the known forms it has.</summary>
internal static class RowParser
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <param name="json">The line, without its line feed.</param>
    /// <param name="keepExtra">Whether fields that are not known are kept.</param>
    /// <exception cref="FormatException">The line is no row; the message goes on behind "the line".</exception>
    public static DatasetRow Parse(ReadOnlySpan<byte> json, bool keepExtra = false)
    {
        if (!System.Text.Unicode.Utf8.IsValid(json))
            throw new FormatException("is no UTF-8 text");

        try
        {
            var fields = new RowFields();
            var reader = new Utf8JsonReader(json, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException("is no JSON object");

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                Take(ref reader, fields, keepExtra);

            // Text behind the object is an error that the reader finds itself.
            reader.Read();
            return fields.ToRow();
        }
        catch (JsonException exception)
        {
            throw new FormatException(FormattableString.Invariant($"is no JSON (byte {exception.BytePositionInLine})"), exception);
        }
        catch (InvalidOperationException exception)
        {
            // System.Text.Json's word for half of a surrogate pair.
            throw new FormatException("has text that is no Unicode: half of a surrogate pair", exception);
        }
    }

    private static void Take(ref Utf8JsonReader reader, RowFields fields, bool keepExtra)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;

        switch (name)
        {
            case "messages" or "conversations":
                ReadTurns(ref reader, fields, name);
                break;
            case "write" or "sections":
                fields.Sections = ReadTexts(ref reader, name);
                break;
            case "prompt":
                fields.Prompt = Text(ref reader, name);
                break;
            case "instruction":
                fields.Instruction = Text(ref reader, name);
                break;
            case "input":
                fields.Input = Text(ref reader, name);
                break;
            case "output" or "response" or "completion" or "text":
                // Of several the first that is not empty counts; what another holds, be it an object, is not looked into.
                if (string.IsNullOrWhiteSpace(fields.Text))
                    fields.Text = Text(ref reader, name);
                else
                    reader.Skip();
                break;
            case "id":
                fields.Id = Id(ref reader);
                break;
            case "system":
                fields.System = Text(ref reader, name);
                break;
            case "plan":
                fields.Plan = Text(ref reader, name);
                break;
            case "original_prompt":
                fields.OriginalPrompt = Text(ref reader, name);
                break;
            case "language":
                fields.Language = Language(Text(ref reader, name));
                break;
            case "type" when reader.TokenType == JsonTokenType.String:
                fields.Type = reader.GetString();
                break;
            case "length" or "required":
                fields.Required = Words(ref reader, name);
                break;
            case "words" or "counter" or "length_score":
                // They follow from the text and are made anew.
                reader.Skip();
                break;
            default:
                if (keepExtra)
                    (fields.Extra ??= [])[name] = Extra(ref reader);
                else
                    reader.Skip();
                break;
        }
    }

    private static string Text(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new FormatException($"has a '{name}' that is no text");

    /// <summary>A field that is not known, which will be written as it is: what is no Unicode in it has to be found here.</summary>
    private static JsonElement Extra(ref Utf8JsonReader reader)
    {
        var value = JsonElement.ParseValue(ref reader);
        using var writer = new Utf8JsonWriter(Stream.Null);
        value.WriteTo(writer);
        return value;
    }

    /// <summary>A language tag, also as locales are written; an empty one is none.</summary>
    internal static string? Language(string text)
    {
        var tag = RowFigures.Tag(text);
        return tag.Length == 0 ? null
            : RequestValidation.IsLanguageTag(tag) ? tag
            : throw new FormatException("has a 'language' that is no BCP 47 tag such as en or zh");
    }

    private static string Id(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when reader.GetString() is { } id && !string.IsNullOrWhiteSpace(id) => id,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => throw new FormatException("has an 'id' that is neither a text nor a number"),
    };

    private static int Words(ref Utf8JsonReader reader, string name) =>
        JsonNumber.Positive(JsonNumber.Of(ref reader)) ?? throw new FormatException($"has a '{name}' that is no whole number of words above 0");

    /// <summary>A number of words as a column has it; 0 and an empty field are none.</summary>
    internal static int? Words(string? text, string name) => string.IsNullOrWhiteSpace(text) || JsonNumber.Of(text) is 0 ? null
        : JsonNumber.Positive(JsonNumber.Of(text)) ?? throw new FormatException($"has a '{name}' that is no whole number of words above 0");

    private static List<string> ReadTexts(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException($"has a '{name}' that is no list");

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            texts.Add(Text(ref reader, name));
        return texts;
    }

    private static void ReadTurns(ref Utf8JsonReader reader, RowFields fields, string name)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FormatException($"has a '{name}' that is no list");

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException($"has a turn in '{name}' that is no object");

            string? role = null, content = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isRole = reader.ValueTextEquals("role"u8) || reader.ValueTextEquals("from"u8);
                var isContent = reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("value"u8);
                reader.Read();
                if (isRole)
                    role = Text(ref reader, name);
                else if (isContent)
                    content = Text(ref reader, name);
                else
                    reader.Skip();
            }

            fields.AddTurn(
                role ?? throw new FormatException($"has a turn in '{name}' without a role"),
                content ?? throw new FormatException($"has a turn in '{name}' without a text"));
        }
    }
}
