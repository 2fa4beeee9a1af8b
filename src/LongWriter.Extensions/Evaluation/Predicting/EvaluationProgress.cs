namespace LongWriter;

/// <summary>A row that is finished.</summary>
/// <param name="Row">The row.</param>
/// <param name="Done">Rows that are finished, those of an earlier run included.</param>
/// <param name="Total">All rows.</param>
public sealed record EvaluationProgress(Prediction Row, int Done, int Total);
