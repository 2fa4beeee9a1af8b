using Parquet.Schema;

namespace LongWriter;

/// <summary>The columns of a file that rows are made of.</summary>
internal sealed class ParquetRowColumns
{
    // Of several columns for the same thing the first that a row has counts.
    private static readonly (string Name, Action<ParquetRow, string?> Set)[] Known =
    [
        ("id", static (row, text) => row.Fields.Id = string.IsNullOrWhiteSpace(text) ? null : text),
        ("prompt", static (row, text) => row.Fields.Prompt = text),
        ("instruction", static (row, text) => row.Fields.Instruction = text),
        ("input", static (row, text) => row.Fields.Input = text),
        ("text", static (row, text) => row.Fields.Text ??= text),
        ("output", static (row, text) => row.Fields.Text ??= text),
        ("response", static (row, text) => row.Fields.Text ??= text),
        ("completion", static (row, text) => row.Fields.Text ??= text),
        ("system", static (row, text) => row.Fields.System = text),
        ("language", static (row, text) => row.Language = text),
        ("type", static (row, text) => row.Fields.Type = text),
        ("plan", static (row, text) => row.Fields.Plan = text),
        ("original_prompt", static (row, text) => row.Fields.OriginalPrompt = text),
        ("required", static (row, text) => row.Required = text),
        ("length", static (row, text) => row.Length = text),
        ("sections", static (row, text) => row.Sections = text),
        ("provenance", static (row, text) => row.Provenance = text),
        ("extra", static (row, text) => row.Extra = text),
    ];

    public ParquetRowColumns(ParquetSchema schema)
    {
        // The columns of the table itself: what lies in lists and structures may have any name.
        var fields = schema.Fields.OfType<DataField>().ToDictionary(static f => f.Name, StringComparer.Ordinal);
        Texts = [.. Known.Where(k => fields.ContainsKey(k.Name)).Select(k => (fields[k.Name], k.Set))];
        Turns = ParquetTurns.Find(schema, "messages") ?? ParquetTurns.Find(schema, "conversations");
        HaveRows = Turns is not null || Texts.Any(static t => t.Field.Name is "prompt" or "instruction" or "text" or "output" or "response" or "completion");
    }

    public IReadOnlyList<(DataField Field, Action<ParquetRow, string?> Set)> Texts { get; }

    /// <summary>The turns of conversations; null where there are none.</summary>
    public ParquetTurns? Turns { get; }

    /// <summary>Whether there is an instruction or a text.</summary>
    public bool HaveRows { get; }

    /// <summary>Whether a column has texts; a schema that is read from a file has them as memory.</summary>
    public static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);
}
