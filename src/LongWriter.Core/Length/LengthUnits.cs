using System.Collections.Frozen;

namespace LongWriter;

/// <summary>Reads the unit behind a number: word, words, 字, 词, 单词.</summary>
internal static class LengthUnits
{
    private static readonly FrozenSet<string> NotLengths = FrozenSet.Create(
        "problem", "problems", "search", "searches", "puzzle", "puzzles", "game", "games", "list", "lists", "cloud", "clouds", "pair", "pairs", "families",
        "document", "documents", "doc", "docs", "file", "files", "template", "templates", "processing", "processor", "art");

    /// <summary>Words behind "500 words" that do not make it an attribute, as a noun does ("a 500 words essay").</summary>
    private static readonly FrozenSet<string> NotNouns = FrozenSet.Create(
        "to", "in", "on", "about", "for", "of", "and", "or", "with", "at", "each", "per", "that", "which", "long", "from", "by", "as", "is", "are", "but", "if",
        "should", "must", "max", "maximum", "min", "minimum", "please", "total", "apiece", "every", "describing", "explaining", "where", "when", "using", "so");

    private static readonly string[] RatesAfter =
        ["a minute", "a day", "a week", "an hour", "a second", "a month", "/min", "/day", "/minute", "per minute", "per day", "per hour", "per week", "per second",
         "per month", "per year", "per sentence", "per line", "each day", "every day", "each week", "a sentence", "per night", "a night", "per session"];

    private static readonly string[] English = ["or so", "total", "english", "chinese", "-ish", "ish"];

    private static readonly string[] Chinese = ["中文字", "汉字", "漢字", "英文单词", "英语单词", "单词", "單詞", "英文词", "字", "词", "詞"];

    /// <summary>Reads a unit.</summary>
    /// <param name="text">Folded text.</param>
    /// <param name="position">Where the number ends; moved behind the unit.</param>
    /// <param name="attributive">Whether it is "word" as in "500-word essay", or 字 with 的 behind it.</param>
    public static bool TryRead(string text, ref int position, out bool attributive)
    {
        attributive = false;
        var i = SkipGloss(text, position);
        if (i < text.Length && text[i] is '多' or '余' or '餘' or '来')
            i++;

        var spaces = i;
        while (i < text.Length && i - spaces < 2 && text[i] is ' ' or '-' or '\u00A0' or '个' or '個')
            i++;

        foreach (var skip in English)
        {
            if (text.AsSpan(i).StartsWith(skip))
            {
                i += skip.Length;
                while (i < text.Length && text[i] == ' ' && text[i - 1] != ' ')
                    i++;

                break;
            }
        }

        return TryReadEnglish(text, i, ref position, ref attributive) || TryReadChinese(text, i, ref position, ref attributive);
    }

    private static bool TryReadEnglish(string text, int i, ref int position, ref bool attributive)
    {
        if (!text.AsSpan(i).StartsWith("word"))
            return false;

        var plural = i + 4 < text.Length && text[i + 4] == 's';
        var end = i + (plural ? 5 : 4);
        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            return false;

        var next = end;
        while (next < text.Length && next - end < 2 && text[next] is ' ')
            next++;

        var stop = next;
        while (stop < text.Length && char.IsAsciiLetter(text[stop]) && stop - next < 12)
            stop++;

        if (NotLengths.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text.AsSpan(next, stop - next)))
            return false;

        foreach (var rate in RatesAfter)
        {
            if (text.AsSpan(next).StartsWith(rate))
                return false;
        }

        attributive = !plural || (stop > next && !NotNouns.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text.AsSpan(next, stop - next)));
        position = end;
        return true;
    }

    private static bool TryReadChinese(string text, int i, ref int position, ref bool attributive)
    {
        foreach (var unit in Chinese)
        {
            if (!text.AsSpan(i).StartsWith(unit))
                continue;

            var end = i + unit.Length;
            var next = end < text.Length ? text[end] : '\0';
            // 字母, 字符, 词汇 and the like are other things.
            if (unit is "字" && "母符节節段典体體幕型样樣句眼迹号元词令根帖义面".Contains(next) || unit is "词" && "汇语条组性典".Contains(next))
                return false;

            if (unit is "字" && next is '数' or '數')
                end++;

            attributive = next == '的';
            position = end;
            return true;
        }

        return false;
    }

    /// <summary>Skips the "(five hundred)" of "500 (five hundred) words".</summary>
    private static int SkipGloss(string text, int position)
    {
        var i = position;
        while (i < text.Length && i - position < 2 && text[i] == ' ')
            i++;

        if (i == text.Length || text[i] != '(')
            return position;

        var close = text.AsSpan(i, Math.Min(48, text.Length - i)).IndexOf(')');
        return close > 0 && text.AsSpan(i, close).IndexOfAnyInRange('0', '9') < 0 ? i + close + 1 : position;
    }
}
