namespace LongWriter.Cli;

/// <summary>What the process returns; scripts rely on it.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Stopped before its end; the printed command goes on with it.</summary>
    public const int Interrupted = 3;

    /// <summary>Done, but what was given is not all in the result; the message says what is missing.</summary>
    public const int Incomplete = 4;
}
