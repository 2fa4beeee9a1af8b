namespace LongWriter;

/// <summary>Reads "300-400 words", "between 300 and 400", 300到400字, "±10%".</summary>
internal static class LengthRanges
{
    private static readonly string[] Connectors = ["--", "-", "——", "—", "~", "to ", "through ", "and ", "or ", "至", "到", "和", "与", "或"];

    /// <summary>Reads the second half of a range.</summary>
    /// <param name="text">Folded text.</param>
    /// <param name="first">The first number.</param>
    /// <param name="end">Where it, or its unit, ends.</param>
    /// <param name="hasUnit">Whether the first number has a unit of its own.</param>
    /// <param name="range">The range with its last number.</param>
    public static bool TryRead(string text, in Numeral first, int end, bool hasUnit, out (double Low, double High, Numeral Last) range)
    {
        range = default;
        var i = SkipSpaces(text, end);
        var connector = "";
        foreach (var candidate in Connectors)
        {
            if (text.AsSpan(i).StartsWith(candidate))
            {
                connector = candidate;
                break;
            }
        }

        if (connector.Length == 0)
            return false;

        i = SkipSpaces(text, i + connector.Length);
        if (i >= text.Length || !NumeralReader.TryRead(text, i, out var last) || last.IsPair || first.IsPair)
            return false;

        var unit = last.End;
        if (!LengthUnits.TryRead(text, ref unit, out _) && hasUnit)
            return false;

        // In "1-2k" and 三到五百 the multiplier belongs to both.
        var low = first.Scale == 1 && last.Scale > 1 && first.Low < 100 && first.Low <= last.High / last.Scale ? first.Low * last.Scale : first.Low;
        range = (low, last.High, last);
        // "Chapter 3 - 500 words" is no range.
        if (low >= last.High || low * 10 < last.High)
            return false;

        var before = new LengthSurroundings(text, first.Start, first.Start).ClauseBefore;
        var joined = connector is not ("and " or "和" or "与") || before.IndexOf("between") >= 0 || before.IndexOf('在') >= 0;
        return joined && !EndsWithPart(before);
    }

    /// <summary>Whether the clause tells of a change from one length to another, which only asks for the latter.</summary>
    public static bool IsChange(ReadOnlySpan<char> before)
    {
        var trimmed = before.TrimEnd();
        if (!trimmed.EndsWith("from") && !trimmed.EndsWith("从"))
            return false;

        foreach (var verb in (ReadOnlySpan<string>)["expand", "extend", "lengthen", "grow", "increase", "cut", "reduce", "shorten", "trim", "condense", "扩", "缩", "增", "减", "压"])
        {
            if (trimmed.IndexOf(verb) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Reads "(±10%)" and moves behind it.</summary>
    /// <returns>The tolerance as a fraction, 0 where there is none.</returns>
    public static double ReadTolerance(string text, ref int position)
    {
        var i = SkipSpaces(text, position);
        while (i < text.Length && i - position < 4 && text[i] is '(' or ',' or ' ')
            i++;

        foreach (var sign in (ReadOnlySpan<string>)["±", "+/-", "+-", "plus or minus ", "give or take "])
        {
            if (!text.AsSpan(i).StartsWith(sign))
                continue;

            var start = SkipSpaces(text, i + sign.Length);
            if (start >= text.Length || !char.IsAsciiDigit(text[start]) || !NumeralReader.TryRead(text, start, out var percent))
                return 0;

            var after = text.AsSpan(percent.End).TrimStart(' ');
            if (percent.Low is <= 0 or >= 100 || !(after.StartsWith("%") || after.StartsWith("percent") || after.StartsWith("per cent")))
                return 0;

            position = percent.End;
            return percent.Low / 100;
        }

        return 0;
    }

    private static bool EndsWithPart(ReadOnlySpan<char> before)
    {
        var words = LengthSurroundings.LastWords(before);
        return words.Count > 0 && before.TrimEnd().EndsWith(words[0])
            && (PartNouns.TryGetEnglish(words[0], false, out _) || words[0] is "day" or "week" or "step" or "figure" or "table");
    }

    private static int SkipSpaces(string text, int i)
    {
        var start = i;
        while (i < text.Length && i - start < 3 && text[i] is ' ' or '\u00A0')
            i++;

        return i;
    }
}
