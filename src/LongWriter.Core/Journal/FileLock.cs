using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>
/// A lock file, held by an open handle: <c>flock</c> on Unix, a share mode on Windows. The system releases it when the
/// process ends, however it ends. It holds the owner's process id for whoever looks.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // Each further try needs someone else to delete the file in the moment between our open and our lock.
    private const int MaxTries = 16;

    private readonly string _path;
    private readonly FileStream _stream;

    private FileLock(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;
    }

    // On Unix every mode but None takes a shared lock, which stops nobody. On Windows None would also stop our own
    // deletion; without Read and Write it excludes others just as well.
    private static FileShare Exclusive => OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The lock file, made where there is none.</param>
    /// <returns>The lock, or <see langword="null"/> where someone else holds it, be it in this process.</returns>
    public static FileLock? TryAcquire(string path)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            FileStream stream;
            try
            {
                stream = PrivateFile.Open(path, FileAccess.ReadWrite, Exclusive);
            }
            catch (IOException e) when (StorageFault.IsSharingViolation(e))
            {
                return null;
            }

            try
            {
                stream.SetLength(0);
                stream.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
                if (IsStillAt(path, stream))
                    return new FileLock(path, stream);
            }
            catch
            {
                stream.Dispose();
                throw;
            }

            // Deleted between our open and our lock: a lock on a file that nobody can find any more excludes nobody.
            stream.Dispose();
        }

        return null;
    }

    /// <summary>Removes the file while the lock is still held, so that nobody is locked out of a newer one.</summary>
    public void DeleteFile() => File.Delete(_path);

    public void Dispose() => _stream.Dispose();

    /// <summary>Whether an open file is the one that its path leads to.</summary>
    /// <remarks>Linux says it exactly. Elsewhere times tell, which two files of one clock tick could share.</remarks>
    internal static bool IsStillAt(string path, FileStream stream)
    {
        if (OperatingSystem.IsLinux() && new FileInfo($"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}").LinkTarget is { } target)
            return !target.EndsWith(" (deleted)", StringComparison.Ordinal);

        var there = new FileInfo(path);
        return there.Exists
            && there.LastWriteTimeUtc == File.GetLastWriteTimeUtc(stream.SafeFileHandle)
            && there.CreationTimeUtc == File.GetCreationTimeUtc(stream.SafeFileHandle);
    }
}
