namespace LongWriter;

/// <summary>Reads numbers as plans write them, from normalised text. Values saturate instead of overflowing.</summary>
internal static class PlanNumerals
{
    private const long Limit = 1_000_000_000_000;

    private static readonly string[] EnglishNames =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    /// <summary>Digits alone.</summary>
    public static bool TryDigits(string text, ref int at, out long value)
    {
        var start = at;
        value = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            value = Math.Min((value * 10) + (text[at] - '0'), Limit);

        return at > start;
    }

    /// <summary>An amount: "400", "1,000", "1.000", "1.5k", "1.2万", "四百五十".</summary>
    public static bool TryAmount(string text, ref int at, out long value)
    {
        if (!TryDigits(text, ref at, out value))
            return TryChinese(text, ref at, out value);

        while (at < text.Length && text[at] is ',' or '.' or '\'' && IsGroup(text, at + 1))
        {
            at++;
            TryDigits(text, ref at, out var group);
            value = Math.Min((value * 1000) + group, Limit);
        }

        double exact = value;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            var scale = 0.1;
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++, scale /= 10)
                exact += (text[at] - '0') * scale;
        }

        if (at < text.Length && Unit(text, at) is var unit and > 1)
        {
            at++;
            exact *= unit;
        }

        value = (long)Math.Min(Math.Round(exact), Limit);
        return true;
    }

    /// <summary>A Chinese numeral such as 一千二百.</summary>
    public static bool TryChinese(string text, ref int at, out long value)
    {
        var start = at;
        long sum = 0, section = 0, digit = 0;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            var plain = c == '两' ? 2 : "零一二三四五六七八九".IndexOf(c, StringComparison.Ordinal);
            if (c == '〇')
                plain = 0;

            if (plain >= 0)
            {
                digit = plain;
                continue;
            }

            if (c == '万')
            {
                sum = Math.Min((sum + section + digit) * 10_000, Limit);
                (section, digit) = (0, 0);
                continue;
            }

            var power = c switch { '十' => 10, '百' => 100, '千' => 1000, _ => 0 };
            if (power == 0)
                break;

            section = Math.Min(section + (Math.Max(digit, 1) * power), Limit);
            digit = 0;
        }

        value = Math.Min(sum + section + digit, Limit);
        return at > start;
    }

    /// <summary>A number by name or as a Roman numeral, ending at a word boundary: "one", "iv".</summary>
    public static bool TryName(string text, ref int at, out int value)
    {
        var end = at;
        while (end < text.Length && end - at < 12 && char.IsAsciiLetterLower(text[end]))
            end++;

        var name = text[at..end];
        value = Array.IndexOf(EnglishNames, name);
        if (value < 0 && (value = Roman(name)) <= 0)
            return false;

        at = end;
        return true;
    }

    private static int Roman(string name)
    {
        var (sum, before) = (0, int.MaxValue);
        foreach (var c in name)
        {
            var worth = c switch { 'i' => 1, 'v' => 5, 'x' => 10, 'l' => 50, 'c' => 100, _ => 0 };
            if (worth == 0)
                return 0;

            sum += worth > before ? worth - (2 * before) : worth;
            before = worth;
        }

        return sum;
    }

    private static bool IsGroup(string text, int at) =>
        at + 3 <= text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2])
        && (at + 3 == text.Length || !char.IsAsciiDigit(text[at + 3]));

    private static double Unit(string text, int at) => text[at] switch
    {
        'k' when at + 1 == text.Length || !PlanGlyphs.IsWordLetter(text[at + 1]) => 1000,
        '千' => 1000,
        '万' => 10_000,
        _ => 1,
    };
}
