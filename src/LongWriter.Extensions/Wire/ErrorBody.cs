using System.Globalization;
using System.Text.Json;

namespace LongWriter;

/// <summary>What a server says about an error, in any of the shapes in use.</summary>
/// <param name="Message">The server's words, for people.</param>
/// <param name="Code">A name or number of the error, or <see langword="null"/>.</param>
internal sealed record ErrorBody(string Message, string? Code = null)
{
    /// <summary>The message with its code, as one text.</summary>
    public string Text => Code is null || Message.Contains(Code, StringComparison.OrdinalIgnoreCase) ? Message : $"{Message} ({Code})";

    /// <summary>The code as an HTTP status, where it is one.</summary>
    public int? Status => int.TryParse(Code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600 ? status : null;

    /// <summary>Whether the message or the code has a mark.</summary>
    public bool Says(string mark) =>
        Message.Contains(mark, StringComparison.OrdinalIgnoreCase) || (Code?.Contains(mark, StringComparison.OrdinalIgnoreCase) ?? false);

    /// <summary>Reads the body of an error status; a text that is no JSON is its own message, a web page is only named.</summary>
    public static ErrorBody Read(string body)
    {
        var text = body.AsSpan().Trim();
        if (text.StartsWith("<"))
            return new ErrorBody("a web page (HTML)");

        if (!text.StartsWith("{"))
            return new ErrorBody(text.ToString());

        try
        {
            using var document = JsonDocument.Parse(body);
            return Of(document.RootElement) ?? new ErrorBody(text.ToString());
        }
        catch (JsonException)
        {
            return new ErrorBody(text.ToString());
        }
    }

    /// <summary>The error inside an object, or <see langword="null"/> where it has none.</summary>
    public static ErrorBody? Of(JsonElement root)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            return error.ValueKind == JsonValueKind.Object
                ? new ErrorBody(Field(error, "message") ?? error.GetRawText(), Field(error, "code") ?? Field(error, "type"))
                : new ErrorBody(error.ToString(), Field(root, "code"));
        }

        // Servers built on FastAPI, and older vLLM.
        if (root.TryGetProperty("detail", out var detail))
            return new ErrorBody(detail.ToString());

        return Field(root, "object") == "error" ? new ErrorBody(Field(root, "message") ?? "", Field(root, "code") ?? Field(root, "type")) : null;
    }

    private static string? Field(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
