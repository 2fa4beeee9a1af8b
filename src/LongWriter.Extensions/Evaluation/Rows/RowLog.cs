using System.Text.Json;

namespace LongWriter;

/// <summary>A file of JSON Lines that grows row by row, each durable as soon as it is there. One run at a time holds it.</summary>
/// <typeparam name="T">What a row is.</typeparam>
internal sealed class RowLog<T> : IDisposable
{
    private readonly string _path;
    private readonly FileLock _lock;
    private readonly LineFile _lines;
    private readonly Func<T, byte[]> _write;
    private readonly Lock _gate = new();

    private RowLog(string path, FileLock fileLock, LineFile lines, EvaluationRows<T> there, Func<T, byte[]> write)
    {
        (_path, _lock, _lines, There, _write) = (path, fileLock, lines, there, write);
    }

    /// <summary>What the file held when it was opened.</summary>
    public EvaluationRows<T> There { get; }

    /// <summary>Opens the file, reads what it holds, and cuts a torn last line off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resume">Whether it may hold rows.</param>
    /// <param name="read">Reads a file of rows.</param>
    /// <param name="write">A row as a line without its line break.</param>
    /// <exception cref="LongWriterException">It is another run's, or holds rows and is not to be resumed, or cannot be written.</exception>
    public static RowLog<T> Open(string path, bool resume, Func<string, EvaluationRows<T>> read, Func<T, byte[]> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        FileLock? fileLock = null;
        FileStream? stream = null;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            fileLock = FileLock.TryAcquire(path + ".lock")
                ?? throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{path} is being written by another run (lock file {path}.lock). Wait until it ends, or name another file.");
            stream = PrivateFile.Open(path, FileAccess.ReadWrite, FileShare.ReadWrite);
            var lines = new LineFile(stream);
            if (lines.Length + lines.TornBytes > 0 && !resume)
                throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} holds the rows of an earlier run. Resume it, or name another file.");

            EndOrCut(lines);
            return new(path, fileLock, lines, read(path), write);
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            Release(fileLock);
            if (StorageFault.Covers(exception))
                throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The rows cannot be kept", path, exception);

            throw;
        }
    }

    /// <summary>Appends a row.</summary>
    /// <exception cref="LongWriterException">It cannot be written.</exception>
    public void Add(T row) => AddLine(_write(row));

    /// <summary>Appends a line.</summary>
    /// <exception cref="LongWriterException">It cannot be written.</exception>
    public void AddLine(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            try
            {
                _lines.Append(line, durable: true);
            }
            catch (Exception exception) when (StorageFault.Covers(exception))
            {
                throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "A row cannot be kept", _path, exception);
            }
            catch (InvalidOperationException exception)
            {
                throw new LongWriterException(LongWriterError.DatasetUnavailable, $"{_path} takes no more rows: an earlier one could not be written.", exception);
            }
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        Release(_lock);
    }

    /// <summary>A last line without a line break is a row where it is whole, else what a killed process left.</summary>
    private static void EndOrCut(LineFile lines)
    {
        var tail = new byte[lines.TornBytes];
        lines.ReadTail(tail);
        if (tail.Length > 0 && IsWhole(tail))
            lines.EndTail();
        else
            lines.CutTail();
    }

    private static bool IsWhole(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            // Half a row.
            return false;
        }
    }

    private static void Release(FileLock? fileLock)
    {
        if (fileLock is null)
            return;

        try
        {
            fileLock.DeleteFile();
        }
        finally
        {
            fileLock.Dispose();
        }
    }
}
