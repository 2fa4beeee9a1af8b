using System.Text.Json;

namespace LongWriter;

/// <summary>A file of JSON Lines that grows row by row, each durable as soon as it is there. One run at a time holds it.</summary>
/// <typeparam name="T">What a row is.</typeparam>
internal sealed class RowLog<T> : IDisposable
{
    private readonly string _path;
    private readonly HeldLineFile _file;
    private readonly Func<T, byte[]> _write;
    private readonly Lock _gate = new();

    private RowLog(string path, HeldLineFile file, EvaluationRows<T> there, Func<T, byte[]> write) => (_path, _file, There, _write) = (path, file, there, write);

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
        // Its rows are read by their own reader, which opens the file anew.
        var file = HeldLineFile.Open(path, "The rows cannot be kept", FileShare.ReadWrite);
        try
        {
            if (file.Lines.Length + file.Lines.TornBytes > 0 && !resume)
                throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} holds the rows of an earlier run. Resume it, or name another file.");

            EndOrCut(file.Lines);
            return new(path, file, read(path), write);
        }
        catch (Exception exception)
        {
            file.Dispose();
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
                _file.Lines.Append(line, durable: true);
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

    public void Dispose() => _file.Dispose();

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
}
