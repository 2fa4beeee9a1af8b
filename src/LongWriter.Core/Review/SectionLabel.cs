namespace LongWriter;

/// <summary>What a label calls the thing that it numbers.</summary>
internal enum SectionLabelKind
{
    None,
    Paragraph,
    Section,
    Part,
}

/// <summary>A label at the start of a line, such as "Paragraph 3:", "[Section 3]" or "第3段：".</summary>
/// <param name="Kind">What it calls the section; <see cref="SectionLabelKind.None"/> where there is no label.</param>
/// <param name="Number">Its number.</param>
/// <param name="Length">Its length, the white space behind it included.</param>
/// <param name="InBrackets">Whether it stands in brackets.</param>
/// <param name="IsHeading">Whether it is marked as a heading.</param>
/// <param name="HasSeparator">Whether a colon, dash or full stop sets it off.</param>
internal readonly record struct SectionLabel(SectionLabelKind Kind, int Number, int Length, bool InBrackets, bool IsHeading, bool HasSeparator)
{
    private static readonly (string Name, SectionLabelKind Kind)[] Names =
    [
        ("paragraph", SectionLabelKind.Paragraph), ("section", SectionLabelKind.Section), ("part", SectionLabelKind.Part),
        ("段落", SectionLabelKind.Paragraph), ("第", SectionLabelKind.None),
    ];

    private static readonly (string Name, SectionLabelKind Kind)[] ChineseUnits =
    [
        ("段落", SectionLabelKind.Paragraph), ("段", SectionLabelKind.Paragraph), ("部分", SectionLabelKind.Part), ("节", SectionLabelKind.Part),
    ];

    private static readonly string[] NumberWords =
    [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    /// <summary>Whether nothing but the label stands on the line.</summary>
    public bool IsBare(ReadOnlySpan<char> line) => line[Length..].IsWhiteSpace();

    /// <summary>
    /// Whether it is a label of the writer's making, not a heading of the text. "Paragraph" heads no text, so it is one wherever it stands
    /// alone, and before text if it has the section's own number. "Section" and "Part" are one only alone, in brackets or with that number.
    /// </summary>
    /// <param name="number">The section's number, from 1.</param>
    /// <param name="line">The line.</param>
    public bool IsLabel(int number, ReadOnlySpan<char> line) => Kind switch
    {
        SectionLabelKind.None => false,
        SectionLabelKind.Paragraph => IsBare(line) || (HasSeparator && !IsHeading && Number == number),
        _ when !IsBare(line) => false,
        SectionLabelKind.Section => InBrackets || Number == number,
        _ => InBrackets || (HasSeparator && !IsHeading && Number == number),
    };

    /// <summary>Reads the label at the start of a line.</summary>
    public static SectionLabel Read(ReadOnlySpan<char> line)
    {
        int i = 0, emphasis = 0, brackets = 0;
        var heading = false;
        for (; i < line.Length && (char.IsWhiteSpace(line[i]) || line[i] is '#' or '*' or '_' or '[' or '【' or '(' or '（'); i++)
        {
            heading |= line[i] == '#';
            emphasis += line[i] is '*' or '_' ? 1 : 0;
            brackets += line[i] is '[' or '【' or '(' or '（' ? 1 : 0;
        }

        var (name, kind) = Match(line[i..], Names);
        if (name == 0)
            return default;

        var chinese = line[i] == '第';
        i = SkipSpaces(line, i + name);
        var (number, digits) = ReadNumber(line[i..]);
        if (digits == 0)
            return default;

        i += digits;
        if (chinese)
        {
            i = SkipSpaces(line, i);
            (name, kind) = Match(line[i..], ChineseUnits);
            i += name;
        }

        i = SkipCount(line, i);
        if (kind == SectionLabelKind.None || (i < line.Length && char.IsLetterOrDigit(line[i])))
            return default;

        return ReadEnd(line, i, emphasis, brackets) is var (end, separator)
            ? new(kind, number, end, brackets > 0, heading, separator)
            : default;
    }

    /// <summary>Reads separators and whatever closes what was opened before the label.</summary>
    private static (int End, bool Separator)? ReadEnd(ReadOnlySpan<char> line, int i, int emphasis, int brackets)
    {
        var separator = false;
        for (; i < line.Length; i++)
        {
            var c = line[i];
            if (char.IsWhiteSpace(c))
                continue;

            if (c is '*' or '_' && emphasis > 0)
                emphasis--;
            else if (c is ']' or '】' or ')' or '）' && brackets > 0)
                brackets--;
            else if (!separator && c is ':' or '：' && (i + 1 == line.Length || !char.IsDigit(line[i + 1])))
                separator = true;
            else if (!separator && c is '-' or '–' or '—' or '.' && (i + 1 == line.Length || char.IsWhiteSpace(line[i + 1]) || line[i + 1] is '*' or '_'))
                separator = true;
            else
                break;
        }

        // "(Section 3 is about …)" is no label: what was opened goes on
        return brackets > 0 ? null : (i, separator);
    }

    private static (int Length, SectionLabelKind Kind) Match(ReadOnlySpan<char> text, (string Name, SectionLabelKind Kind)[] names)
    {
        foreach (var (name, kind) in names)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return (name.Length, kind);
        }

        return default;
    }

    private static int SkipSpaces(ReadOnlySpan<char> line, int i)
    {
        while (i < line.Length && char.IsWhiteSpace(line[i]))
            i++;
        return i;
    }

    /// <summary>Passes over " of 12" and "/12".</summary>
    private static int SkipCount(ReadOnlySpan<char> line, int i)
    {
        var j = SkipSpaces(line, i);
        if (line[j..].StartsWith("of ", StringComparison.OrdinalIgnoreCase))
            j += 3;
        else if (j < line.Length && line[j] == '/')
            j++;
        else
            return i;

        j = SkipSpaces(line, j);
        var (_, digits) = ReadNumber(line[j..]);
        return digits > 0 ? j + digits : i;
    }

    private static (int Number, int Length) ReadNumber(ReadOnlySpan<char> text)
    {
        int i = 0, value = 0;
        for (; i < text.Length && i < 6 && char.IsAsciiDigit(text[i]); i++)
            value = value * 10 + (text[i] - '0');
        if (i > 0)
            return (value, i);

        while (i < text.Length && char.IsAsciiLetter(text[i]))
            i++;
        for (var n = 0; n < NumberWords.Length; n++)
        {
            if (text[..i].Equals(NumberWords[n], StringComparison.OrdinalIgnoreCase))
                return (n + 1, i);
        }

        return i > 0 ? default : ReadChineseNumber(text);
    }

    /// <summary>Reads 一 to 九十九.</summary>
    private static (int Number, int Length) ReadChineseNumber(ReadOnlySpan<char> text)
    {
        int i = 0, tens = 0, ones = 0;
        for (; i < text.Length && i < 3; i++)
        {
            if (text[i] == '十')
                (tens, ones) = (Math.Max(1, ones), 0);
            else if ("一二三四五六七八九".IndexOf(text[i]) is >= 0 and var digit)
                ones = digit + 1;
            else
                break;
        }

        return (tens * 10 + ones, i);
    }
}
