using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(TrainingProgress))]
[JsonSerializable(typeof(TrainingRunFile))]
internal sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>Without line breaks.</summary>
    public static TrainingJson Line { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

    /// <summary>What a user writes: unknown keys are errors.</summary>
    public static TrainingJson Config { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        Converters =
        {
            new JsonStringEnumConverter<LossAveraging>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<TrainingPrecision>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<LearningRateDecay>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<SafetensorsType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<OverlongRows>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    });
}
