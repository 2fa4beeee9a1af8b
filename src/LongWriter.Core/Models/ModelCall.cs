using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>One attempt of one call, from reservation to settlement.</summary>
internal sealed class ModelCall(
    RunServices run,
    string role,
    string? model,
    ChatOptions options,
    IReadOnlyList<ChatMessage> messages,
    RunMeter.Reservation reservation,
    RateLimitLease? lease,
    IChatClient inner,
    Action<WritingNotice> notify,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly WatchedStream _stream = new(inner, messages, options, run.Options.Resilience, run.TimeProvider, cancellationToken);
    private readonly Queue<ChatResponseUpdate> _opening = new();
    private readonly UsageDetails _usage = new();
    private readonly long _start = run.TimeProvider.GetTimestamp();
    private ChatFinishReason? _finish;
    private int _characters;
    private int _reasoned;
    private bool _arrived;
    private bool _usageSeen;
    private bool _ended;
    private bool _answered;
    private bool _capIgnored;

    /// <summary>Reads up to the first content, so that a failure before it can be retried.</summary>
    public async ValueTask StartAsync()
    {
        while (await ReadAsync().ConfigureAwait(false) is { } update)
        {
            _opening.Enqueue(update);
            if (update.Contents.Any(static c => c is TextContent { Text.Length: > 0 }))
                return;
        }
    }

    /// <summary>The next update, or null when the answer is complete.</summary>
    public ValueTask<ChatResponseUpdate?> NextAsync() =>
        _opening.TryDequeue(out var update) ? new(update) : _ended ? default : ReadAsync();

    private async ValueTask<ChatResponseUpdate?> ReadAsync()
    {
        var update = _capIgnored ? null : await _stream.NextAsync().ConfigureAwait(false);
        if (update is null)
        {
            End();
            return null;
        }

        _arrived = true;
        _finish = update.FinishReason ?? _finish;
        model = update.ModelId ?? model;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    _characters += text.Text.Length;
                    break;
                case TextReasoningContent thought:
                    _reasoned += thought.Text.Length;
                    break;
                case UsageContent usage:
                    _usage.Add(usage.Details);
                    _usageSeen = true;
                    break;
            }
        }

        return CutIfCapIgnored(update);
    }

    /// <summary>A server that writes on far beyond its cap is left: nobody pays for sixty thousand words instead of three.</summary>
    private ChatResponseUpdate CutIfCapIgnored(ChatResponseUpdate update)
    {
        // Twice the cap, counted in characters that no tokenizer packs into so few tokens.
        if (options.MaxOutputTokens is not { } cap || _characters <= (cap * 2L * CharactersPerToken) || _finish is not null)
            return update;

        _capIgnored = true;
        _finish = ChatFinishReason.Length;
        notify(new WritingNotice(NoticeKind.Warning, $"The server ignores the output cap of {cap} tokens; the answer was left there. For OpenAI-compatible servers set both cap fields.")
        {
            Error = LongWriterError.OutputCapIgnored,
        });
        var cut = update.Clone();
        cut.FinishReason = ChatFinishReason.Length;
        return cut;
    }

    private int CharactersPerToken => run.Language.StartsWith("zh", StringComparison.Ordinal) || run.Language.StartsWith("ja", StringComparison.Ordinal) ? 2 : 6;

    private void End()
    {
        _ended = true;
        if (_finish is null && run.Options.Resilience.RequireFinishReason)
            throw ModelErrors.Unfinished();

        _answered = true;
        Settle();
        if (_usageSeen && ContextCheck.After(messages, _usage.InputTokenCount, run.ContextTokens) is { } warning)
            run.WarnOfContext(warning);

        RunTelemetry.CallEnded(role, model, run.TimeProvider.GetElapsedTime(_start), _usage);
    }

    private void Settle()
    {
        // Whoever sent anything has read the prompt, and reasoning is paid for as any output.
        if (!_usageSeen && _arrived)
        {
            _usage.InputTokenCount = TokenEstimate.UpperOf(messages, run.TokensPerPromptCharacter);
            _usage.OutputTokenCount = TokenEstimate.OfStreamed(_characters + _reasoned, run.Language);
        }

        reservation.Settle(model, _usage, _answered);
    }

    public async ValueTask DisposeAsync()
    {
        Settle();
        await _stream.DisposeAsync().ConfigureAwait(false);
        lease?.Dispose();
    }
}
