using System.Globalization;

namespace LongWriter;

/// <summary>Finds numbers and tagged passages in prompts, in linear time.</summary>
internal static class TextScan
{
    /// <summary>The last number that stands between two texts, at or behind <paramref name="from"/>.</summary>
    public static (int Position, int Number)? LastNumber(string text, string before, string after, int from)
    {
        for (var at = text.LastIndexOf(before, StringComparison.Ordinal); at >= from; at = at == 0 ? -1 : text.LastIndexOf(before, at - 1, StringComparison.Ordinal))
        {
            if (NumberAt(text, at + before.Length, out var number, out var end) && text.AsSpan(end).StartsWith(after, StringComparison.Ordinal))
                return (at, number);
        }

        return null;
    }

    /// <summary>Reads digits, commas between them skipped.</summary>
    public static bool NumberAt(string text, int at, out int number, out int end)
    {
        long value = 0;
        for (end = at; end < text.Length; end++)
        {
            if (char.IsAsciiDigit(text[end]))
                value = Math.Min((value * 10) + (text[end] - '0'), int.MaxValue);
            else if (text[end] != ',' || end == at || end + 1 >= text.Length || !char.IsAsciiDigit(text[end + 1]))
                break;
        }

        number = (int)value;
        return end > at && value > 0;
    }

    /// <summary>The first length named in free text, as "1,500 words", "500-word" or "2万字".</summary>
    public static int? NamedLength(ReadOnlySpan<char> subject, string language)
    {
        var text = subject.ToString();
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                continue;

            NumberAt(text, at, out var number, out var end);
            long value = number;
            if (end < text.Length && text[end] is 'k' or 'K' or '千')
                (value, end) = (value * 1_000, end + 1);
            else if (end < text.Length && text[end] == '万')
                (value, end) = (value * 10_000, end + 1);

            var rest = text.AsSpan(end).TrimStart(" -");
            if (value > 0 && (language == "zh" ? rest.StartsWith("字") : rest.StartsWith("word", StringComparison.OrdinalIgnoreCase)))
                return (int)Math.Min(value, int.MaxValue);

            at = Math.Max(at, end - 1);
        }

        return null;
    }

    /// <summary>What stands between the first opening and the last closing tag of a name; empty where there are none.</summary>
    public static string Tagged(string text, string tag)
    {
        var open = text.IndexOf(string.Create(CultureInfo.InvariantCulture, $"<{tag}>\n"), StringComparison.Ordinal);
        var close = text.LastIndexOf(string.Create(CultureInfo.InvariantCulture, $"\n</{tag}>"), StringComparison.Ordinal);
        var start = open + tag.Length + 3;
        return open < 0 || close < start ? "" : text[start..close];
    }
}
