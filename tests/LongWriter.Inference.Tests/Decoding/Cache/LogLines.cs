using Microsoft.Extensions.Logging;

namespace LongWriter.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILogger, ILoggerFactory
{
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    public IEnumerable<string> Warnings => Lines.Where(static line => line.Level == LogLevel.Warning).Select(static line => line.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel, formatter(state, exception)));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
