using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter.Tests;

public class OpenAIKeyInLogsTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task No_log_of_a_failing_run_shows_the_key(int status)
    {
        const string Key = "sk-logged-0123456789";
        var log = new ConcurrentQueue<string>();
        using var events = new SdkEvents(log);
        var handler = new RecordingHandler(_ => RecordingHandler.Answer($$$"""{"error":{"message":"You sent {{{Key}}}"}}""", "application/json", (HttpStatusCode)status));
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(new QueueLoggerFactory(log));
        services.AddLongWriter(static o => (o.Resilience.MaxAttempts, o.Resilience.BaseDelay) = (3, TimeSpan.FromMilliseconds(1)))
            .UseOpenAI("m", Key, new Uri("http://127.0.0.1:1/v1"), o => o.Handler = handler);
        await using var provider = services.BuildServiceProvider();
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<LongWriterException>(async () =>
        {
            var request = new WritingRequest("Write.") { Length = 200, Plan = new WritingPlan([new PlanStep("a", "All", 200)]) };
            await foreach (var update in provider.GetRequiredService<ILongWriter>().WriteStreamingAsync(request))
                seen.Add(update.ToString()!);
        });

        Assert.NotEmpty(log);
        Assert.Contains("You sent ***", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, string.Join('\n', log.Concat(seen).Append(error.ToString())), StringComparison.Ordinal);
    }

    /// <summary>Hears what the SDK's own event source says.</summary>
    private sealed class SdkEvents(ConcurrentQueue<string> log) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.StartsWith("System", StringComparison.Ordinal) && eventSource.Name.Contains("ClientModel", StringComparison.Ordinal))
                EnableEvents(eventSource, EventLevel.LogAlways);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => log.Enqueue(string.Join(' ', eventData.Payload ?? (IEnumerable<object?>)[]));
    }

    private sealed class QueueLoggerFactory(ConcurrentQueue<string> log) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => new QueueLogger(log);

        public void Dispose()
        {
        }
    }

    private sealed class QueueLogger(ConcurrentQueue<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue(formatter(state, exception) + exception);
    }
}
