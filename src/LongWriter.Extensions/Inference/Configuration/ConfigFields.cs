using System.Globalization;
using System.Text.Json;

namespace LongWriter;

/// <summary>The fields of one JSON object of a model's settings. Remembers what was read and collects every fault, so that one error tells them all.</summary>
internal sealed class ConfigFields(JsonElement element, List<string> faults, string prefix = "")
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a field is there, if only as null.</summary>
    public bool IsWritten(string name) => element.TryGetProperty(name, out _);

    /// <summary>Whether a field is there and a text.</summary>
    public bool IsText(string name) => Find(name) is { ValueKind: JsonValueKind.String };

    public void Fault(string name, string message) => faults.Add($"{prefix}{name} {message}");

    /// <summary>An integer in a range; 0 where there is none that can be used, which is a fault unless <paramref name="fallback"/> steps in.</summary>
    public int Int(string name, int minimum, int maximum, int? fallback = null)
    {
        var value = OptionalInt(name, minimum, maximum, out var faulty);
        if (value is null && fallback is null && !faulty)
            Fault(name, "is missing");
        return value ?? (faulty ? 0 : fallback ?? 0);
    }

    public int? OptionalInt(string name, int minimum, int maximum) => OptionalInt(name, minimum, maximum, out _);

    /// <summary>A number above <paramref name="above"/> (a value below 0 stands for from 0 on) and up to <paramref name="maximum"/>; NaN where there is none that can be used.</summary>
    public double Number(string name, double above, double maximum, double? fallback = null)
    {
        if (Find(name) is not { } value)
        {
            if (fallback is null)
                Fault(name, "is missing");
            return fallback ?? double.NaN;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > above && number <= maximum)
            return number;
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"is {JsonModelFile.Show(value)}; it has to be a number {(above < 0 ? "from 0" : $"above {above}")} to {maximum}"));
        return double.NaN;
    }

    public bool Flag(string name, bool fallback)
    {
        switch (Find(name))
        {
            case null:
                return fallback;
            case { ValueKind: JsonValueKind.True }:
                return true;
            case { ValueKind: JsonValueKind.False }:
                return false;
            case { } value:
                Fault(name, $"is {JsonModelFile.Show(value)}; it has to be true or false");
                return fallback;
        }
    }

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Fault(name, $"is {JsonModelFile.Show(value)}; it has to be a text");
        return null;
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        Fault(name, $"is {JsonModelFile.Show(value)}; it has to be a list of texts");
        return null;
    }

    public ConfigFields? Object(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return new ConfigFields(value, faults, $"{prefix}{name}.");
        Fault(name, $"is {JsonModelFile.Show(value)}; it has to be an object");
        return null;
    }

    /// <summary>Token ids: one number or a list; the field may be missing.</summary>
    public IReadOnlyList<int> TokenIds(string name)
    {
        if (Find(name) is not { } value)
            return [];
        var ids = new List<int>();
        IEnumerable<JsonElement> items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        foreach (var item in items)
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out var id) || id < 0)
            {
                Fault(name, $"is {JsonModelFile.Show(value)}; it has to be a token id or a list of token ids");
                return [];
            }

            if (!ids.Contains(id))
                ids.Add(id);
            if (ids.Count > 1024)
            {
                Fault(name, "holds more than 1,024 token ids");
                return [];
            }
        }

        return ids;
    }

    /// <summary>The fields that nobody has read, but those that say nothing: null, false, 0, 1 where it scales, an empty text, list or object.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Unread() =>
        from property in element.EnumerateObject()
        where !_read.Contains(property.Name) && !IsNeutral(property)
        select (property.Name, property.Value);

    private static bool IsNeutral(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Number => field.Value.TryGetDouble(out var number) && (number == 0 || (number == 1 && Scales(field.Name))),
        JsonValueKind.String => field.Value.ValueEquals(""),
        JsonValueKind.Array => field.Value.GetArrayLength() == 0,
        JsonValueKind.Object => !field.Value.EnumerateObject().Any(),
        _ => false,
    };

    private static bool Scales(string name) =>
        name.EndsWith("multiplier", StringComparison.Ordinal) || name.EndsWith("scale", StringComparison.Ordinal)
        || name.EndsWith("scaling", StringComparison.Ordinal) || name.EndsWith("factor", StringComparison.Ordinal)
        || name.EndsWith("ratio", StringComparison.Ordinal);

    private int? OptionalInt(string name, int minimum, int maximum, out bool faulty)
    {
        faulty = false;
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= minimum && number <= maximum)
            return number;
        faulty = true;
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"is {JsonModelFile.Show(value)}; it has to be a whole number from {minimum} to {maximum}"));
        return null;
    }

    private JsonElement? Find(string name)
    {
        _read.Add(name);
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
