namespace LongWriter;

/// <summary>Instructions that match none of a list's patterns.</summary>
internal sealed class TermFilter(string name, TermList terms) : IRowFilter
{
    public string Name => name;

    public string? FindFault(DatasetRow row) => string.IsNullOrWhiteSpace(row.Prompt) ? null : terms.Find(row.Prompt) is { } found ? $"'{found}'" : null;
}
