using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter;

/// <summary>
/// Keeps each run in a JSON Lines file <c>{runId}.jsonl</c> in one folder. The file only grows; a record is one line.
/// </summary>
/// <remarks>
/// <para>
/// <b>Durable.</b> An append is one write and one <c>fsync</c>, on the caller's thread. A line that a crash cut short is cut off
/// when the run is opened again. The folder's own entry of a new file is not synced separately: .NET gives no handle on a
/// folder. The usual file systems (ext4, XFS, Btrfs, APFS, NTFS) make it durable with the new file's first sync.
/// </para>
/// <para>
/// <b>Exclusive.</b> A writer holds <c>{runId}.lock</c> (<c>flock</c> on Unix), which goes with its process; the file itself may
/// stay and means nothing. Readers need no lock and see complete lines only. Network file systems without <c>flock</c>, and the
/// switch <c>System.IO.DisableFileLocking</c>, take this protection away.
/// </para>
/// <para>
/// <b>Private.</b> On Unix new files have mode 0600 and folders that it makes 0700; on Windows they inherit the folder's rights.
/// </para>
/// <para>Safe for concurrent use; several stores may share a folder.</para>
/// </remarks>
public sealed class FileJournalStore : IJournalStore
{
    private const string Extension = ".jsonl";

    private readonly ILogger _logger;

    /// <summary>Makes a store. Nothing on disk is touched before the first call.</summary>
    /// <param name="directory">The folder, made when the first run is opened. A relative path is taken from the current folder now.</param>
    /// <param name="logger">A log, or <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty or not a path.</exception>
    public FileJournalStore(string directory, ILogger<FileJournalStore>? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        DirectoryPath = Path.GetFullPath(directory);
        _logger = logger ?? NullLogger<FileJournalStore>.Instance;
    }

    /// <summary>The full path of the folder.</summary>
    public string DirectoryPath { get; }

    /// <summary>Makes the lines of an open file; tests put failing disks here.</summary>
    internal Func<FileStream, LineFile> OpenLines { get; init; } = static stream => new LineFile(stream);

    /// <inheritdoc/>
    public ValueTask<IJournal> OpenAsync(string runId, CancellationToken cancellationToken = default)
    {
        RunId.Validate(runId);
        cancellationToken.ThrowIfCancellationRequested();
        var path = JournalPath(runId);
        FileLock? fileLock = null;
        FileStream? stream = null;
        try
        {
            PrivateFile.CreateFolder(DirectoryPath);
            fileLock = Lock(runId);
            stream = PrivateFile.Open(path, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
            return new(new FileJournal(runId, path, OpenLines(stream), fileLock, _logger));
        }
        catch (Exception e)
        {
            stream?.Dispose();
            fileLock?.Dispose();
            if (StorageFault.Covers(e))
                throw Wrap("The journal cannot be opened for writing", path, e, runId);

            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="LongWriterException">
    /// <see cref="LongWriterError.RunNotFound"/>, <see cref="LongWriterError.JournalUnavailable"/>, or
    /// <see cref="LongWriterError.InvalidRequest"/> for an unusable id.
    /// </exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RunId.Validate(runId);
        cancellationToken.ThrowIfCancellationRequested();
        var path = JournalPath(runId);
        using var stream = OpenForReading(runId, path, out var length);
        var lines = LineReader.ReadAsync(stream.SafeFileHandle, length, e => Wrap("The journal cannot be read", path, e, runId), cancellationToken);
        await foreach (var record in lines.ConfigureAwait(false))
            yield return record;
    }

    /// <inheritdoc/>
    /// <remarks>Newest by the time of the last write; runs of the same moment by id. A folder that does not exist has no runs.</remarks>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.JournalUnavailable"/>.</exception>
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var runId in ListNewestFirst())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return runId;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="LongWriterException">
    /// <see cref="LongWriterError.RunLocked"/>, <see cref="LongWriterError.JournalUnavailable"/>, or
    /// <see cref="LongWriterError.InvalidRequest"/> for an unusable id.
    /// </exception>
    public ValueTask<bool> DeleteAsync(string runId, CancellationToken cancellationToken = default)
    {
        RunId.Validate(runId);
        cancellationToken.ThrowIfCancellationRequested();
        var path = JournalPath(runId);
        if (!File.Exists(path) && !File.Exists(LockPath(runId)))
            return new(false);

        try
        {
            using var fileLock = Lock(runId);
            var existed = File.Exists(path);
            File.Delete(path);
            fileLock.DeleteFile();
            return new(existed);
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            throw Wrap("The run cannot be deleted", path, e, runId);
        }
    }

    private string JournalPath(string runId) => Path.Join(DirectoryPath, runId + Extension);

    private string LockPath(string runId) => Path.Join(DirectoryPath, runId + ".lock");

    private FileLock Lock(string runId) =>
        FileLock.TryAcquire(LockPath(runId)) ?? throw JournalRecord.Locked(runId, $" (lock file {LockPath(runId)})");

    private FileStream OpenForReading(string runId, string path, out long length)
    {
        FileStream? stream = null;
        try
        {
            stream = PrivateFile.OpenShared(path);
            length = RandomAccess.GetLength(stream.SafeFileHandle);
            return stream;
        }
        catch (Exception e)
        {
            stream?.Dispose();
            if (e is FileNotFoundException or DirectoryNotFoundException)
                throw JournalRecord.NotFound(runId, $" in {DirectoryPath}");
            if (StorageFault.Covers(e))
                throw Wrap("The journal cannot be read", path, e, runId);

            throw;
        }
    }

    private List<string> ListNewestFirst()
    {
        var runs = new List<(string Id, DateTime Written)>();
        try
        {
            foreach (var file in new DirectoryInfo(DirectoryPath).EnumerateFiles("*" + Extension))
            {
                var id = Path.GetFileNameWithoutExtension(file.Name);
                if (file.Extension == Extension && RunId.IsValid(id))
                    runs.Add((id, file.LastWriteTimeUtc));
            }
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            throw Wrap("The runs cannot be listed", DirectoryPath, e);
        }

        runs.Sort(static (a, b) => b.Written.CompareTo(a.Written) is var order and not 0 ? order : string.CompareOrdinal(b.Id, a.Id));
        return runs.ConvertAll(static run => run.Id);
    }

    private static LongWriterException Wrap(string what, string path, Exception exception, string? runId = null) =>
        StorageFault.Wrap(LongWriterError.JournalUnavailable, what, path, exception, runId);
}
