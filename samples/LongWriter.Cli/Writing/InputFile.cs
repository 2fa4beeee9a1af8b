using System.Text;

namespace LongWriter.Cli.Writing;

/// <summary>Reads what the command line names, or says what is wrong with it.</summary>
internal static class InputFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<string> ReadAsync(string option, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, Strict, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // DecoderFallbackException is an ArgumentException.
            throw new UsageException($"{option} {path} cannot be read: {(exception is DecoderFallbackException ? "it is no UTF-8 text." : exception.Message)}");
        }
    }

    public static async Task<WritingPlan> ReadPlanAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return WritingPlan.Parse(await ReadAsync("--plan", path, cancellationToken));
        }
        catch (LongWriterException exception)
        {
            throw new UsageException($"--plan {path}: {exception.Message}");
        }
    }
}
