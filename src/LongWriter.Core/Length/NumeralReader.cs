namespace LongWriter;

/// <summary>Reads numbers in digits, English words and Chinese numerals from folded text (<see cref="FoldedText"/>).</summary>
internal static class NumeralReader
{
    /// <summary>Beyond this a value is only known to be too large.</summary>
    private const double Ceiling = 1e15;

    /// <summary>Reads the number that starts at a position.</summary>
    /// <param name="text">Folded text.</param>
    /// <param name="start">The position.</param>
    /// <param name="numeral">The number.</param>
    /// <returns>Whether a number starts there.</returns>
    public static bool TryRead(string text, int start, out Numeral numeral)
    {
        numeral = default;
        var c = text[start];
        if (char.IsAsciiDigit(c))
            return TryReadDigits(text, start, out numeral);
        if (char.IsAsciiLetter(c))
            return EnglishNumerals.TryRead(text, start, out numeral);

        return ChineseNumerals.TryRead(text, start, out numeral);
    }

    private static bool TryReadDigits(string text, int start, out Numeral numeral)
    {
        var i = start;
        var whole = ReadDigits(text, ref i, out var digits);
        var grouped = false;
        while (digits <= 3 && IsGroupSeparator(text, i) && IsGroup(text, i + 1))
        {
            i++;
            whole = Math.Min(whole * 1000 + ReadDigits(text, ref i, out _), Ceiling);
            grouped = true;
        }

        var point = i;
        double fraction = 0;
        if (!grouped && i + 1 < text.Length && text[i] == '.' && char.IsAsciiDigit(text[i + 1]))
        {
            i++;
            fraction = ReadDigits(text, ref i, out var places) / Math.Pow(10, Math.Min(places, 300));
        }

        var scale = ReadScale(text, ref i);
        // "1.500 words" is a thousand and a half in much of the world; "1.5k" is not.
        if (scale == 1 && digits <= 3 && i - point == 4 && text[point] == '.')
            (whole, fraction) = (whole * 1000, fraction * 1000);

        var value = (whole + fraction) * scale;
        while (scale >= 1000 && TryReadRest(text, i, scale, out var rest, out var end))
            (value, scale, i) = (value + rest.Value, rest.Scale, end);

        numeral = new Numeral(start, i, value, value, scale, NumeralKind.Digits);
        return true;
    }

    /// <summary>The 5千 of 1万5千.</summary>
    private static bool TryReadRest(string text, int start, double scale, out (double Value, double Scale) rest, out int end)
    {
        rest = default;
        end = start;
        if (start == text.Length || !char.IsAsciiDigit(text[start]))
            return false;

        var value = ReadDigits(text, ref end, out var digits);
        if (digits > 1 || end == text.Length || ChineseNumerals.UnitOf(text[end]) is not (100 or 1000 or 10_000) || ChineseNumerals.UnitOf(text[end]) >= scale)
            return false;

        rest = (value * ChineseNumerals.UnitOf(text[end]), ChineseNumerals.UnitOf(text[end]));
        end++;
        return true;
    }

    private static double ReadDigits(string text, ref int i, out int digits)
    {
        var start = i;
        double value = 0;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            value = Math.Min(value * 10 + (text[i++] - '0'), Ceiling);

        digits = i - start;
        return value;
    }

    private static bool IsGroupSeparator(string text, int i) => i < text.Length && text[i] is ',' or ' ' or '\u00A0' or '\u202F' or '\u2009';

    private static bool IsGroup(string text, int i) =>
        i + 3 <= text.Length && char.IsAsciiDigit(text[i]) && char.IsAsciiDigit(text[i + 1]) && char.IsAsciiDigit(text[i + 2])
        && (i + 3 == text.Length || !char.IsAsciiDigit(text[i + 3]));

    private static double ReadScale(string text, ref int i)
    {
        if (i < text.Length && ChineseNumerals.UnitOf(text[i]) is >= 100 and var unit)
        {
            i++;
            if (unit < 10_000 && i < text.Length && text[i] is '万' or '萬')
            {
                i++;
                return unit * 10_000;
            }

            return unit;
        }

        var j = i;
        while (j < text.Length && (text[j] == ' ' || (j > i && text[j] == '-')) && j - i < 2)
            j++;

        var end = j;
        while (end < text.Length && char.IsAsciiLetter(text[end]) && end - j < 9)
            end++;

        double scale = text.AsSpan(j, end - j) switch
        {
            "k" => 1000,
            "hundred" => 100,
            "thousand" => 1000,
            "million" or "mn" => 1_000_000,
            "m" when j == i => 1_000_000,
            "billion" => 1e9,
            _ => 1,
        };
        if (scale != 1)
            i = end;

        return scale;
    }
}
