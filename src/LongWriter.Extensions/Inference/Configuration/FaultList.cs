namespace LongWriter;

/// <summary>Many faults in one message.</summary>
internal static class FaultList
{
    private const int Shown = 20;

    public static string Join(IReadOnlyList<string> faults) =>
        string.Join("; ", faults.Take(Shown)) + (faults.Count > Shown ? $"; and {faults.Count - Shown:N0} more." : ".");
}
