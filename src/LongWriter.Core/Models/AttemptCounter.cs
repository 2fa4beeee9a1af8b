namespace LongWriter;

/// <summary>
/// The tries of one piece of work. A section's writer and the calls inside it share one counter, so retries of a call and
/// of the section never multiply.
/// </summary>
internal sealed class AttemptCounter(int maximum)
{
    private int _failed;

    /// <summary>Failures so far.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Counts a failure; true while another try is allowed.</summary>
    public bool TryAgain() => Interlocked.Increment(ref _failed) < maximum;
}
