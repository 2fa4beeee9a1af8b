using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;

namespace LongWriter;

/// <summary>Retries, watchdogs and limits around every model call. Switch the SDK's own off; the adapters do.</summary>
public sealed class ResilienceOptions
{
    /// <summary>The greatest number of times that a call is made.</summary>
    /// <value>Default 8.</value>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>The wait after the first failure; it doubles from try to try, with jitter.</summary>
    /// <value>Default 1 second.</value>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The greatest wait between two tries, unless the server's Retry-After asks for more. One of more than a day is not waited for: the
    /// error is thrown and the run can be resumed.
    /// </summary>
    /// <value>Default 60 seconds.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the server may take until the first update of an answer. Reading a long prompt can take minutes.</summary>
    /// <value>Default 5 minutes.</value>
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the server may pause inside an answer. Reasoning counts as activity.</summary>
    /// <value>Default 2 minutes.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The share of failing calls that opens the circuit breaker of a client.</summary>
    /// <value>Default 0.9.</value>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.9;

    /// <summary>The calls within <see cref="BreakerSamplingDuration"/> below which the breaker stays closed.</summary>
    /// <value>Default 10.</value>
    [Range(2, 10_000)]
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>The time over which the breaker counts failures.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan BreakerSamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open breaker keeps calls waiting. They wait, they do not fail.</summary>
    /// <value>Default 15 seconds.</value>
    public TimeSpan BreakerDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether an answer that ends without a finish reason is taken as cut off and asked for again. Switch off for clients that never report one.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool RequireFinishReason { get; set; } = true;

    /// <summary>A limiter that every call of the writer takes a permit from, shared by all runs. The caller owns it.</summary>
    /// <value>Default <see langword="null"/>: no limit.</value>
    public RateLimiter? Limiter { get; set; }

    /// <summary>Gives a number from 0 to 1 for the jitter of waits; replace it in tests.</summary>
    public Func<double> Randomizer { get; set; } = JitterSource.NextDouble;
}
