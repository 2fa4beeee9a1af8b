namespace LongWriter;

/// <summary>The rows of a file, with what is wrong with it.</summary>
/// <typeparam name="T">What a row is.</typeparam>
/// <param name="Rows">The rows that could be read, in the file's order.</param>
/// <param name="Broken">The others. None is dropped without being listed here or in <see cref="Replaced"/>.</param>
public sealed record EvaluationRows<T>(IReadOnlyList<T> Rows, IReadOnlyList<BrokenRow> Broken)
{
    /// <summary>Faults of parts that a row can do without; it counts without them.</summary>
    public IReadOnlyList<BrokenRow> Faulty { get; init; } = [];

    /// <summary>Rows in whose place a later one with the same id and sample counts, as where a failed answer was asked for again.</summary>
    public IReadOnlyList<BrokenRow> Replaced { get; init; } = [];
}

/// <summary>A row that could not be read, in whole or in part.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record BrokenRow(int Line, string Fault);
