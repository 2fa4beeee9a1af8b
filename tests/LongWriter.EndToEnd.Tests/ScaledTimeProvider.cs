namespace LongWriter.Tests;

/// <summary>Time that runs faster than the clock, for client and server alike, so that waits of seconds take milliseconds.</summary>
internal sealed class ScaledTimeProvider(double factor) : TimeProvider
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Timers run on the system's coarse clock, whose last tick may be so long ago when they are set: they fire early by as much.
    private const double CoarseTickMilliseconds = 10;

    private readonly long _start = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Origin + Elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    private TimeSpan Elapsed => System.GetElapsedTime(_start) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Scale(dueTime), Scale(period));

    // Rounded up: a scaled timer must not fire early.
    private TimeSpan Scale(TimeSpan span) => span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / factor) + CoarseTickMilliseconds);
}
