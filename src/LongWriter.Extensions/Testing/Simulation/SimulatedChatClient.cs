using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// A writer without a model. It knows the library's own prompts (<see cref="PromptSet"/>) and answers them with plans and
/// with readable prose of an exact length, in English and in Chinese; anything else with plain prose of the length that the
/// prompt names, or of 100 words.
/// </summary>
/// <remarks>
/// An answer depends on <see cref="SimulatedWriterOptions.Seed"/>, on the texts of the messages (not on how they are divided
/// into contents) and on <see cref="ChatOptions.Instructions"/>, <see cref="ChatOptions.Seed"/> and
/// <see cref="ChatOptions.Temperature"/> alone; <see cref="ChatOptions.MaxOutputTokens"/> only cuts it. English lengths count
/// runs of letters, Chinese lengths Chinese characters. A token is a word of up to seven characters (a longer word has one
/// for each seven begun), a punctuation mark, or 0.6 of a Chinese character. Instances keep no state and may be shared by threads.
/// </remarks>
public sealed class SimulatedChatClient : IChatClient
{
    private readonly SimulatedWriterOptions _options;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Makes a simulated writer.</summary>
    /// <param name="options">Its settings, which are copied; null for an obedient writer with seed 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SimulatedChatClient(SimulatedWriterOptions? options = null)
    {
        _options = (options ?? new()).Copy();
        _metadata = new ChatClientMetadata("simulated", null, _options.ModelId);
    }

    /// <inheritdoc />
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var (answer, text, usage, id) = Answer(messages, options);
        var updates = answer.Text.Length == 0 ? 0 : Pieces(text).Count();
        await WaitAsync(_options.FirstUpdateDelay + (_options.UpdateDelay * Math.Max(0, updates - 1)), cancellationToken).ConfigureAwait(false);
        var message = new ChatMessage(ChatRole.Assistant, text) { MessageId = id };
        if (answer.Reasoning is { Length: > 0 } reasoning)
            message.Contents.Insert(0, new TextReasoningContent(reasoning));

        return new ChatResponse(message)
        {
            ResponseId = id,
            ModelId = options?.ModelId ?? _options.ModelId,
            FinishReason = answer.FinishReason,
            Usage = usage,
        };
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var (answer, text, usage, id) = Answer(messages, options);
        var delay = _options.FirstUpdateDelay;
        foreach (var piece in Pieces(answer.Reasoning ?? ""))
        {
            await WaitAsync(delay, cancellationToken).ConfigureAwait(false);
            delay = _options.UpdateDelay;
            yield return Update(new TextReasoningContent(piece));
        }

        foreach (var piece in Pieces(text))
        {
            await WaitAsync(delay, cancellationToken).ConfigureAwait(false);
            delay = _options.UpdateDelay;
            yield return Update(new TextContent(piece));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var last = Update(new UsageContent(usage));
        last.FinishReason = answer.FinishReason;
        yield return last;

        ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content])
        {
            ResponseId = id,
            MessageId = id,
            ModelId = options?.ModelId ?? _options.ModelId,
        };
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing; there is nothing to release.</summary>
    public void Dispose()
    {
    }

    private (SimulatedAnswer Answer, string Text, UsageDetails Usage, string Id) Answer(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var request = PromptReader.Read(messages, options, _options.Seed);
        var answer = _options.Responders.Select(r => r(request)).FirstOrDefault(static a => a is not null)
            ?? AnswerComposer.Answer(request, _options);
        var text = answer.Text;
        if (!_options.IgnoresOutputCap && options?.MaxOutputTokens is { } cap && PseudoTokens.Count(text) > cap)
        {
            text = PseudoTokens.Cut(text, Math.Max(0, cap));
            answer = answer with { FinishReason = ChatFinishReason.Length };
        }

        var input = request.Messages.Sum(static m => PseudoTokens.Count(m.Text)) + PseudoTokens.Count(options?.Instructions);
        var reasoning = PseudoTokens.Count(answer.Reasoning);
        var output = PseudoTokens.Count(text) + reasoning;
        var usage = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            ReasoningTokenCount = answer.Reasoning is null ? null : reasoning,
        };
        return (answer, text, usage, "sim-" + request.Hash.ToString("x16", CultureInfo.InvariantCulture));
    }

    /// <summary>Divides a text into what single updates carry: some words, or twice as many Chinese characters.</summary>
    private IEnumerable<string> Pieces(string text)
    {
        var size = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var boundary = ChineseText.IsHan(text[i]) ? 1 : text[i] == ' ' ? 2 : 0;
            if (boundary > 0 && i > start && size >= _options.WordsPerUpdate * 2)
            {
                yield return text[start..i];
                (start, size) = (i, 0);
            }

            size += boundary;
        }

        if (start < text.Length)
            yield return text[start..];
    }

    private async ValueTask WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }
}
