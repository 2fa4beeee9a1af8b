using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>
/// A YAML file of keys and plain values, in groups. Strings are always quoted, numbers written so that YAML 1.1 takes them for numbers
/// (<c>1.0E-05</c>: without point or sign it is a string there).
/// </summary>
internal sealed class YamlFile
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public YamlFile Comment(string text)
    {
        foreach (var line in text.Split('\n'))
            _text.Append("# ").Append(line).Append('\n');
        return this;
    }

    public YamlFile Group(string name)
    {
        _text.Append("\n### ").Append(name).Append('\n');
        return this;
    }

    public YamlFile Add(string key, object value)
    {
        if (!_keys.Add(key))
            throw new ArgumentException($"The key {key} is there already.", nameof(key));

        _text.Append(key).Append(": ").Append(Value(value)).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Value(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        int whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        string text => Quoted(text),
        IReadOnlyDictionary<string, double> inner => "{" + string.Join(", ", inner.Select(static i => $"{Quoted(i.Key)}: {Number(i.Value)}")) + "}",
        _ => throw new ArgumentException($"There is no form for {value.GetType()}.", nameof(value)),
    };

    private static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        return text.Contains('.', StringComparison.Ordinal) ? text : exponent < 0 ? text + ".0" : text.Insert(exponent, ".0");
    }

    // Emoji stay as they are: an escaped half of one is no character to a reader of YAML.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append((char)rune.Value),
                '\n' => quoted.Append("\\n"),
                < 0x20 or (>= 0x7F and <= 0xA0) or 0x2028 or 0x2029 or 0xFEFF => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }
}
