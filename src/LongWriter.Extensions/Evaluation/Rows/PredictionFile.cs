namespace LongWriter;

/// <summary>A file of predictions that grows row by row.</summary>
internal static class PredictionFile
{
    /// <inheritdoc cref="RowLog{T}.Open"/>
    public static RowLog<Prediction> Open(string path, bool resume, Func<BrokenRow, bool>? mayBeBroken = null) => RowLog<Prediction>.Open(path, resume, Prediction.Read, PredictionLine.Of, mayBeBroken);
}
