using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class ChatOptionsReaderTests
{
    private static readonly LocalChatDefaults Defaults = new()
    {
        Sampling = new() { Temperature = 0.5f, TopP = 0.8f, TopK = 50, Seed = 3, LogitBias = new Dictionary<int, float> { [1] = 1 } },
        MaxOutputTokens = 1000,
    };

    [Fact]
    public void Defaults_hold_where_nothing_is_said()
    {
        var request = Read(null);
        Assert.Equal(Defaults.Sampling, request.Sampling);
        Assert.Equal((1000, 0, null, LoopDetection.Default), (request.MaxTokens, request.MinTokens, request.LogProbabilities, request.Loop));
        Assert.Equal([7, 8], request.StopTokenIds!);
        Assert.Equal([1, 2, 3], request.Prompt);
    }

    [Fact]
    public void Each_option_goes_where_it_belongs()
    {
        var sampling = Read(new()
        {
            Temperature = 0.1f,
            TopP = 0.2f,
            TopK = 3,
            Seed = -4,
            FrequencyPenalty = 0.5f,
            PresencePenalty = 0.6f,
            MaxOutputTokens = 70,
            AdditionalProperties = new()
            {
                ["min_p"] = 0.07,
                ["repetition_penalty"] = 1.5m,
                ["penalty_window"] = 64L,
                ["logit_bias"] = new Dictionary<int, float> { [5] = -1 },
                ["dry_multiplier"] = 0.8f,
                ["dry_base"] = 2,
                ["dry_allowed_length"] = 4,
                ["dry_min_occurrences"] = 3,
                ["dry_range"] = 256,
                ["dry_sequence_breakers"] = new[] { "ST" },
                ["top_logprobs"] = 2,
                ["min_tokens"] = (short)9,
                ["loop_detection"] = false,
            },
        });
        var dry = sampling.Sampling.Dry!;
        Assert.Equal((0.8f, 2f, 4, 3, 256), (dry.Multiplier, dry.Base, dry.AllowedLength, dry.MinOccurrences, dry.Range));
        Assert.Equal("ST", Assert.Single(dry.BreakerTokenIds.Select(id => new LetterTokenizer().Decode([id]))));
        Assert.Equal(new Dictionary<int, float> { [5] = -1 }, sampling.Sampling.LogitBias);
        Assert.Equal(
            new()
            {
                Temperature = 0.1f,
                TopP = 0.2f,
                TopK = 3,
                Seed = -4,
                FrequencyPenalty = 0.5f,
                PresencePenalty = 0.6f,
                MinP = 0.07f,
                RepetitionPenalty = 1.5f,
                PenaltyWindow = 64,
            },
            sampling.Sampling with { Dry = null, LogitBias = null });
        Assert.Equal((70, 9, 2, null), (sampling.MaxTokens, sampling.MinTokens, sampling.LogProbabilities, sampling.Loop));
    }

    [Fact]
    public void Values_may_come_from_JSON()
    {
        var json = JsonDocument.Parse("""{"min_p":0.25,"min_tokens":7,"logprobs":true,"logit_bias":{"12":-100},"dry_multiplier":1,"dry_sequence_breakers":["\n"],"repetition_penalty":null}""");
        var properties = new AdditionalPropertiesDictionary();
        foreach (var property in json.RootElement.EnumerateObject())
            properties[property.Name] = property.Value;
        var request = Read(new() { AdditionalProperties = properties });
        Assert.Equal((0.25f, 7, 0, 1f), (request.Sampling.MinP, request.MinTokens, request.LogProbabilities, request.Sampling.RepetitionPenalty));
        Assert.Equal(-100, request.Sampling.LogitBias![12]);
        Assert.All(request.Sampling.Dry!.BreakerTokenIds, id => Assert.Contains('\n', new LetterTokenizer().Decode([id])));
        Assert.Equal(4, request.Sampling.Dry.BreakerTokenIds.Count);
    }

    [Fact]
    public void No_limit_is_said_with_zero_and_log_probabilities_can_be_denied()
    {
        Assert.Null(Read(new() { TopK = 0 }).Sampling.TopK);
        Assert.Null(Read(new() { AdditionalProperties = new() { ["logprobs"] = false, ["top_logprobs"] = 3 } }).LogProbabilities);
    }

    [Fact]
    public void Sampling_options_may_be_given_as_they_are()
    {
        var own = new SamplingOptions { Temperature = 0.9f, MinP = 0.3f, Order = SamplingOrder.TemperatureLast };
        Assert.Equal(own with { TopP = 0.4f }, Read(new() { RawRepresentationFactory = _ => own, TopP = 0.4f }).Sampling);
        Assert.Equal(Defaults.Sampling, Read(new() { RawRepresentationFactory = _ => "for another client" }).Sampling);
    }

    [Theory]
    [InlineData("min_p", "much")]
    [InlineData("min_tokens", 1.5)]
    [InlineData("min_tokens", 1e30)]
    [InlineData("logprobs", 1)]
    [InlineData("logit_bias", 3)]
    [InlineData("dry_sequence_breakers", 3)]
    [InlineData("repetition_penalty", true)]
    [InlineData("mirostat", 2)]
    public void What_is_unknown_or_of_another_type_is_refused_by_name(string name, object value)
    {
        var thrown = Assert.Throws<LongWriterException>(() => Read(new() { AdditionalProperties = new() { [name] = value } }));
        Assert.Equal(LongWriterError.InvalidRequest, thrown.Error);
        Assert.Contains($"'{name}'", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ChatOptions.Tools))]
    [InlineData(nameof(ChatOptions.ToolMode))]
    [InlineData(nameof(ChatOptions.ResponseFormat))]
    [InlineData(nameof(ChatOptions.ConversationId))]
    [InlineData(nameof(ChatOptions.Reasoning))]
    [InlineData(nameof(ChatOptions.MaxOutputTokens))]
    [InlineData(nameof(ChatOptions.StopSequences))]
    [InlineData(nameof(ChatOptions.Temperature))]
    [InlineData(nameof(ChatOptions.TopK))]
    public async Task What_cannot_be_honoured_is_refused(string name)
    {
        ChatOptions options = name switch
        {
            nameof(ChatOptions.Tools) => new() { Tools = [AIFunctionFactory.CreateDeclaration("f", null, default)] },
            nameof(ChatOptions.ToolMode) => new() { ToolMode = ChatToolMode.RequireAny },
            nameof(ChatOptions.ResponseFormat) => new() { ResponseFormat = ChatResponseFormat.Json },
            nameof(ChatOptions.ConversationId) => new() { ConversationId = "c" },
            nameof(ChatOptions.Reasoning) => new() { Reasoning = new() { Effort = ReasoningEffort.High } },
            nameof(ChatOptions.MaxOutputTokens) => new() { MaxOutputTokens = 0 },
            nameof(ChatOptions.StopSequences) => new() { StopSequences = [""] },
            nameof(ChatOptions.Temperature) => new() { Temperature = -1 },
            _ => new() { TopK = -1 },
        };
        await using var client = Speakers.Client("Hello");
        var thrown = await Speakers.RefusalAsync(client, options);
        Assert.Equal(LongWriterError.InvalidRequest, thrown.Error);
        Assert.Contains(name == nameof(ChatOptions.ToolMode) ? "Tools" : name, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_nothing_is_let_through_and_another_model_is_not()
    {
        await using var client = Speakers.Client("Hello");
        var harmless = new ChatOptions { Tools = [], ToolMode = ChatToolMode.Auto, ResponseFormat = ChatResponseFormat.Text, ModelId = Speakers.ModelId, StopSequences = [] };
        Assert.Equal("Hello", (await client.GetResponseAsync("Hi", harmless)).Text);
        Assert.Equal(LongWriterError.ModelNotFound, (await Speakers.RefusalAsync(client, new() { ModelId = "other" })).Error);
    }

    private static GenerationRequest Read(ChatOptions? options) =>
        new ChatOptionsReader(Defaults, Speakers.ModelId, [7, 8], new(new LetterTokenizer()), null!).Read(options, [1, 2, 3]);
}
