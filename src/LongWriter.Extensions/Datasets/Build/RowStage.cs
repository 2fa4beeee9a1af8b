namespace LongWriter;

/// <summary>
/// Holds finished rows until all are there: a file, so that memory does not grow with them. What is in it follows from the journals, so it need not
/// outlive the process. Thread-safe.
/// </summary>
internal sealed class RowStage : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private long _length;

    /// <exception cref="LongWriterException">The file cannot be made.</exception>
    public RowStage(string path)
    {
        _path = path;
        try
        {
            _file = PrivateFile.Open(path, FileAccess.ReadWrite, FileShare.None);
            _file.SetLength(0);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw Fault(exception);
        }
    }

    public StagedRow Add(ReadOnlySpan<byte> line)
    {
        try
        {
            lock (_gate)
            {
                var place = new StagedRow(_length, line.Length);
                RandomAccess.Write(_file.SafeFileHandle, line, _length);
                _length += line.Length;
                return place;
            }
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw Fault(exception);
        }
    }

    public byte[] Read(StagedRow place)
    {
        var bytes = new byte[place.Length];
        try
        {
            for (var read = 0; read < bytes.Length;)
            {
                var more = RandomAccess.Read(_file.SafeFileHandle, bytes.AsSpan(read), place.Offset + read);
                read += more > 0 ? more : throw new EndOfStreamException("The file was shortened while it was read.");
            }

            return bytes;
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw Fault(exception);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    private LongWriterException Fault(Exception exception) => StorageFault.Wrap(LongWriterError.DatasetUnavailable, "Finished rows cannot be held", _path, exception);
}

/// <summary>Where a row lies in a <see cref="RowStage"/>.</summary>
internal readonly record struct StagedRow(long Offset, int Length);
