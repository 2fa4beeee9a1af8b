using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter.Cli.Models;

/// <summary>Shows a person what a model's loader warns of; what it tells beside that is left out.</summary>
internal sealed class ModelLog(TextWriter error) : ILogger, ILoggerFactory
{
    // What the pipeline logs, its notices show.
    private static readonly string[] Shown = [typeof(ManagedDecoder).FullName!, typeof(TorchChatClient).FullName!];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            error.WriteLine("warning: " + Printable.Line(formatter(state, exception)));
    }

    public ILogger CreateLogger(string categoryName) => Shown.Contains(categoryName) ? this : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place that is written to.");

    public void Dispose()
    {
    }
}
