namespace LongWriter;

/// <summary>Reads Chinese numerals: 八百, 一万五千, 两三千, 二〇〇〇, 万.</summary>
internal static class ChineseNumerals
{
    /// <summary>The value of 十, 百, 千, 万 or 亿; 0 for any other character.</summary>
    public static double UnitOf(char c) => c switch
    {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' or '萬' => 10_000,
        '亿' or '億' => 1e8,
        _ => 0,
    };

    /// <summary>Reads the numeral that starts at a position.</summary>
    public static bool TryRead(string text, int start, out Numeral numeral)
    {
        var end = start;
        while (end < text.Length && (DigitOf(text[end]) >= 0 || UnitOf(text[end]) > 0))
            end++;

        numeral = default;
        if (end == start)
            return false;

        var run = text.AsSpan(start, end - start);
        var (low, high, scale) = run.IndexOfAnyExcept("〇零一二三四五六七八九") < 0 && run.Length > 2
            ? (Positional(run), Positional(run), 1)
            : (Sum(run, false, out var unit), Sum(run, true, out _), unit);
        numeral = new Numeral(start, end, low, high, scale, NumeralKind.Chinese);
        return true;
    }

    private static int DigitOf(char c) => c switch
    {
        '两' or '兩' => 2,
        '零' => 0,
        _ => "〇一二三四五六七八九".IndexOf(c),
    };

    private static double Positional(ReadOnlySpan<char> run)
    {
        double value = 0;
        foreach (var c in run)
            value = Math.Min(value * 10 + DigitOf(c), 1e15);

        return value;
    }

    /// <summary>Of two digits side by side, as in 两三千, the last or the first counts.</summary>
    private static double Sum(ReadOnlySpan<char> run, bool takeLast, out double scale)
    {
        double total = 0, section = 0, lastUnit = 1;
        var digit = -1;
        var afterZero = false;
        scale = 1;
        for (var i = 0; i < run.Length; i++)
        {
            var unit = UnitOf(run[i]);
            if (unit == 0)
            {
                var value = DigitOf(run[i]);
                afterZero |= value == 0;
                if (value > 0 && (digit <= 0 || takeLast))
                    digit = value;

                continue;
            }

            scale = unit;
            if (unit < 10_000)
            {
                section += (digit > 0 ? digit : 1) * unit;
            }
            else
            {
                // 万 on its own is ten thousand.
                total = (total + section + Math.Max(digit, 0) is > 0 and var before ? before : 1) * unit;
                section = 0;
            }

            (digit, lastUnit, afterZero) = (-1, unit, false);
        }

        // 一千五 is 1,500, 一千零五 is 1,005.
        if (digit > 0)
            section += lastUnit >= 100 && !afterZero ? digit * lastUnit / 10 : digit;

        return total + section;
    }
}
