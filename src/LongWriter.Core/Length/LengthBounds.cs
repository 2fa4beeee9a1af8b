namespace LongWriter;

/// <summary>The words around a number that make it a least or greatest length.</summary>
internal static class LengthBounds
{
    private static readonly string[] MinimumBefore =
    [
        "at least", "at the least", "no less than", "not less than", "no fewer than", "not fewer than", "more than", "over", "above", "exceed", "exceeding",
        "exceeds", "upwards of", "minimum", "min", "min.", "longer than", "no shorter than", "not shorter than", "not be less than", "not be fewer than", "not be shorter than", "not be under", "not be below", "not under", "not below", ">", ">=", "≥",
        "不少于", "不得少于", "不能少于", "不可少于", "不要少于", "不应少于", "不低于", "不得低于", "不能低于", "不可低于", "不应低于", "不小于", "不下于", "不短于", "至少", "最少", "起码", "多于", "大于",
        "超过", "高于", "超出", "不止", "不少於", "不低於", "至少要", "下限",
    ];

    private static readonly string[] MaximumBefore =
    [
        "at most", "at the most", "up to", "no more than", "not more than", "less than", "fewer than", "under", "below", "within", "maximum", "max", "max.",
        "not exceed", "cannot exceed", "not exceeding", "to not exceed", "n't exceed", "never exceed", "not over", "not be over", "not be more than", "not be longer than", "n't be longer than", "n't be more than", "no longer than", "not longer than", "shorter than", "limit",
        "limited to", "word limit", "<", "<=", "≤",
        "不超过", "不超", "不得超过", "不要超过", "不能超过", "不可超过", "不应超过", "不多于", "不得多于", "不能多于", "不大于", "不高于", "不得高于", "不超出", "最多", "至多", "少于", "小于", "低于", "短于",
        "限", "限制", "上限", "不超過",
    ];

    private static readonly string[] Fillers =
    [
        "about", "around", "approximately", "approx", "approx.", "roughly", "nearly", "almost", "some", "circa", "ca.", "a", "an", "the", "of", "length",
        "word count", "word", "count", "is", "be", "at", "target", "total", "in", "to", ":", "=", "~", "(", "*", "`", "-", "should", "must", "range", "between", "from", "≈",
        "约", "大约", "大概", "约为", "近", "将近", "为", "在", "是", "到", "达到", "要求", "控制", "保持", "应", "需", "要", "写", "设", "设定", "之", "从", "介于", "于", "個", "个", "請", "请",
    ];

    /// <summary>Bounds only right in front of the number: "the outline above: 500 words" is none.</summary>
    private static readonly string[] Places = ["over", "above", "under", "below", "within"];

    private static readonly string[] Labels = ["字数", "字數", "word count", "word limit", "wordcount", "number of words", "word target", "word-count"];

    private static readonly string[] MinimumAfter =
    [
        "+", "or more", "or longer", "or above", "and above", "and more", "and up", "minimum", "min", "at least", "at minimum", "at the least", "plus", "or over",
        "以上", "及以上", "或以上", "或更多", "起", "之上", "打底",
    ];

    private static readonly string[] MaximumAfter =
    [
        "or less", "or fewer", "or under", "or shorter", "or below", "maximum", "max", "at most", "at the most", "tops", "limit",
        "以内", "以內", "以下", "之内", "之內", "内", "为限", "封顶",
    ];

    /// <summary>Reads backwards from a number over hedges and bounds.</summary>
    /// <param name="before">The clause in front of the number.</param>
    /// <param name="rest">What stands in front of them.</param>
    /// <returns>Whether they make the number a minimum, a maximum, and whether it has a label such as "word count:".</returns>
    public static (bool Minimum, bool Maximum, bool Label) ReadBefore(ReadOnlySpan<char> before, out ReadOnlySpan<char> rest)
    {
        bool minimum = false, maximum = false, label = false, adjacent = true;
        rest = before.TrimEnd();
        // A handful of hedges at most stand between bound, label and number.
        for (var round = 0; round < 8; round++)
        {
            if (!minimum && !maximum)
            {
                var least = LongestEnd(rest, MinimumBefore);
                var most = LongestEnd(rest, MaximumBefore);
                var found = Math.Max(least, most);
                if (found > 0 && (adjacent || !Places.Contains(rest[^found..].ToString())))
                {
                    (minimum, maximum) = (least > most, most > least);
                    if (most > 0 && most >= least && LongestEnd(rest, Labels) > 0)
                        label = true;

                    rest = rest[..^found].TrimEnd();
                    continue;
                }
            }

            var name = LongestEnd(rest, Labels);
            var length = name > 0 ? name : LongestEnd(rest, Fillers);
            if (length == 0)
                break;

            label |= name > 0;
            adjacent &= !(rest[^1] is ':' or '(' or '-' || rest.EndsWith("in") || rest.EndsWith("to") || rest.EndsWith("from") || rest.EndsWith("is"));
            rest = rest[..^length].TrimEnd();
        }

        return (minimum, maximum, label);
    }

    /// <summary>Reads a bound behind a number or its unit and moves behind it.</summary>
    public static (bool Minimum, bool Maximum) ReadAfter(string text, ref int position)
    {
        var i = position;
        while (i < text.Length && i - position < 3 && text[i] is ' ' or '(' or ',' or '-')
            i++;

        var after = text.AsSpan(i, Math.Min(24, text.Length - i));
        var least = LongestStart(after, MinimumAfter);
        var most = LongestStart(after, MaximumAfter);
        if (least + most > 0)
            position = i + Math.Max(least, most);

        return (least > most, most > least);
    }

    private static int LongestEnd(ReadOnlySpan<char> text, string[] phrases)
    {
        var longest = 0;
        foreach (var phrase in phrases)
        {
            if (phrase.Length > longest && phrase.Length <= text.Length && phrase[^1] == text[^1] && text.EndsWith(phrase, StringComparison.Ordinal)
                && (!IsWord(phrase[0]) || phrase.Length == text.Length || !IsWord(text[^(phrase.Length + 1)]) || phrase[0] == 'n' && phrase[1] == '\''))
                longest = phrase.Length;
        }

        return longest;
    }

    private static int LongestStart(ReadOnlySpan<char> text, string[] phrases)
    {
        var longest = 0;
        foreach (var phrase in phrases)
        {
            if (phrase.Length > longest && phrase.Length <= text.Length && phrase[0] == text[0] && text.StartsWith(phrase, StringComparison.Ordinal)
                && (!IsWord(phrase[^1]) || phrase.Length == text.Length || !IsWord(text[phrase.Length])))
                longest = phrase.Length;
        }

        return longest;
    }

    private static bool IsWord(char c) => char.IsAsciiLetter(c);
}
