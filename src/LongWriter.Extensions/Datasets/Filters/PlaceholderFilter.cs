namespace LongWriter;

/// <summary>Texts in which nothing is left to be filled in.</summary>
internal sealed class PlaceholderFilter(string name, Func<DatasetRow, string> textOf) : IRowFilter
{
    public string Name => name;

    public string? FindFault(DatasetRow row) => PlaceholderScan.Find(textOf(row)) is { } found ? $"'{(found.Length > 60 ? found[..60] + "…" : found)}'" : null;
}
