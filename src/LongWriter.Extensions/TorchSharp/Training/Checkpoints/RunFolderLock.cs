namespace LongWriter;

/// <summary>Keeps a second run out of a folder; the system lets go of it however the process ends.</summary>
internal static class RunFolderLock
{
    public const string Name = ".lock";

    /// <summary>Takes the folder, which is made where there is none.</summary>
    /// <exception cref="LongWriterException">Another run has it, or it cannot be written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static FileStream Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"Another run is writing to {folder}. Wait until it ends, or name another {nameof(TrainingOptions.OutputFolder)}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{folder} cannot be written: {exception.Message} Name another {nameof(TrainingOptions.OutputFolder)}, with room, that you may write to.", exception);
        }
    }

    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION.
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
