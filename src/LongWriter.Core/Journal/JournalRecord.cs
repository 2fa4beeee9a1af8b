namespace LongWriter;

/// <summary>What every journal store asks of a record.</summary>
internal static class JournalRecord
{
    public static void Validate(ReadOnlySpan<byte> record)
    {
        if (record.IsEmpty)
            throw new ArgumentException("A record is not empty.", nameof(record));
        if (record.Contains((byte)'\n'))
            throw new ArgumentException("A record holds no line feed; in JSON a line feed in a string is written \\n.", nameof(record));
    }

    public static LongWriterException Locked(string runId, string where) => new(
        LongWriterError.RunLocked,
        $"The run '{runId}' is being written, in this process or another{where}. Wait until it ends, or stop it; the lock goes with its writer. Reading needs no lock.")
    {
        RunId = runId,
    };

    public static LongWriterException NotFound(string runId, string where) => new(
        LongWriterError.RunNotFound,
        $"There is no run '{runId}'{where}. List the runs to see which there are.")
    {
        RunId = runId,
    };
}
