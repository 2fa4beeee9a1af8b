namespace LongWriter;

/// <summary>A row that a conversion has left out.</summary>
/// <param name="Number">Its number among the rows, from 1.</param>
/// <param name="Id">Its id.</param>
/// <param name="Reason">What it is or lacks, such as "no plan".</param>
public sealed record LeftOutRow(long Number, string Id, string Reason)
{
    /// <summary>Number, id and reason in one sentence.</summary>
    public override string ToString() => FormattableString.Invariant($"row {Number} ('{Id}'): {Reason}.");
}
