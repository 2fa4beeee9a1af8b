using System.Text.Json.Serialization;

namespace LongWriter;

/// <summary>JSON of rows' own records.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RowProvenance))]
internal sealed partial class RowJson : JsonSerializerContext;
