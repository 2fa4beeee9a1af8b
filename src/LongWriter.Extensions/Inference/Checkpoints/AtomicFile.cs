namespace LongWriter;

/// <summary>Files of a model folder that appear whole or not at all.</summary>
internal static class AtomicFile
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Writes beside the file and takes its place at the end; what stood there before stays until then.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unwritable(path, exception);
        }
        finally
        {
            // Gone after a move; after a failure a torn file must not stay.
            if (File.Exists(temporary))
                Delete(temporary);
        }
    }

    public static void Delete(string path) => Guarded(path, () => File.Delete(path));

    public static void CreateFolder(string path) => Guarded(path, () => Directory.CreateDirectory(path));

    private static void Guarded(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unwritable(path, exception);
        }
    }

    private static LongWriterException Unwritable(string path, Exception exception) =>
        new(LongWriterError.InvalidRequest, $"{path} cannot be written: {exception.Message} Name a folder with room that you may write to.", exception);
}
