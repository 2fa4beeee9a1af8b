using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Draws answers: retried, watched and limited as the writer's own calls are.</summary>
internal sealed class SampleDrawer(IChatClient client, PreferencePairOptions options, TimeProvider time)
{
    private readonly CallPolicy _policy = new(options.Resilience, time);

    /// <exception cref="LongWriterException">The provider failed, also when asked again; the message names the row.</exception>
    public async Task<PairSample> DrawAsync(PairInstruction instruction, int number, CancellationToken cancellationToken)
    {
        var seed = PairSample.Number32(options.Seed, instruction.Id, $"sample {number.ToString(CultureInfo.InvariantCulture)}") & int.MaxValue;
        try
        {
            var response = await _policy.RetryAsync(
                token => _policy.ThroughBreakerAsync(client, t => AskAsync(instruction, seed, t), token),
                new AttemptCounter(options.Resilience.MaxAttempts),
                options.OnNotice ?? (static _ => { }),
                cancellationToken).ConfigureAwait(false);
            var text = ReasoningBlocks.Remove(response.Text).Trim();
            return Sample(instruction, number, FateOf(text, response.FinishReason), text) with
            {
                Model = response.ModelId,
                InputTokens = response.Usage?.InputTokenCount,
                OutputTokens = response.Usage?.OutputTokenCount,
            };
        }
        catch (LongWriterException exception) when (exception.Error is LongWriterError.Refused or LongWriterError.EmptyAnswer)
        {
            // What a model does to one instruction, and would do again, does not end the run of all.
            return Sample(instruction, number, exception.Error == LongWriterError.Refused ? SampleFate.Refused : SampleFate.Empty, "");
        }
        catch (LongWriterException exception)
        {
            throw new LongWriterException(exception.Error, $"Row '{instruction.Id}', sample {number}: {exception.Message}", exception) { RetryAfter = exception.RetryAfter };
        }
    }

    private static PairSample Sample(PairInstruction instruction, int number, SampleFate fate, string text) =>
        new(instruction.Id, number, fate, text) { Prompt = PairSample.PromptHash(instruction) };

    private static SampleFate FateOf(string text, ChatFinishReason? reason) =>
        reason == ChatFinishReason.ContentFilter || RefusalDetector.IsRefusal(text) ? SampleFate.Refused
        : string.IsNullOrWhiteSpace(text) ? SampleFate.Empty
        : reason == ChatFinishReason.Length ? SampleFate.Cut : SampleFate.Whole;

    private async ValueTask<ChatResponse> AskAsync(PairInstruction instruction, long seed, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>();
        if (!string.IsNullOrEmpty(instruction.System))
            messages.Add(new(ChatRole.System, instruction.System));
        messages.Add(new(ChatRole.User, instruction.Prompt));

        using var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        var updates = new List<ChatResponseUpdate>();
        // Streamed, so that the watchdogs see a long answer grow.
        var stream = new WatchedStream(client, messages, Options(seed), options.Resilience, time, cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        while (await stream.NextAsync().ConfigureAwait(false) is { } update)
            updates.Add(update);

        var response = updates.ToChatResponse();
        return response.FinishReason is null && options.Resilience.RequireFinishReason
            ? throw new LongWriterException(LongWriterError.ServerUnavailable, "The answer ended without a finish reason, so it was cut off on the way. For a client that never reports one set Resilience.RequireFinishReason to false.")
            : response;
    }

    private ChatOptions Options(long seed) => new()
    {
        Temperature = options.Temperature,
        TopP = options.TopP,
        MaxOutputTokens = Math.Min(options.MaxOutputTokens, (client.GetService(typeof(ModelLimits)) as ModelLimits)?.MaxOutputTokens ?? int.MaxValue),
        Seed = seed,
    };

    private async ValueTask<RateLimitLease?> AcquireAsync(CancellationToken cancellationToken)
    {
        if (options.Resilience.Limiter is not { } limiter)
            return null;

        var lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (lease.IsAcquired)
            return lease;

        lease.Dispose();
        throw new LongWriterException(LongWriterError.RateLimited, "The configured limiter refuses the call; give it a queue or more permits.");
    }
}
