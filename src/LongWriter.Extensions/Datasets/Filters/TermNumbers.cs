using System.Collections.Frozen;

namespace LongWriter;

/// <summary>Numbers in words, and numbers that count no things: lengths, shares and years.</summary>
internal static class TermNumbers
{
    // A 3,000-word essay asks for one thing.
    private static readonly FrozenSet<string> Measures = new[]
    {
        "word", "words", "page", "pages", "character", "characters", "minute", "minutes", "hour", "hours", "day", "days", "year", "years", "percent", "dollar", "dollars", "euro", "euros",
        "step", "steps", "line", "lines", "stanza", "stanzas", "mile", "miles", "km", "meter", "meters", "metres", "kg", "degrees", "chapter", "chapters",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> BeforeYears = new[]
    {
        "in", "since", "from", "by", "between", "to", "and", "of", "until", "the", "year", "before", "after", "around", "late", "early", "during",
    }.ToFrozenSet();

    private const string Digits = "零一二三四五六七八九";
    private const string Measured = "字页年岁分元天月日章行";

    /// <summary>The number from twenty to a thousand that a word names; null where it names none.</summary>
    public static long? Named(string word) => EnglishNumerals.ValueOf(word is "hundreds" or "thousands" ? word[..^1] : word) is { } value and >= 20 and <= 1_000 ? (long)value : null;

    /// <summary>Whether the number at a place is a length, a share or a year.</summary>
    public static bool IsMeasure(List<TermWord> words, int place)
    {
        var unit = place + 1;
        while (unit < words.Count && (words[unit].Number is not null || words[unit].Text is "to" or "or" or "and"))
            unit++;
        if (unit < words.Count && Measures.Contains(words[unit].Text))
            return true;

        return place > 0 && words[place] is { Number: >= 1400 and <= 2100, Text.Length: 4 } && BeforeYears.Contains(words[place - 1].Text);
    }

    /// <summary>Where a Chinese text has a number of things that is at least as great.</summary>
    public static IEnumerable<(int Start, int End)> Chinese(string text, long least)
    {
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && IsDigit(text[end]))
                end++;
            if (end > i && (end == text.Length || !Measured.Contains(text[end])) && Value(text.AsSpan(i, end - i)) >= least)
                yield return (i, end);
            i = Math.Max(end, i + 1);
        }
    }

    private static bool IsDigit(char c) => char.IsAsciiDigit(c) || c is '两' or '〇' or '十' or '百' or '千' or '万' || Digits.Contains(c);

    private static long Value(ReadOnlySpan<char> number)
    {
        long sum = 0, digit = 0;
        foreach (var c in number[..Math.Min(number.Length, 12)])
        {
            if (char.IsAsciiDigit(c))
                digit = digit * 10 + (c - '0');
            else if (c == '万')
                (sum, digit) = ((sum + digit) * 10_000, 0);
            else if (c is '十' or '百' or '千')
                (sum, digit) = (sum + Math.Max(1, digit) * (c == '十' ? 10 : c == '百' ? 100 : 1_000), 0);
            else
                digit = c == '两' ? 2 : Math.Max(0, Digits.IndexOf(c));
        }

        return sum + digit;
    }
}
