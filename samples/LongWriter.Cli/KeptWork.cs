namespace LongWriter.Cli;

/// <summary>Runs work that keeps what it has, and says how to go on where it does not come to its end.</summary>
internal static class KeptWork
{
    /// <summary>Runs it.</summary>
    /// <param name="work">The work, which gives the exit code.</param>
    /// <param name="kept">What is kept, and what goes on with it.</param>
    /// <param name="say">Tells the user.</param>
    public static async Task<int> RunAsync(Func<Task<int>> work, string kept, Action<string> say)
    {
        try
        {
            return await work();
        }
        catch (LongWriterException exception) when (exception.IsResumable)
        {
            say("error: " + exception.Message + ErrorHints.For(exception));
            say(kept);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            say("Stopped. " + kept);
            return ExitCode.Interrupted;
        }
    }
}
