using System.Text;
using System.Text.Json;
using Parquet.Schema;

namespace LongWriter;

/// <summary>The columns of a file.</summary>
internal static class ParquetColumns
{
    public static readonly (string Name, Func<DatasetRow, string?> Of)[] Texts =
    [
        ("id", static row => row.Id),
        ("prompt", static row => row.Prompt),
        ("text", static row => row.Text),
        ("system", static row => row.System),
        ("language", static row => row.Language),
        ("type", static row => row.Type),
        ("plan", static row => row.Plan),
        ("original_prompt", static row => row.OriginalPrompt),
        ("sections", static row => row.Sections is { Count: > 0 } sections ? Json(json => WriteTexts(json, sections)) : null),
        ("provenance", static row => row.Provenance?.ToJson() ?? (row.Extra?.TryGetValue("provenance", out var provenance) == true ? provenance.GetRawText() : null)),
        ("extra", static row => row.Extra?.Where(static e => e.Key != "provenance").ToList() is { Count: > 0 } fields ? Json(json => WriteFields(json, fields)) : null),
    ];

    public static readonly (string Name, Func<DatasetRow, int> Of)[] Numbers =
    [
        ("required", static row => RowFigures.RequiredOf(row) ?? 0),
        ("words", static row => row.CountWords()),
    ];

    /// <summary>S_l; null where there is no text, or no required length.</summary>
    public static readonly (string Name, Func<DatasetRow, double?> Of) Score =
        ("length_score", static row => row.Text is not null && RowFigures.RequiredOf(row) is { } required ? Math.Round(LengthScore.Compute(required, row.CountWords()), 4) : null);

    public static ParquetSchema Schema { get; } = new(
        [.. Texts.Select(static c => (Field)new DataField<string>(c.Name)), .. Numbers.Select(static c => (Field)new DataField<int>(c.Name)), new DataField<double?>(Score.Name)]);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonRowSink.Format))
            write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteTexts(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter json, List<KeyValuePair<string, JsonElement>> fields)
    {
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
