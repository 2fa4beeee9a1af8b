using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Maps <see cref="ChatOptions"/> to what the engine knows. What cannot be honoured is an error and never left out in silence.</summary>
internal sealed class ChatOptionsReader(LocalChatDefaults defaults, string modelId, IReadOnlyList<int> stopTokenIds, BreakerTokens breakers, IChatClient client)
{
    /// <summary>The request for a prompt.</summary>
    /// <exception cref="LongWriterException">An option is not usable or not supported (<see cref="LongWriterError.InvalidRequest"/>), or names another model (<see cref="LongWriterError.ModelNotFound"/>).</exception>
    public GenerationRequest Read(ChatOptions? options, IReadOnlyList<int> prompt)
    {
        options ??= new();
        RefuseUnsupported(options);
        var more = new AdditionalProperties(options.AdditionalProperties);
        // TopK 0 is the usual way to say "all".
        var sampling = options.RawRepresentationFactory?.Invoke(client) as SamplingOptions ?? defaults.Sampling;
        sampling = sampling with
        {
            Temperature = options.Temperature ?? sampling.Temperature,
            TopK = options.TopK is { } k ? (k == 0 ? null : k) : sampling.TopK,
            TopP = options.TopP ?? sampling.TopP,
            FrequencyPenalty = options.FrequencyPenalty ?? sampling.FrequencyPenalty,
            PresencePenalty = options.PresencePenalty ?? sampling.PresencePenalty,
            Seed = options.Seed ?? sampling.Seed,
            MinP = more.Float("min_p") ?? sampling.MinP,
            RepetitionPenalty = more.Float("repetition_penalty") ?? sampling.RepetitionPenalty,
            PenaltyWindow = more.Int("penalty_window") ?? sampling.PenaltyWindow,
            LogitBias = more.ByToken("logit_bias") ?? sampling.LogitBias,
            Dry = DryOf(more, sampling.Dry),
        };
        var request = new GenerationRequest(prompt)
        {
            Sampling = sampling,
            MaxTokens = MostOf(options.MaxOutputTokens),
            MinTokens = more.Int("min_tokens") ?? 0,
            StopTokenIds = stopTokenIds,
            LogProbabilities = more.Int("top_logprobs") is var top && more.Bool("logprobs") is var wanted && (wanted ?? top is not null) ? top ?? 0 : null,
            Loop = more.Bool("loop_detection") switch
            {
                true => defaults.Loop ?? LoopDetection.Default,
                false => null,
                null => defaults.Loop,
            },
        };
        more.RefuseOthers();
        return request;
    }

    /// <summary>The stop strings of a call.</summary>
    /// <exception cref="LongWriterException">One is empty (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static IReadOnlyList<string> StopsOf(ChatOptions? options)
    {
        if (options?.StopSequences is not { Count: > 0 } stops)
            return [];

        SamplingOptions.Require(!stops.Any(string.IsNullOrEmpty), "One of StopSequences", "empty", "a text of at least one character");
        return [.. stops];
    }

    private int? MostOf(int? asked)
    {
        SamplingOptions.Require(asked is null or > 0, nameof(ChatOptions.MaxOutputTokens), asked, "at least 1, or null");
        return asked is { } a && defaults.MaxOutputTokens is { } b ? Math.Min(a, b) : asked ?? defaults.MaxOutputTokens;
    }

    private DryOptions? DryOf(AdditionalProperties more, DryOptions? dry)
    {
        var (multiplier, growth, allowed) = (more.Float("dry_multiplier"), more.Float("dry_base"), more.Int("dry_allowed_length"));
        var (occurrences, range, texts) = (more.Int("dry_min_occurrences"), more.Int("dry_range"), more.Strings("dry_sequence_breakers"));
        if (multiplier is null && growth is null && allowed is null && occurrences is null && range is null && texts is null)
            return dry;

        var ids = texts is not null ? breakers.Of(texts) : dry?.BreakerTokenIds ?? breakers.Of(BreakerTokens.Usual);
        dry ??= new();
        return dry with
        {
            Multiplier = multiplier ?? dry.Multiplier,
            Base = growth ?? dry.Base,
            AllowedLength = allowed ?? dry.AllowedLength,
            MinOccurrences = occurrences ?? dry.MinOccurrences,
            Range = range ?? dry.Range,
            BreakerTokenIds = ids,
        };
    }

    private void RefuseUnsupported(ChatOptions options)
    {
        if (options.ModelId is { } other && other != modelId)
            throw new LongWriterException(LongWriterError.ModelNotFound, $"ModelId is '{other}', but the client has loaded '{modelId}'. Load the other model with a client of its own, or leave ModelId unset.");

        Refuse(options.Tools is { Count: > 0 } || options.ToolMode is RequiredChatToolMode, nameof(options.Tools), "it calls no tools");
        Refuse(options.ResponseFormat is not (null or ChatResponseFormatText), nameof(options.ResponseFormat), "it cannot be held to JSON; ask for it in the prompt and check the answer");
        Refuse(options.ConversationId is not null, nameof(options.ConversationId), "it keeps no conversations; send all messages, what was read before is reused");
        Refuse(options.Reasoning is { Effort: not (null or ReasoningEffort.None) } or { Output: not (null or ReasoningOutput.None) }, nameof(options.Reasoning), "thoughts are text like any other to it");
        Refuse(options.AllowBackgroundResponses == true, nameof(options.AllowBackgroundResponses), "it answers only while it is read");
        Refuse(options.ContinuationToken is not null, nameof(options.ContinuationToken), "it answers only while it is read");
    }

    private static void Refuse(bool isSet, string name, string why)
    {
        if (isSet)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"ChatOptions.{name} is set, which a local model does not support: {why}.");
    }
}
