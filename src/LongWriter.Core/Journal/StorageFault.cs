using System.Security;

namespace LongWriter;

/// <summary>Turns what the file system throws into an error that says what to do.</summary>
internal static class StorageFault
{
    public static bool Covers(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException;

    /// <summary>Whether opening failed because another handle, here or in another process, holds the file's lock.</summary>
    public static bool IsSharingViolation(IOException exception) => exception.HResult is
        11 // EWOULDBLOCK on Linux
        or 35 // and on macOS
        or unchecked((int)0x80070020) // ERROR_SHARING_VIOLATION
        or unchecked((int)0x80070021); // ERROR_LOCK_VIOLATION

    public static LongWriterException Wrap(LongWriterError error, string what, string path, Exception exception, string? runId = null, bool resumable = false) =>
        new(error, $"{what} ({path}): {exception.Message.TrimEnd('.', ' ')}. {Advise(exception)}", exception)
        {
            RunId = runId,
            IsResumable = resumable,
        };

    private static string Advise(Exception exception) => exception switch
    {
        UnauthorizedAccessException or SecurityException =>
            "Give this process the right to read and write there, or choose another folder.",
        { HResult: 30 } => "The file system is read-only: choose another folder.",
        { HResult: 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027) } =>
            "Free space on that disk, then ask again.",
        _ => "Check that the path is right, that its folders are folders and that the disk is in order, or choose another folder.",
    };
}
