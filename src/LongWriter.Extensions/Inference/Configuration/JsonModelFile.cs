using System.Text.Json;

namespace LongWriter;

/// <summary>Reads the JSON files of a model folder; whatever is wrong with one is an error that names it.</summary>
internal static class JsonModelFile
{
    // The largest index files published are some MB.
    private const long MaximumBytes = 64 << 20;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Parses a file and hands its root object out.</summary>
    public static T Read<T>(string path, Func<JsonElement, T> read) => Parse(path, ReadBytes(path), read);

    /// <summary>Parses a file's bytes and hands its root object out.</summary>
    public static T Parse<T>(string path, byte[] bytes, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Invalid(path, $"a JSON object is expected, this is {document.RootElement.ValueKind}.");
            return read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw Invalid(path, $"this is no JSON that can be used: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What the JSON reader throws for text that is no Unicode: bad UTF-8, a lone surrogate.
            throw Invalid(path, $"a text in it cannot be read: {exception.Message}", exception);
        }
    }

    public static LongWriterException Invalid(string path, string message, Exception? inner = null) =>
        new(LongWriterError.InvalidModel, $"{path}: {message}", inner);

    /// <summary>A value for a message: as it stands in the file, cut where it is long.</summary>
    public static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
    }

    public static byte[] ReadBytes(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaximumBytes)
                throw Invalid(path, $"{stream.Length:N0} bytes are too many for such a file (at most {MaximumBytes:N0}).");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            return start == 0 ? bytes : bytes[start..];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Invalid(path, "there is no such file. Name a folder in the published Hugging Face form.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Invalid(path, $"the file cannot be read: {exception.Message}", exception);
        }
    }
}
