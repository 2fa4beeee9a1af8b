namespace LongWriter;

/// <summary>How a data file is read.</summary>
public sealed record DatasetReadOptions
{
    /// <summary>The greatest length of a line in bytes; 32 MiB. A longer one is reported and passed over without being held. From 1,024 to 1 GiB.</summary>
    public int MaxLineBytes { get; init; } = 32 << 20;

    /// <summary>Hears of every line that cannot be used, in order. <see langword="null"/>, the default: nobody.</summary>
    public Action<RowFault>? OnFault { get; init; }

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        if (MaxLineBytes is < 1_024 or > 1 << 30)
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{nameof(MaxLineBytes)} is {MaxLineBytes}; it has to be from 1024 to 1073741824."));
    }
}
