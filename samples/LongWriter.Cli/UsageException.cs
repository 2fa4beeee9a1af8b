namespace LongWriter.Cli;

/// <summary>The command line asks for something that cannot be done as it stands; nothing has been spent.</summary>
internal sealed class UsageException(string message) : Exception(message);
