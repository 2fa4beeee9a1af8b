namespace LongWriter;

/// <summary>A file that appears whole or not at all.</summary>
internal static class WholeFile
{
    /// <exception cref="LongWriterException">It cannot be written; what stood there before stays.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new PendingFile(path);
        try
        {
            write(file.Stream);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw file.Unwritable(exception);
        }

        file.Complete();
    }

    public static void Write(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
