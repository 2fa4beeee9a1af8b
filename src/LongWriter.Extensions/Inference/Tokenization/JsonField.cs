using System.Text.Json;

namespace LongWriter;

/// <summary>A place in a model's JSON file; what it does not like it names by file and field.</summary>
internal readonly record struct JsonField(string File, string Path, JsonElement Element)
{
    private const long LongestFile = 512L << 20;

    /// <summary>Whether the field is missing or null.</summary>
    public bool IsNull => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>A member; missing in an object that is null too.</summary>
    public JsonField this[string name]
    {
        get
        {
            var path = Path.Length == 0 ? name : $"{Path}.{name}";
            if (IsNull)
                return new(File, path, default);

            if (Element.ValueKind != JsonValueKind.Object)
                throw Fault("is no object");

            return new(File, path, Element.TryGetProperty(name, out var member) ? member : default);
        }
    }

    /// <summary>Reads a file; the document belongs to the caller.</summary>
    public static JsonDocument Open(string file, out JsonField root)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            if (stream.Length > LongestFile)
                throw Invalid(file, $"is {stream.Length} bytes long, more than a tokenizer's file can be.");

            var document = JsonDocument.Parse(stream);
            root = new(file, "", document.RootElement);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;

            document.Dispose();
            throw Invalid(file, "is no JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Invalid(file, $"cannot be read: {exception.Message} Download it again.", exception);
        }
    }

    /// <summary>The error for a file as a whole.</summary>
    public static LongWriterException Invalid(string file, string problem, Exception? inner = null) =>
        new(LongWriterError.InvalidModel, $"'{file}' {problem}", inner);

    /// <summary>The error for this field.</summary>
    public LongWriterException Fault(string problem) =>
        Invalid(File, $"is not usable: field '{Path}' {problem}.");

    /// <summary>The error for a value that has no support here.</summary>
    public LongWriterException Unsupported(string value) =>
        Fault($"is '{value}', which is not supported; use a checkpoint whose tokenizer is byte-pair encoding (byte-level or SentencePiece)");

    /// <summary>The text; an error where it is none.</summary>
    public string Text()
    {
        try
        {
            return Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Fault("is missing or no string");
        }
        catch (InvalidOperationException)
        {
            throw Fault("holds half of a surrogate pair");
        }
    }

    /// <summary>The text, or null where the field is missing.</summary>
    public string? TextOrNull() => IsNull ? null : Text();

    /// <summary>The truth value, or a default where the field is missing.</summary>
    public bool Flag(bool missing = false) => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => IsNull ? missing : throw Fault("is neither true nor false"),
    };

    /// <summary>The token id.</summary>
    public int TokenId() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var id) && id is >= 0 and < TokenVocabulary.Largest
            ? id
            : throw Fault($"is no token id from 0 to {TokenVocabulary.Largest - 1}");

    /// <summary>The entries of a list; none where it is missing.</summary>
    public IEnumerable<JsonField> Entries()
    {
        if (IsNull)
            yield break;

        if (Element.ValueKind != JsonValueKind.Array)
            throw Fault("is no list");

        var index = 0;
        foreach (var entry in Element.EnumerateArray())
            yield return new(File, $"{Path}[{index++}]", entry);
    }

    /// <summary>The members of an object; none where it is missing.</summary>
    public IEnumerable<(string Name, JsonField Value)> Members()
    {
        if (IsNull)
            yield break;

        if (Element.ValueKind != JsonValueKind.Object)
            throw Fault("is no object");

        foreach (var member in Element.EnumerateObject())
            yield return (NameOf(member), new(File, Path.Length == 0 ? "" : Path, member.Value));
    }

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Fault("has a name with half of a surrogate pair");
        }
    }
}
