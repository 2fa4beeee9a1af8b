namespace LongWriter;

/// <summary>A file of lines for data that one writer at a time holds, by a lock file beside it.</summary>
internal sealed class HeldLineFile : IDisposable
{
    private readonly FileLock _lock;
    private bool _closed;

    private HeldLineFile(FileLock fileLock, LineFile lines) => (_lock, Lines) = (fileLock, lines);

    /// <summary>The lines.</summary>
    public LineFile Lines { get; }

    /// <summary>Takes the lock and opens the file; both are made where there are none, as is the folder.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="fault">What cannot be done where the file system refuses.</param>
    /// <param name="share">What others may do with the file.</param>
    /// <param name="openLines">Makes the lines of the open file; <see langword="null"/> for the usual ones.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetLocked"/>: somebody else writes it. <see cref="LongWriterError.DatasetUnavailable"/>: it cannot be opened.</exception>
    public static HeldLineFile Open(string path, string fault, FileShare share = FileShare.Read, Func<FileStream, LineFile>? openLines = null)
    {
        FileLock? fileLock = null;
        FileStream? stream = null;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path) ?? path);
            fileLock = FileLock.TryAcquire(path + ".lock") ?? throw Locked(path, $"is being written by another writer, in this process or another (lock file {path}.lock)");
            stream = PrivateFile.Open(path, FileAccess.ReadWrite, share);
            return new(fileLock, openLines?.Invoke(stream) ?? new LineFile(stream));
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            fileLock?.Dispose();
            if (exception is IOException shared && StorageFault.IsSharingViolation(shared))
                throw Locked(path, "is held open by another program", exception);
            if (StorageFault.Covers(exception))
                throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, fault, path, exception);

            throw;
        }
    }

    /// <summary>Closes the file, removes the lock file and releases the lock, the last also where the others fail.</summary>
    public void Close()
    {
        // The lock file of whoever has come since must stay.
        if (_closed)
            return;

        _closed = true;
        Lines.Dispose();
        try
        {
            _lock.DeleteFile();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            // The lock is released; its file may stay and means nothing.
        }
    }

    private static LongWriterException Locked(string path, string how, Exception? exception = null) =>
        new(LongWriterError.DatasetLocked, $"{path} {how}. Wait until that ends, share one writer, or write to another place.", exception);
}
