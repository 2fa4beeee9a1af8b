namespace LongWriter.Cli.Datasets;

/// <summary>What <c>dataset build --dry-run --json</c> prints; ranges as least and most.</summary>
internal sealed record EstimateReport(int Instructions, int Rows, long Words, long[] Calls, long[] InputTokens, long[] OutputTokens, decimal[]? Cost, double[] Seconds, IReadOnlyDictionary<string, int> Rejected)
{
    public static EstimateReport Of(DatasetEstimate e) => new(
        e.Instructions, e.Rows, e.Words, [e.Calls.Minimum, e.Calls.Maximum], [e.InputTokens.Minimum, e.InputTokens.Maximum], [e.OutputTokens.Minimum, e.OutputTokens.Maximum],
        e.Cost is { } cost ? [cost.Minimum, cost.Maximum] : null, [Math.Round(e.Time.Minimum.TotalSeconds), Math.Round(e.Time.Maximum.TotalSeconds)], e.Rejected);
}
