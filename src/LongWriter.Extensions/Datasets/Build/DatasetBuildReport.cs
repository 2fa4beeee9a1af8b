namespace LongWriter;

/// <summary>What came of a build.</summary>
/// <param name="Instructions">Instructions given.</param>
/// <param name="Rows">Rows in the files of the set.</param>
public sealed record DatasetBuildReport(int Instructions, int Rows)
{
    /// <summary>Of these, rows in the validation files.</summary>
    public int Validation { get; init; }

    /// <summary>Rows left out, by the filter or stage that left them out. They are in <c>rejected.jsonl</c>.</summary>
    public IReadOnlyDictionary<string, int> Rejected { get; init; } = new SortedDictionary<string, int>();

    /// <summary>Lines that were no rows (<see cref="DatasetBuildOptions.Faults"/>); they are none of the instructions.</summary>
    public int Faults { get; init; }

    /// <summary>Rows that a further build goes on with: retries ran out, or the budget. They are in <c>pending.jsonl</c>.</summary>
    public int Pending { get; init; }

    /// <summary>Preference pairs written.</summary>
    public int Pairs { get; init; }

    /// <summary>Of these, pairs of rows in the validation files; they have a file of their own.</summary>
    public int ValidationPairs { get; init; }

    /// <summary>Words of the rows' texts.</summary>
    public long Words { get; init; }

    /// <summary>The mean S_l of the rows that have a required length; 0 without any.</summary>
    public double MeanLengthScore { get; init; }

    /// <summary>Calls and tokens of all calls of the build.</summary>
    public RunUsage Usage { get; init; } = new();

    /// <summary>What these cost; <see langword="null"/> where a price is unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Why the build ended before its rows were done; <see langword="null"/> where it did not, be its budget used up to the last call.</summary>
    public string? Stopped { get; init; }

    /// <summary>The files that were written.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
