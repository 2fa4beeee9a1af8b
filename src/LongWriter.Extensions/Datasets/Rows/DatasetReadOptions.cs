namespace LongWriter;

/// <summary>How a data file is read.</summary>
public sealed record DatasetReadOptions
{
    /// <summary>The greatest length of a line in bytes; 32 MiB. A longer one is reported and passed over without being held. From 1,024 to 1 GiB.</summary>
    public int MaxLineBytes { get; init; } = 32 << 20;

    /// <summary>Hears of every line that cannot be used, in order. <see langword="null"/>, the default: nobody.</summary>
    public Action<RowFault>? OnFault { get; init; }

    /// <summary>
    /// Hears how many bytes of the file are done with, after each block of some 4 MB (of Parquet each group of rows). <see langword="null"/>, the default: nobody.
    /// Rows live no longer than their block, yet the collector may let a process grow by hundreds of megabytes of them before it looks, by the size of the
    /// processor's cache; a tool that has a process to itself can collect here (<see cref="GC.Collect(int)"/>).
    /// </summary>
    public Action<long>? OnRead { get; init; }

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        if (MaxLineBytes is < 1_024 or > 1 << 30)
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{nameof(MaxLineBytes)} is {MaxLineBytes}; it has to be from 1024 to 1073741824."));
    }
}
