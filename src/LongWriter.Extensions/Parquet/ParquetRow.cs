using System.Text.Json;

namespace LongWriter;

/// <summary>A row while its columns are read.</summary>
internal sealed class ParquetRow
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    public RowFields Fields { get; } = new();

    public string? Language { get; set; }

    public string? Required { get; set; }

    public string? Length { get; set; }

    public string? Sections { get; set; }

    public string? Provenance { get; set; }

    public string? Extra { get; set; }

    public List<(string? Role, string? Content)> Turns { get; } = [];

    /// <exception cref="FormatException">It is none; the message goes on behind "the line".</exception>
    public DatasetRow ToRow()
    {
        Fields.Language = Language is null ? null : RowParser.Language(Language);
        Fields.Required = RowParser.Words(Required, "required") ?? RowParser.Words(Length, "length");
        Fields.Sections = Json(Sections, '[', "sections") is { } sections ? [.. sections.EnumerateArray().Select(static s => s.ValueKind == JsonValueKind.String ? s.GetString()! : throw new FormatException("has 'sections' that are no texts"))] : null;
        Fields.Extra = Json(Extra, '{', "extra")?.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value);
        // As in JSON Lines it is a field of the row's own until somebody asks for it.
        if (Json(Provenance, '{', "provenance") is { } provenance)
            (Fields.Extra ??= [])["provenance"] = provenance;
        foreach (var (role, content) in Turns)
        {
            Fields.AddTurn(
                role ?? throw new FormatException("has a turn without a role"),
                content ?? throw new FormatException("has a turn without a text"));
        }

        return Fields.ToRow();
    }

    /// <summary>A column's JSON; null where it has none of that kind: a column of that name may hold something else in files of other programs.</summary>
    private static JsonElement? Json(string? text, char begin, string name)
    {
        if (text?.StartsWith(begin) != true)
            return null;

        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new FormatException($"has a '{name}' that is no JSON", exception);
        }
    }
}
