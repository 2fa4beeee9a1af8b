using System.Text.Json;

namespace LongWriter;

/// <summary>A run's reports as JSON Lines, one a step, there as soon as the step is done.</summary>
internal sealed class MetricsFile : IDisposable
{
    public const string Name = "metrics.jsonl";

    private readonly FileStream _stream;

    /// <param name="path">The file.</param>
    /// <param name="step">Where the run goes on; what an earlier part wrote beyond is taken off.</param>
    public MetricsFile(string path, int step)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string[] kept = step > 0 && File.Exists(path) ? [.. File.ReadLines(path).TakeWhile(line => IsBefore(line, step))] : [];
            AtomicFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                foreach (var line in kept)
                    writer.Write(line + "\n");
            });
            _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception);
        }
    }

    public void Write(TrainingProgress progress)
    {
        try
        {
            JsonSerializer.Serialize(_stream, progress, TrainingJson.Line.TrainingProgress);
            _stream.WriteByte((byte)'\n');
            _stream.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_stream.Name, exception);
        }
    }

    public void Dispose() => _stream.Dispose();

    // A torn last line is of a step that is taken again.
    private static bool IsBefore(string line, int step)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TrainingJson.Line.TrainingProgress)?.Step <= step;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static LongWriterException Unwritable(string path, Exception exception) =>
        new(LongWriterError.InvalidRequest, $"{path} cannot be written: {exception.Message} Checkpoints are as they were.", exception);
}
