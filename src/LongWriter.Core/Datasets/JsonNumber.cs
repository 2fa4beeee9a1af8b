using System.Globalization;
using System.Text.Json;

namespace LongWriter;

/// <summary>Numbers in rows and answers, also where they stand in quotes, as many models and exports write them.</summary>
internal static class JsonNumber
{
    /// <summary>The number of an element; null where it is none, or not finite.</summary>
    public static double? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => Finite(number),
        JsonValueKind.String => Of(value.GetString()),
        _ => null,
    };

    /// <summary>The number at which a reader stands; null where it is none, or not finite.</summary>
    public static double? Of(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDouble(out var number) => Finite(number),
        JsonTokenType.String => Of(reader.GetString()),
        _ => null,
    };

    /// <summary>A whole number above 0, also as 3000.0, which is how tables with gaps are exported; null where it is none.</summary>
    public static int? Positive(double? number) => number is > 0 and <= int.MaxValue and { } value && value == Math.Floor(value) ? (int)value : null;

    /// <summary>The number that a text is; null where it is none, or not finite.</summary>
    public static double? Of(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Finite(number) : null;

    private static double? Finite(double number) => double.IsFinite(number) ? number : null;
}
