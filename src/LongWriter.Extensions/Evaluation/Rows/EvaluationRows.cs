namespace LongWriter;

/// <summary>The rows of a file, with those that could not be read.</summary>
/// <typeparam name="T">What a row is.</typeparam>
/// <param name="Rows">The rows that could be read, in the file's order.</param>
/// <param name="Broken">The others. None is dropped without being listed here.</param>
public sealed record EvaluationRows<T>(IReadOnlyList<T> Rows, IReadOnlyList<BrokenRow> Broken);

/// <summary>A row that could not be read.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record BrokenRow(int Line, string Fault);
