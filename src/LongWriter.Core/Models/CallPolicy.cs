using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace LongWriter;

/// <summary>Retries and circuit breakers of one writer: one retry strategy for all, one breaker for each client.</summary>
internal sealed class CallPolicy
{
    private static readonly ResiliencePropertyKey<AttemptCounter> CounterKey = new("longwriter.attempts");
    private static readonly ResiliencePropertyKey<Action<WritingNotice>> NotifyKey = new("longwriter.notify");

    /// <summary>A server that asks for more than this has run out of a quota: the caller should know, not wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _retry;
    private readonly ConditionalWeakTable<IChatClient, ResiliencePipeline> _breakers = [];

    public CallPolicy(ResilienceOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _retry = new ResiliencePipelineBuilder { TimeProvider = time, Name = "longwriter" }
            .AddRetry(new RetryStrategyOptions
            {
                // The counter decides, because an open breaker is waited for and costs no try.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => ValueTask.FromResult(MayRetry(args.Context, args.Outcome.Exception)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(DelayBefore(args.Context, args.Outcome.Exception)),
                OnRetry = args =>
                {
                    Report(args.Context, args.Outcome.Exception, args.RetryDelay);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Runs work under retries; the work itself decides which of its calls stand behind a breaker.</summary>
    public async ValueTask<T> RetryAsync<T>(
        Func<CancellationToken, ValueTask<T>> work, AttemptCounter counter, Action<WritingNotice> notify, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CounterKey, counter);
        context.Properties.Set(NotifyKey, notify);
        try
        {
            return await _retry.ExecuteAsync(static (ctx, work) => work(ctx.CancellationToken), context, work).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Makes one call behind the client's breaker.</summary>
    public ValueTask<T> ThroughBreakerAsync<T>(IChatClient client, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken) =>
        _breakers.GetValue(client, _ => MakeBreaker()).ExecuteAsync(call, cancellationToken);

    /// <summary>Waits for the user's limiter; null where there is none.</summary>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.RateLimited"/>: it refuses.</exception>
    public async ValueTask<RateLimitLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        if (_options.Limiter is not { } limiter)
            return null;

        var lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (lease.IsAcquired)
            return lease;

        var after = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : (TimeSpan?)null;
        lease.Dispose();
        throw new LongWriterException(LongWriterError.RateLimited, "The configured limiter refuses the call; give it a queue or more permits.") { RetryAfter = after };
    }

    private ResiliencePipeline MakeBreaker() => new ResiliencePipelineBuilder { TimeProvider = _time, Name = "longwriter" }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = _options.BreakerFailureRatio,
            MinimumThroughput = _options.BreakerMinimumCalls,
            SamplingDuration = _options.BreakerSamplingDuration,
            BreakDuration = _options.BreakerDuration,
            ShouldHandle = static args => ValueTask.FromResult(
                args.Outcome.Exception is LongWriterException { Error: LongWriterError.ServerUnavailable or LongWriterError.Timeout }),
        })
        .Build();

    private static bool MayRetry(ResilienceContext context, Exception? exception) => exception switch
    {
        BrokenCircuitException => true,
        LongWriterException known when ModelErrors.IsTransient(known) && !(known.RetryAfter > LongestWait) => context.Properties.GetValue(CounterKey, null!).TryAgain(),
        _ => false,
    };

    private TimeSpan DelayBefore(ResilienceContext context, Exception? exception)
    {
        if (exception is BrokenCircuitException broken)
            return broken.RetryAfter is { } left && left > TimeSpan.Zero ? left : _options.BreakerDuration;

        var jitter = _options.Randomizer();
        // Never before the server's own time: clocks and timers round down, hence the extra.
        if (exception is LongWriterException { RetryAfter: { } asked })
            return asked + TimeSpan.FromMilliseconds(50 + (200 * jitter));

        var failures = Math.Min(context.Properties.GetValue(CounterKey, null!).Failed, 20);
        var delay = Math.Min(_options.MaxDelay.TotalSeconds, _options.BaseDelay.TotalSeconds * Math.Pow(2, failures - 1));
        return TimeSpan.FromSeconds(delay * (0.5 + (0.5 * jitter)));
    }

    private static void Report(ResilienceContext context, Exception? exception, TimeSpan delay)
    {
        var notice = exception is BrokenCircuitException
            ? new WritingNotice(NoticeKind.Wait, $"The server has failed repeatedly; waiting {delay.TotalSeconds:0.#} s before the next call.")
            : new WritingNotice(NoticeKind.Retry, $"{exception?.Message} Trying again in {delay.TotalSeconds:0.#} s.") { Error = (exception as LongWriterException)?.Error };
        context.Properties.GetValue(NotifyKey, null!).Invoke(notice with { Delay = delay });
    }
}
