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
        ("provenance", static row => row.Provenance?.ToJson()),
    ];

    public static readonly (string Name, Func<DatasetRow, int> Of)[] Numbers =
    [
        ("required", static row => row.Required ?? 0),
        ("words", static row => row.CountWords()),
    ];

    public static ParquetSchema Schema { get; } = new([.. Texts.Select(static c => (Field)new DataField<string>(c.Name)), .. Numbers.Select(static c => (Field)new DataField<int>(c.Name))]);
}
