namespace LongWriter;

/// <summary>A file that appears whole or not at all.</summary>
internal static class WholeFile
{
    /// <exception cref="LongWriterException">It cannot be written; what stood there before stays.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var file = PrivateFile.Open(temporary, FileAccess.Write, FileShare.None))
            {
                file.SetLength(0);
                using var buffered = new BufferedStream(file, 1 << 16);
                write(buffered);
                buffered.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The pairs cannot be written", path, exception);
        }
        finally
        {
            // Gone after a move; after a failure a torn file must not stay.
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }
}
