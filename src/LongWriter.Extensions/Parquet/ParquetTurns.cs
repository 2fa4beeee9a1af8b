using Parquet.Data;
using Parquet.Schema;

namespace LongWriter;

/// <summary>The turns of conversations in nested columns: a list of structures with a role and a content, as Hugging Face data sets write <c>messages</c>.</summary>
/// <param name="Role">The column of roles.</param>
/// <param name="Content">The column of contents.</param>
internal sealed record ParquetTurns(DataField Role, DataField Content)
{
    /// <summary>Looks for turns under a name; null where there are none of that form.</summary>
    public static ParquetTurns? Find(ParquetSchema schema, string name)
    {
        var leaves = schema.DataFields.Where(f => f.Path.FirstPart == name && f.MaxRepetitionLevel == 1 && ParquetRowColumns.IsText(f)).ToList();
        return Leaf("role", "from") is { } role && Leaf("content", "value") is { } content ? new(role, content) : null;

        DataField? Leaf(string one, string other) => leaves.FirstOrDefault(f => f.Path.ToList().Skip(1).Any(part => part == one || part == other));
    }

    /// <summary>Gives the rows of a group their turns.</summary>
    public void Add(RawColumnData roles, RawColumnData contents, IReadOnlyList<ParquetRow> rows)
    {
        var (role, content) = (Texts(Role, roles), Texts(Content, contents));
        if (role.Length != content.Length)
            throw new InvalidDataException("The lists of roles and contents have different lengths.");

        // An entry of level 0 begins a row, be it one with an empty list.
        var row = -1;
        for (var i = 0; i < role.Length; i++)
        {
            row += role[i].Level == 0 ? 1 : 0;
            if (role[i].Level != content[i].Level)
                throw new InvalidDataException("The lists of roles and contents have different lengths.");
            if (role[i].Text is not null || content[i].Text is not null)
                rows[row].Turns.Add((role[i].Text, content[i].Text));
        }
    }

    /// <summary>The entries of a column: levels of repetition, and texts where there are any.</summary>
    private static (int Level, string? Text)[] Texts(DataField field, RawColumnData data)
    {
        var values = ((RawColumnData<ReadOnlyMemory<char>>)data).Values;
        var levels = data.RepetitionLevels;
        var defined = data.DefinitionLevels;
        var entries = new (int, string?)[levels.Length];
        for (int i = 0, value = 0; i < entries.Length; i++)
            entries[i] = (levels[i], defined[i] == field.MaxDefinitionLevel ? values[value++].ToString() : null);
        return entries;
    }
}
