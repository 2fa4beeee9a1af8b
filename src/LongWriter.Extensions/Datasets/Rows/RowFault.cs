namespace LongWriter;

/// <summary>A line of a data file that cannot be used. It is set aside; reading goes on.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Problem">What is wrong with it, behind "the line".</param>
public sealed record RowFault(string File, long Line, string Problem)
{
    /// <summary>File, line and problem in one sentence.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}, line {Line} {Problem}.");
}
