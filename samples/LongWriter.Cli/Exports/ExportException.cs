namespace LongWriter.Cli.Exports;

/// <summary>The document is written, its file is not.</summary>
internal sealed class ExportException(string message, Exception innerException) : Exception(message, innerException);
