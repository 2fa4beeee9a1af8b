namespace LongWriter;

/// <summary>A row that is finished.</summary>
public sealed class EvaluationProgress
{
    internal EvaluationProgress(Prediction row, int done, int total) => (Row, Done, Total) = (row, done, total);

    /// <summary>The row.</summary>
    public Prediction Row { get; }

    /// <summary>Rows that are finished, those of an earlier run included.</summary>
    public int Done { get; }

    /// <summary>All rows.</summary>
    public int Total { get; }
}
