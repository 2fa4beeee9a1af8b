namespace LongWriter;

/// <summary>A row while its columns are read.</summary>
internal sealed class ParquetRow
{
    public RowFields Fields { get; } = new();

    public string? Language { get; set; }

    public List<(string? Role, string? Content)> Turns { get; } = [];

    /// <exception cref="FormatException">It is none; the message goes on behind "the line".</exception>
    public DatasetRow ToRow()
    {
        Fields.Language = Language is null ? null : RowParser.Language(Language);
        foreach (var (role, content) in Turns)
        {
            Fields.AddTurn(
                role ?? throw new FormatException("has a turn without a role"),
                content ?? throw new FormatException("has a turn without a text"));
        }

        return Fields.ToRow();
    }
}
