namespace LongWriter;

/// <summary>Holds options to their ranges.</summary>
internal static class OptionRange
{
    /// <exception cref="LongWriterException">The value is out of its range.</exception>
    public static void Hold(bool holds, string name, double value, string range)
    {
        if (!holds)
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{name} is {value}; it has to be {range}."));
    }
}
