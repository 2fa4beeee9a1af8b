using System.Text.Json.Serialization;

namespace LongWriter;

/// <summary>A line of the samples file: the run's settings, a sample, or a scorer's score of one.</summary>
internal sealed record SampleLine(string Kind)
{
    public const string RunKind = "run";
    public const string SampleKind = "sample";
    public const string ScoreKind = "score";

    public string? Id { get; init; }

    public int? Sample { get; init; }

    public string? Prompt { get; init; }

    public SampleFate? Fate { get; init; }

    public string? Text { get; init; }

    public string? Model { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public string? Scorer { get; init; }

    public double? Score { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? MaxOutputTokens { get; init; }

    public long? Seed { get; init; }

    public static SampleLine Of(PairSample sample) => new(SampleKind)
    {
        Id = sample.Id,
        Sample = sample.Number,
        Prompt = sample.Prompt,
        Fate = sample.Fate,
        Text = sample.Text,
        Model = sample.Model,
        InputTokens = sample.InputTokens,
        OutputTokens = sample.OutputTokens,
    };

    /// <summary>The settings that change answers.</summary>
    public static SampleLine Of(PreferencePairOptions options, string? model) => new(RunKind)
    {
        Model = model,
        Temperature = options.Temperature,
        TopP = options.TopP,
        MaxOutputTokens = options.MaxOutputTokens,
        Seed = options.Seed,
    };

    /// <summary>The line as a sample; null where it is none.</summary>
    public PairSample? ToSample() => Kind == SampleKind && Id is not null && Sample is >= 0 && Fate is { } fate && Text is not null && Prompt is not null
        ? new(Id, Sample.Value, fate, Text) { Prompt = Prompt, Model = Model, InputTokens = InputTokens, OutputTokens = OutputTokens }
        : null;
}

/// <summary>JSON of pairs and samples.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SampleFateConverter)])]
[JsonSerializable(typeof(SampleLine))]
[JsonSerializable(typeof(PreferencePairRow))]
internal sealed partial class PairJson : JsonSerializerContext;

internal sealed class SampleFateConverter() : JsonStringEnumConverter<SampleFate>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
