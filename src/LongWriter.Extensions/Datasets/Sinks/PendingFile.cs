namespace LongWriter;

/// <summary>A file that appears whole or not at all: it is written beside its place and moved there when it is complete.</summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _temporary;
    private readonly FileStream _file;
    private readonly BufferedStream _stream;
    private bool _prepared;
    private bool _complete;

    /// <exception cref="LongWriterException">The file cannot be made.</exception>
    public PendingFile(string path)
    {
        FilePath = Path.GetFullPath(path);
        _temporary = Path.Combine(Path.GetDirectoryName(FilePath)!, $".{Path.GetFileName(FilePath)}.{Environment.ProcessId}.tmp");
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(FilePath)!);
            _file = PrivateFile.Open(_temporary, FileAccess.ReadWrite, FileShare.None);
            _file.SetLength(0);
            _stream = new BufferedStream(_file, 1 << 16);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            _file?.Dispose();
            throw Unwritable(exception);
        }
    }

    /// <summary>The full path of the file.</summary>
    public string FilePath { get; }

    /// <summary>What is written into the file.</summary>
    public Stream Stream => _stream;

    /// <summary>Writes everything to the disk.</summary>
    /// <exception cref="LongWriterException">It cannot be written.</exception>
    public void Prepare()
    {
        if (_prepared)
            return;

        try
        {
            _stream.Flush();
            _file.Flush(flushToDisk: true);
            _stream.Dispose();
            _prepared = true;
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw Unwritable(exception);
        }
    }

    /// <summary>Puts the file in its place. What stood there before stays if that fails.</summary>
    /// <exception cref="LongWriterException">It cannot be written.</exception>
    public void Complete()
    {
        Prepare();
        try
        {
            File.Move(_temporary, FilePath, overwrite: true);
            _complete = true;
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw Unwritable(exception);
        }
    }

    /// <summary>What the file system throws, as an error that says what to do.</summary>
    public LongWriterException Unwritable(Exception exception) => StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The file cannot be written", FilePath, exception);

    public void Dispose()
    {
        if (_complete)
            return;

        // The underlying handle: what is still buffered must not be written, least of all to a full disk.
        _file.Dispose();
        File.Delete(_temporary);
    }
}
