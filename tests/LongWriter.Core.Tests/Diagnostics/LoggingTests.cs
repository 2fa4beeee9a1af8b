using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LongWriter.Tests;

public class LoggingTests
{
    private const string Secret = "zanzibar";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Texts_are_logged_only_where_that_was_opted_into(bool sensitive)
    {
        var log = new ListLogger();
        var options = Writers.Quick(o => o.EnableSensitiveData = sensitive);
        var refusing = new InterceptingChatClient(Writers.Simulated(), static _ => Answers.Text($"I'm sorry, but I can't help with writing about {Secret}."));
        var planless = new InterceptingChatClient(Writers.Simulated(), static _ => Answers.Text(
            $"Paragraph 1 - Main Point: {Secret} - Word Count: 500 words\nParagraph 2 - Main Point: {Secret} - Word Count: 500 words"));
        var request = new WritingRequest($"Write 1,000 words about {Secret}.") { Style = Secret, Title = Secret };

        var refused = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(refusing, options, logger: log).WriteAsync(request with { Plan = WritingPlan.Create((Secret, 100)) }));
        var malformed = await Assert.ThrowsAsync<LongWriterException>(() => Writers.Compose(planless, options, logger: log).WriteAsync(request));
        await Writers.Compose(Writers.Simulated(), options, logger: log).WriteAsync(request);

        Assert.Equal((LongWriterError.Refused, LongWriterError.MalformedPlan), (refused.Error, malformed.Error));
        // Whoever called is told in full.
        Assert.Contains(Secret, refused.Message, StringComparison.Ordinal);
        Assert.Equal(sensitive, log.Lines.Any(static l => l.Contains(Secret, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains(log.Lines, static l => l.Contains("Refused", StringComparison.Ordinal) || l.Contains("declines", StringComparison.Ordinal));
        Assert.Contains(log.Lines, static l => l.Contains("ended Completed", StringComparison.Ordinal));
    }

    private sealed class ListLogger : ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);
    }
}
