using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>A model in this process as a chat client. Safe for concurrent use: calls share one batch, and what their prompts have in common at the beginning is computed once.</summary>
/// <remarks>
/// Of <see cref="ChatOptions.AdditionalProperties"/> it knows <c>min_p</c>, <c>repetition_penalty</c>, <c>penalty_window</c>,
/// <c>min_tokens</c>, <c>logit_bias</c>, <c>dry_multiplier</c>, <c>dry_base</c>, <c>dry_allowed_length</c>, <c>dry_min_occurrences</c>, <c>dry_range</c>,
/// <c>dry_sequence_breakers</c>, <c>loop_detection</c>, <c>logprobs</c> and <c>top_logprobs</c>; log-probabilities come as a list of
/// <see cref="GeneratedToken"/> under <see cref="LogProbabilitiesProperty"/> of the updates' (or the response's) own additional properties.
/// A <see cref="ChatOptions.RawRepresentationFactory"/> may give <see cref="SamplingOptions"/> to start from.
/// </remarks>
public sealed partial class LocalChatClient : IChatClient, IAsyncDisposable
{
    /// <summary>The name of the additional property that carries log-probabilities.</summary>
    public const string LogProbabilitiesProperty = "logprobs";

    private readonly GenerationEngine _engine;
    private readonly ModelTokenizer _tokenizer;
    private readonly ChatTemplate _template;
    private readonly ChatOptionsReader _options;
    private readonly ChatClientMetadata _metadata;
    private readonly ModelLimits _limits;
    private readonly TimeProvider _time;
    private readonly string _modelId;
    private readonly string _responses;
    private long _responseCount;

    /// <summary>Makes a client of its parts.</summary>
    /// <param name="engine">The engine; the client disposes of it.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">The form of its conversations.</param>
    /// <param name="modelId">The model's name.</param>
    /// <param name="defaults">What holds where a call's options say nothing.</param>
    /// <param name="timeProvider">The clock of the answers' dates; the system's where <see langword="null"/>.</param>
    /// <exception cref="LongWriterException">The tokenizer lacks the template's control tokens (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public LocalChatClient(
        GenerationEngine engine, ModelTokenizer tokenizer, ChatTemplate template, string modelId, LocalChatDefaults? defaults = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        defaults ??= new();
        (_engine, _tokenizer, _template, _modelId, _time) = (engine, tokenizer, template, modelId, timeProvider ?? TimeProvider.System);
        var model = engine.Decoder.Config;
        // A tokenizer may name tokens beyond the model's embedding; it cannot choose those.
        int[] stops = [.. template.StopTokens(tokenizer).Concat(model.StopTokenIds).Concat(defaults.StopTokenIds).Distinct().Where(id => id >= 0 && id < model.VocabularySize)];
        _options = new(defaults, modelId, stops, new(tokenizer), this);
        _metadata = new("longwriter-local", defaultModelId: modelId);
        _limits = new(engine.ContextLength, defaults.MaxOutputTokens);
        _responses = $"{modelId}-{_time.GetUtcNow().UtcTicks:x}";
    }

    /// <summary>The finish reason of an answer that was caught in a loop.</summary>
    public static ChatFinishReason LoopFinishReason { get; } = new("loop");

    /// <inheritdoc />
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        var tokens = new List<GeneratedToken>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            if (update.AdditionalProperties?.Remove(LogProbabilitiesProperty, out var part) == true)
                tokens.AddRange((IReadOnlyList<GeneratedToken>)part!);

            updates.Add(update);
        }

        var response = updates.ToChatResponse();
        if (tokens.Count > 0)
            (response.AdditionalProperties ??= [])[LogProbabilitiesProperty] = tokens;

        return response;
    }

    /// <inheritdoc />
    /// <exception cref="LongWriterException">A message or an option is not usable or not supported (<see cref="LongWriterError.InvalidRequest"/>), the prompt does not fit (<see cref="LongWriterError.ContextOverflow"/>), or the decoder fails (<see cref="LongWriterError.BackendUnavailable"/>).</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var turns = ChatTurnReader.Read(messages, options?.Instructions);
        var stops = ChatOptionsReader.StopsOf(options);
        var request = _options.Read(options, _template.Render(turns, _tokenizer).Ids);
        var answer = new AnswerText(_tokenizer, stops, request.MinTokens);
        var id = $"{_responses}-{Interlocked.Increment(ref _responseCount)}";
        var created = _time.GetUtcNow();
        var tokens = request.LogProbabilities is null ? null : new List<GeneratedToken>();

        var generation = _engine.Start(request, cancellationToken);
        await foreach (var token in generation.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            tokens?.Add(token);
            var text = answer.Add(token.Id);
            if (text.Length > 0)
                yield return Update(text);
            if (answer.IsStopped)
                break;
        }

        if (answer.Flush() is { Length: > 0 } rest)
            yield return Update(rest);

        var last = Update(null);
        last.FinishReason = answer.IsStopped ? ChatFinishReason.Stop : FinishOf(generation.Result!.Finish);
        // The engine runs ahead of its reader, so an answer cut at a stop string is counted here.
        long output = answer.IsStopped ? answer.Tokens : generation.Result!.OutputTokens;
        last.Contents.Add(new UsageContent(new()
        {
            InputTokenCount = request.Prompt.Count,
            CachedInputTokenCount = generation.CachedTokens,
            OutputTokenCount = output,
            TotalTokenCount = request.Prompt.Count + output,
        }));
        yield return last;

        ChatResponseUpdate Update(string? text)
        {
            var update = new ChatResponseUpdate(ChatRole.Assistant, text is null ? [] : [new TextContent(text)])
            {
                ResponseId = id,
                MessageId = id,
                ModelId = _modelId,
                CreatedAt = created,
            };
            if (tokens is { Count: > 0 })
            {
                update.AdditionalProperties = new() { [LogProbabilitiesProperty] = tokens.ToArray() };
                tokens.Clear();
            }

            return update;
        }
    }

    /// <summary>Gives <see cref="ChatClientMetadata"/>, <see cref="ModelLimits"/>, <see cref="GenerationEngine"/>, <see cref="IDecoder"/>, <see cref="ModelTokenizer"/>, <see cref="ChatTemplate"/> or the client itself.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Nothing is known by a key.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;

        ReadOnlySpan<object> services = [this, _metadata, _limits, _engine, _engine.Decoder, _tokenizer, _template];
        foreach (var service in services)
        {
            if (serviceType != typeof(object) && serviceType.IsInstanceOfType(service))
                return service;
        }

        return null;
    }

    /// <summary>Disposes of the engine and its decoder; answers that still run end with an error.</summary>
    public void Dispose() => _engine.Dispose();

    /// <summary>Disposes of the engine and its decoder; answers that still run end with an error.</summary>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private static ChatFinishReason FinishOf(GenerationFinish finish) => finish switch
    {
        GenerationFinish.StopToken => ChatFinishReason.Stop,
        GenerationFinish.Length or GenerationFinish.ContextFull => ChatFinishReason.Length,
        GenerationFinish.Loop => LoopFinishReason,
        _ => throw new OperationCanceledException("The answer was cancelled."),
    };
}
