namespace LongWriter;

/// <summary>The kind of a notice.</summary>
public enum NoticeKind
{
    /// <summary>A call failed and is made again, after <see cref="WritingNotice.Delay"/>.</summary>
    Retry,

    /// <summary>The run waits for an open circuit breaker; that costs no try.</summary>
    Wait,

    /// <summary>Something is not as asked for; the run goes on.</summary>
    Warning,
}

/// <summary>A notice to whoever watches a run.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Message">What happened, in a sentence.</param>
public sealed record WritingNotice(NoticeKind Kind, string Message)
{
    /// <summary>The section it is about, from 0, or <see langword="null"/>.</summary>
    public int? Index { get; init; }

    /// <summary>How long the run waits, or <see langword="null"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The error that was met, or <see langword="null"/>.</summary>
    public LongWriterError? Error { get; init; }
}
