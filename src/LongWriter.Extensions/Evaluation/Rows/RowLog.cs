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

    /// <summary>Opens the file, reads what it holds, and cuts a torn last line off. A file of another kind stays as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resume">Whether it may hold rows.</param>
    /// <param name="read">Reads a file of rows.</param>
    /// <param name="write">A row as a line without its line break.</param>
    /// <param name="mayBeBroken">Whether a line that is no row may be there; <see langword="null"/> where none may.</param>
    /// <exception cref="LongWriterException">It is another run's, or holds rows and is not to be resumed, or lines of another kind, or cannot be written.</exception>
    public static RowLog<T> Open(string path, bool resume, Func<string, EvaluationRows<T>> read, Func<T, byte[]> write, Func<BrokenRow, bool>? mayBeBroken = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        // Its rows are read by their own reader, which opens the file anew.
        var file = HeldLineFile.Open(path, "The rows cannot be kept", FileShare.ReadWrite);
        try
        {
            if (file.Lines.Length + file.Lines.TornBytes > 0 && !resume)
                throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} holds the rows of an earlier run. Resume it, or name another file.");

            var tail = new byte[file.Lines.TornBytes];
            file.Lines.ReadTail(tail);
            var isTorn = IsTorn(tail);
            var there = read(path);
            if (isTorn)
                there = there with { Broken = [.. there.Broken.SkipLast(1)] };
            if (there.Broken.FirstOrDefault(b => mayBeBroken?.Invoke(b) != true) is { } strange)
                throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} is no file of such rows: its line {strange.Line} {strange.Fault}. Name the file that was begun, or another one.");

            if (isTorn)
                file.Lines.CutTail();
            else
                file.Lines.EndTail();
            return new(path, file, there, write);
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

    /// <summary>Whether a last line without a line break is what a killed process left of a row: it begins as one does, and is not whole.</summary>
    private static bool IsTorn(byte[] line)
    {
        if (line is not [(byte)'{', ..])
            return false;

        try
        {
            using var document = JsonDocument.Parse(line);
            return false;
        }
        catch (JsonException)
        {
            // Half a row.
            return true;
        }
    }
}
