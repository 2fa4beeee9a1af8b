using System.Buffers;
using System.Globalization;

namespace LongWriter;

/// <summary>The ids of runs: which are usable, and new ones.</summary>
public static class RunId
{
    /// <summary>The greatest length of a run id in characters.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL"];

    /// <summary>
    /// Refuses an id that cannot name a run: it must have 1 to 128 characters of <c>A-Z a-z 0-9 . _ -</c>, not start with a
    /// dot, and not be the name of a Windows device (<c>CON</c>, <c>NUL</c>, <c>COM1</c>, <c>con.txt</c>, …). So an id never
    /// holds a path separator, and a folder of runs can be copied between systems. Every <see cref="IJournalStore"/> calls this.
    /// </summary>
    /// <param name="runId">The id.</param>
    /// <exception cref="ArgumentNullException"><paramref name="runId"/> is <see langword="null"/>.</exception>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>, naming the rule that is broken.</exception>
    public static void Validate(string runId)
    {
        ArgumentNullException.ThrowIfNull(runId);
        if (FindFault(runId) is { } fault)
        {
            throw new LongWriterException(
                LongWriterError.InvalidRequest,
                $"The run id {Quote(runId)} {fault}. A run id has 1 to {MaxLength} characters of A-Z a-z 0-9 . _ - and does not start with a dot.");
        }
    }

    /// <summary>Makes an id that sorts by time, such as <c>20261123-164500-7f3a9c21</c>: the UTC second and 32 random bits.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="newGuid">The source of the random part: the first eight hexadecimal digits. <see langword="null"/>: <see cref="Guid.NewGuid"/>.</param>
    /// <returns>The id.</returns>
    public static string New(TimeProvider timeProvider, Func<Guid>? newGuid = null)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        var random = (newGuid ?? Guid.NewGuid)().ToString("N", CultureInfo.InvariantCulture).AsSpan(0, 8);
        return string.Create(CultureInfo.InvariantCulture, $"{timeProvider.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}-{random}");
    }

    /// <summary>Whether <see cref="Validate"/> lets an id pass.</summary>
    internal static bool IsValid(string runId) => FindFault(runId) is null;

    private static string? FindFault(string runId)
    {
        if (runId.Length == 0)
            return "is empty";
        if (runId.Length > MaxLength)
            return string.Create(CultureInfo.InvariantCulture, $"has {runId.Length} characters");
        if (runId.AsSpan().IndexOfAnyExcept(Allowed) is var at and >= 0)
            return string.Create(CultureInfo.InvariantCulture, $"holds the character U+{(int)runId[at]:X4} at position {at}");
        if (runId[0] == '.')
            return "starts with a dot";
        return IsDevice(runId.AsSpan(0, runId.IndexOf('.') is var dot and >= 0 ? dot : runId.Length))
            ? "is the name of a Windows device"
            : null;
    }

    // Windows takes the name up to its first dot for the device, whatever follows.
    private static bool IsDevice(ReadOnlySpan<char> stem)
    {
        foreach (var device in Devices)
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return stem.Length == 4
            && char.IsAsciiDigit(stem[3])
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase));
    }

    // The id may be a megabyte of control characters; the message must not.
    private static string Quote(string runId)
    {
        var shown = runId.AsSpan(0, Math.Min(runId.Length, 40));
        var text = new System.Text.StringBuilder("'");
        foreach (var c in shown)
            text.Append(c is >= ' ' and <= '~' ? c : '?');

        return text.Append(runId.Length > shown.Length ? "…'" : "'").ToString();
    }
}
