using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter;

/// <summary>JSON of a build's configuration, journal and pairs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DatasetBuildOptions))]
[JsonSerializable(typeof(BuildRecord))]
internal sealed partial class BuildJson : JsonSerializerContext;

/// <summary>JSON of the rows that a build makes of journals.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DraftPair))]
internal sealed partial class DraftPairJson : JsonSerializerContext;
