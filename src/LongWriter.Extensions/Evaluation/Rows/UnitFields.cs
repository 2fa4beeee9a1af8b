using System.Text.Json;

namespace LongWriter;

/// <summary>A <see cref="UnitTask"/> in a row: <c>units</c> with <c>marker</c>, <c>count</c> and <c>checks</c>, each of <c>terms</c>, <c>first</c>, <c>last</c>, <c>every</c>.</summary>
internal static class UnitFields
{
    private const int MostUnits = 100_000;

    /// <exception cref="FormatException">It is none.</exception>
    public static UnitTask? Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return null;

        var marker = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("marker", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        if (marker.Length < UnitTask.Number.Length + 1 || !marker.Contains(UnitTask.Number, StringComparison.Ordinal))
            throw new FormatException("has 'units' without a 'marker' such as \"Week {n}\"");

        var count = Number(element, "count", 0);
        if (count is < 1 or > MostUnits)
            throw new FormatException($"has 'units' with a 'count' that is not from 1 to {MostUnits}");

        var checks = List(element, "checks").Select(Check).ToList();
        return checks.All(c => c.Last <= count)
            ? new(marker, count, checks)
            : throw new FormatException("has a check of its 'units' for parts that are beyond their 'count'");
    }

    public static void Write(Utf8JsonWriter json, UnitTask? task)
    {
        if (task is null)
            return;

        json.WriteStartObject("units");
        json.WriteString("marker", task.Marker);
        json.WriteNumber("count", task.Count);
        json.WriteStartArray("checks");
        foreach (var check in task.Checks)
        {
            json.WriteStartObject();
            json.WriteStartArray("terms");
            foreach (var term in check.Terms)
                json.WriteStringValue(term);
            json.WriteEndArray();
            json.WriteNumber("first", check.First);
            json.WriteNumber("last", check.Last);
            json.WriteNumber("every", check.Every);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Whether two tasks are the same, part by part.</summary>
    public static bool AreEqual(UnitTask? one, UnitTask? two) => one is null || two is null
        ? one is null && two is null
        : one.Marker == two.Marker && one.Count == two.Count && one.Checks.Count == two.Checks.Count
            && one.Checks.Zip(two.Checks).All(static c => (c.First.First, c.First.Last, c.First.Every) == (c.Second.First, c.Second.Last, c.Second.Every) && c.First.Terms.SequenceEqual(c.Second.Terms));

    private static UnitCheck Check(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException("has a check of its 'units' that is no object");

        var terms = List(element, "terms").Select(Term).ToList();
        var first = Number(element, "first", 0);
        var (last, every) = (Number(element, "last", first), Number(element, "every", 1));
        return terms.Count > 0 && first >= 1 && last >= first && every >= 1
            ? new(terms, first, last, every)
            : throw new FormatException("has a check of its 'units' without 'terms', or whose 'first', 'last' and 'every' are no range");
    }

    private static string Term(JsonElement element) => element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } term
        ? term
        : throw new FormatException("has a check of its 'units' with one of its 'terms' that is no text, or an empty one");

    private static IEnumerable<JsonElement> List(JsonElement element, string name) => Given(element, name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
        : throw new FormatException($"has 'units' with '{name}' that are no list");

    private static int Number(JsonElement element, string name, int otherwise) => Given(element, name) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw new FormatException($"has 'units' with a '{name}' that is no whole number");

    private static JsonElement? Given(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
