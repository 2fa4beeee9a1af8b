using System.Buffers;

namespace LongWriter;

/// <summary>Reads a word count as plans write it: "400 words", "about 1,000", "~400", "300–500 words" (its middle), "400字左右".</summary>
internal static class PlanCount
{
    private static readonly string[] Before =
    [
        "approximately", "at least", "at most", "up to", "between", "no more than", "approx.", "approx", "around", "roughly", "about",
        "circa", "from", "max.", "min.", "ca.", "~", "±", "<", ">", "=", "大约", "大概", "约为", "不少于", "不超过", "约", "共",
    ];

    private static readonly string[] After = ["左右", "以内", "上下", "+", "each", "in total", "total", "approximately", "approx.", "or so", "max", "min"];

    private static readonly string[] Between = ["-", "~", "to", "and", "至", "到"];

    private static readonly SearchValues<char> Starts = SearchValues.Create([.. "0123456789-零〇一二两三四五六七八九十百千万", .. Before.Select(static w => w[0])]);

    /// <summary>Whether a count can begin with a character.</summary>
    public static bool CanStart(char c) => Starts.Contains(c);

    /// <summary>Reads a count from normalised text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it begins; moved behind it.</param>
    /// <param name="labels">The units.</param>
    /// <param name="needUnit">Whether a bare number is no count.</param>
    /// <param name="words">The count; negative where a minus sign stands at the number.</param>
    public static bool TryRead(string text, ref int at, PlanLabels labels, bool needUnit, out long words)
    {
        var i = at;
        while (TakeAny(text, ref i, Before))
        {
        }

        PlanGlyphs.SkipLoose(text, ref i);
        var negative = i + 1 < text.Length && text[i] == '-' && char.IsAsciiDigit(text[i + 1]);
        if (negative)
            i++;

        if (!PlanNumerals.TryAmount(text, ref i, out words))
            return false;

        var hasUnit = TakeUnit(text, ref i, labels);
        if (!negative && TryUpper(text, i, labels, words, out var next, out var upper, out var upperHasUnit))
        {
            i = next;
            words = (words + upper) / 2;
            hasUnit |= upperHasUnit;
        }

        if (needUnit && !hasUnit)
            return false;

        while (TakeAny(text, ref i, After))
        {
        }

        words = negative ? -words : words;
        at = i;
        return true;
    }

    // Something like "5 - 500 words" is a number and a count, not a range.
    private static bool TryUpper(string text, int at, PlanLabels labels, long lower, out int next, out long upper, out bool hasUnit)
    {
        next = at;
        upper = 0;
        hasUnit = false;
        if (!TakeAny(text, ref next, Between))
            return false;

        PlanGlyphs.SkipBlank(text, ref next);
        if (!PlanNumerals.TryAmount(text, ref next, out upper) || upper < lower || upper > lower * 10)
            return false;

        hasUnit = TakeUnit(text, ref next, labels);
        return true;
    }

    private static bool TakeUnit(string text, ref int at, PlanLabels labels)
    {
        var i = at;
        PlanGlyphs.SkipLoose(text, ref i);
        if (i < text.Length && text[i] is '+' or ']')
            i++;

        if (!TakeAny(text, ref i, labels.Units))
            return false;

        at = i;
        return true;
    }

    private static bool TakeAny(string text, ref int at, IReadOnlyList<string> words)
    {
        var i = at;
        PlanGlyphs.SkipLoose(text, ref i);
        foreach (var word in words)
        {
            if (!PlanGlyphs.StartsWith(text, i, word))
                continue;

            var end = i + word.Length;
            if (end < text.Length && PlanGlyphs.IsWordLetter(text[end]) && PlanGlyphs.IsWordLetter(word[^1]))
                continue;

            at = end;
            return true;
        }

        return false;
    }
}
