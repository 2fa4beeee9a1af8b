using System.Collections;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Reads options that <see cref="ChatOptions"/> has no property for, by their names in the field, and refuses those that nobody reads.</summary>
internal sealed class AdditionalProperties(AdditionalPropertiesDictionary? properties)
{
    private readonly List<string> _known = [];

    public float? Float(string name) => Find(name) is { } value ? (float)Number(name, value) : null;

    public int? Int(string name)
    {
        if (Find(name) is not { } value)
            return null;

        var number = Number(name, value);
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Bad(name, value, "a whole number");
    }

    public bool? Bool(string name) => Find(name) switch
    {
        null => null,
        bool value => value,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        var value => throw Bad(name, value, "true or false"),
    };

    public IReadOnlyList<string>? Strings(string name)
    {
        const string Expected = "a list of strings that are not empty";
        IReadOnlyList<string>? strings = Find(name) switch
        {
            null => null,
            IEnumerable<string> list => [.. list],
            JsonElement { ValueKind: JsonValueKind.Array } array when array.EnumerateArray().All(static e => e.ValueKind == JsonValueKind.String) =>
                [.. array.EnumerateArray().Select(static e => e.GetString()!)],
            var value => throw Bad(name, value, Expected),
        };
        return strings?.Any(string.IsNullOrEmpty) == true ? throw Bad(name, "", Expected) : strings;
    }

    /// <summary>Numbers by token id; the ids may be strings, as in JSON.</summary>
    public IReadOnlyDictionary<int, float>? ByToken(string name)
    {
        var result = new Dictionary<int, float>();
        switch (Find(name))
        {
            case null:
                return null;
            case IDictionary pairs:
                foreach (DictionaryEntry pair in pairs)
                    result[Token(name, pair.Key)] = (float)Number(name, pair.Value);
                break;
            case JsonElement { ValueKind: JsonValueKind.Object } pairs:
                foreach (var pair in pairs.EnumerateObject())
                    result[Token(name, pair.Name)] = (float)Number(name, pair.Value);
                break;
            case var value:
                throw Bad(name, value, "a dictionary of numbers by token id");
        }

        return result;
    }

    /// <summary>Refuses what was not asked for by any of the calls before.</summary>
    public void RefuseOthers()
    {
        foreach (var name in properties?.Keys ?? [])
        {
            if (!_known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new LongWriterException(LongWriterError.InvalidRequest, $"AdditionalProperties has '{name}', which a local model does not know. It knows {string.Join(", ", _known)}.");
        }
    }

    private object? Find(string name)
    {
        _known.Add(name);
        return properties is not null && properties.TryGetValue(name, out var value) && value is not JsonElement { ValueKind: JsonValueKind.Null } ? value : null;
    }

    private static int Token(string name, object key) => key switch
    {
        int id => id,
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => throw Bad(name, key, "a dictionary of numbers by token id"),
    };

    private static double Number(string name, object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Number } element when element.TryGetDouble(out var number) => number,
        not Enum when Convert.GetTypeCode(value) is >= TypeCode.SByte and <= TypeCode.Decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => throw Bad(name, value, "a number"),
    };

    private static LongWriterException Bad(string name, object? value, string expected) => new(
        LongWriterError.InvalidRequest,
        string.Create(CultureInfo.InvariantCulture, $"AdditionalProperties has '{name}' = {value ?? "null"}; it has to be {expected}."));
}
