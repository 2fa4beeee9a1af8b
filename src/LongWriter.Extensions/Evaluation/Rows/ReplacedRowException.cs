namespace LongWriter;

/// <summary>A line is no row, and no broken one: it stands for one in whose place a later one counts.</summary>
internal sealed class ReplacedRowException(string fault) : FormatException(fault);
