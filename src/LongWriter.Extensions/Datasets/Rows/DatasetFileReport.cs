namespace LongWriter;

/// <summary>What came of a data file.</summary>
/// <param name="Rows">Rows that could be read.</param>
/// <param name="Kept">Rows that were written.</param>
public sealed record DatasetFileReport(long Rows, long Kept)
{
    /// <summary>Lines that are no rows; they were set aside.</summary>
    public long Faults { get; init; }

    /// <summary>Rows that were left out, by the filter or the reason that left them out.</summary>
    public IReadOnlyDictionary<string, long> Rejected { get; init; } = new SortedDictionary<string, long>();
}
