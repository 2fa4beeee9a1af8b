namespace LongWriter.Cli.Models;

/// <summary>A file for a result, looked at before anything is computed.</summary>
internal static class ResultFile
{
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static string? Prepare(string? path, string option)
    {
        if (path is null)
            return null;
        if (string.IsNullOrWhiteSpace(path) || Directory.Exists(path))
            throw new UsageException($"{option} names no file.");

        try
        {
            using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write))
                return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option} {path} cannot be written: {exception.Message}");
        }
    }
}
