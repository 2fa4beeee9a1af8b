using System.Text;

namespace LongWriter;

/// <summary>
/// Fills <c>{name}</c> placeholders of a prompt text in one pass, so that nothing inside a value is ever taken for a
/// placeholder. <c>{{</c> and <c>}}</c> stand for braces.
/// </summary>
public static class PromptTemplate
{
    /// <summary>Fills a template.</summary>
    /// <param name="template">The prompt text.</param>
    /// <param name="values">The placeholders' values.</param>
    /// <returns>The filled text. Lone surrogates and NUL characters of values are replaced by U+FFFD, because servers reject them.</returns>
    /// <exception cref="FormatException">The template has a placeholder without a value or an unmatched brace.</exception>
    public static string Fill(string template, params ReadOnlySpan<(string Name, string Value)> values)
    {
        ArgumentNullException.ThrowIfNull(template);
        var text = new StringBuilder(template.Length + 256);
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
                continue;
            }

            if (i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
                continue;
            }

            var end = c == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0)
                throw new FormatException($"The prompt text has an unmatched '{c}' at position {i}; write '{c}{c}' for the character itself.");

            text.Append(ValueOf(template[(i + 1)..end], values));
            i = end;
        }

        return text.ToString();
    }

    private static string ValueOf(string name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (known, value) in values)
        {
            if (known == name)
                return Clean(value);
        }

        throw new FormatException($"The prompt text has a placeholder '{{{name}}}' that is not filled here.");
    }

    /// <summary>Replaces lone surrogates and NUL characters.</summary>
    internal static string Clean(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c != '\0' && !char.IsSurrogate(c))
                continue;

            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
                continue;
            }

            return Rebuild(value);
        }

        return value;
    }

    private static string Rebuild(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
            text.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());

        return text.ToString();
    }
}
