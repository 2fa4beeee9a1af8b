using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace LongWriter;

/// <summary>Checks a run's file key by key, so that what is wrong is told by the key's path and not in a serializer's words.</summary>
internal static class TrainingRunKeys
{
    /// <exception cref="JsonException">A key is unknown or missing, or its value is none that it takes.</exception>
    public static void Check(JsonObject file) => Check(file, TrainingJson.Config.TrainingRunFile, "");

    private static void Check(JsonObject given, JsonTypeInfo type, string path)
    {
        // What is not for files has no getter here.
        var known = type.Properties.Where(static p => p.Get is not null).ToDictionary(static p => p.Name);
        foreach (var (key, value) in given)
        {
            if (!known.TryGetValue(key, out var property))
                throw new JsonException($"'{path}{key}' is no known key; there are {string.Join(", ", known.Keys)}.");
            Check(value, property, path + key);
        }

        if (known.Values.FirstOrDefault(p => IsRequired(p) && !given.ContainsKey(p.Name)) is { } missing)
            throw new JsonException($"'{path}{missing.Name}' is missing.");
    }

    private static void Check(JsonNode? value, JsonPropertyInfo property, string path)
    {
        if (value is null && property.IsSetNullable && Nullable.GetUnderlyingType(property.PropertyType) is null == !property.PropertyType.IsValueType)
            return;

        Check(value, TrainingJson.Config.GetTypeInfo(property.PropertyType)!, path);
    }

    private static void Check(JsonNode? value, JsonTypeInfo type, string path)
    {
        switch (type.Kind, value)
        {
            case (JsonTypeInfoKind.Object, JsonObject inner):
                Check(inner, type, path + ".");
                break;
            case (JsonTypeInfoKind.Enumerable, JsonArray list):
                for (var i = 0; i < list.Count; i++)
                    Check(list[i], TrainingJson.Config.GetTypeInfo(type.ElementType!)!, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
                break;
            case (JsonTypeInfoKind.None, not null) when Fits(value, type):
                break;
            default:
                throw new JsonException($"'{path}' is {Shown(value)}; it takes {Expected(type)}.");
        }
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { IsMemberInitializer: false, HasDefaultValue: false };

    private static bool Fits(JsonNode value, JsonTypeInfo type)
    {
        try
        {
            return value.Deserialize(type) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Shown(JsonNode? value)
    {
        const int Longest = 60;
        var text = value?.ToJsonString() ?? "null";
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    private static string Expected(JsonTypeInfo type)
    {
        var value = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => "an object",
            JsonTypeInfoKind.Enumerable => "a list",
            _ when value.IsEnum => "one of " + string.Join(", ", Enum.GetValuesAsUnderlyingType(value).Cast<object>().Select(v => JsonSerializer.Serialize(Enum.ToObject(value, v), TrainingJson.Config.GetTypeInfo(value)!))),
            _ when value == typeof(string) => "a text",
            _ when value == typeof(bool) => "true or false",
            _ when value == typeof(TimeSpan) => "a time as \"hours:minutes:seconds\"",
            _ when value == typeof(int) => "a whole number up to 2147483647",
            _ when value == typeof(double) => "a number",
            _ => "a whole number",
        };
    }
}
