namespace LongWriter;

/// <summary>One token of a pass.</summary>
/// <param name="Token">Its id.</param>
/// <param name="Position">In its sequence.</param>
/// <param name="Sequence">Where its key and value go.</param>
/// <param name="LogitRow">Which row of logits it gets; -1 for none.</param>
internal readonly record struct PassRow(int Token, int Position, ManagedSequence Sequence, int LogitRow);

/// <summary>Consecutive rows of one sequence that attend together.</summary>
/// <param name="FirstRow">The first row of the pass.</param>
/// <param name="Count">How many.</param>
internal readonly record struct RowGroup(int FirstRow, int Count);
