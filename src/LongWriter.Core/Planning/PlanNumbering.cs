namespace LongWriter;

/// <summary>Reads the numbering at the beginning of a line: "Paragraph 1:", "Step two -", "第1段", "段落一", "1.", "(1)", "一、", "①".</summary>
internal static class PlanNumbering
{
    public const string Bare = "1";

    /// <summary>Reads the numbering.</summary>
    /// <param name="text">The normalised line.</param>
    /// <param name="at">Where it begins; moved behind it and its separator.</param>
    /// <param name="labels">The step words.</param>
    /// <param name="number">The number; of "2.3" the last part.</param>
    /// <param name="kind">The step word, or <see cref="Bare"/>.</param>
    public static bool TryRead(string text, ref int at, PlanLabels labels, out int number, out string kind)
    {
        var i = at;
        if (!TryOrdinal(text, ref i, labels, out number, out kind)
            && !TryKeyword(text, ref i, labels, out number, out kind)
            && !TryBare(text, ref i, out number, out kind))
        {
            return false;
        }

        SkipSeparator(text, ref i);
        at = i;
        return true;
    }

    /// <summary>Skips what may stand between a number, a count and a label.</summary>
    public static void SkipSeparator(string text, ref int at)
    {
        PlanGlyphs.SkipClosed(text, ref at);
        if (at < text.Length && text[at] is ')' or ']')
        {
            at++;
            PlanGlyphs.SkipClosed(text, ref at);
        }

        if (at < text.Length && text[at] is ':' or '、' or '|' or ',' or ';' || (at < text.Length && text[at] == '.' && IsEndOrBlank(text, at + 1)))
        {
            at++;
            PlanGlyphs.SkipClosed(text, ref at);
        }

        var dash = at;
        while (dash < text.Length && text[dash] == '-')
            dash++;

        if (dash == at || (dash - at == 1 && dash < text.Length && char.IsAsciiDigit(text[dash])))
            return;

        at = dash;
        PlanGlyphs.SkipClosed(text, ref at);
    }

    private static bool TryOrdinal(string text, ref int at, PlanLabels labels, out int number, out string kind)
    {
        (number, kind) = (0, "");
        if (at >= text.Length || text[at] != '第')
            return false;

        var i = at + 1;
        PlanGlyphs.SkipBlank(text, ref i);
        if (!TryFigure(text, ref i, out number))
            return false;

        PlanGlyphs.SkipBlank(text, ref i);
        foreach (var word in labels.Steps)
        {
            if (PlanGlyphs.StartsWith(text, i, word))
            {
                kind = word;
                at = i + word.Length;
                return true;
            }
        }

        return false;
    }

    private static bool TryKeyword(string text, ref int at, PlanLabels labels, out int number, out string kind)
    {
        number = 0;
        kind = "";
        foreach (var word in labels.Steps)
        {
            if (!PlanGlyphs.StartsWith(text, at, word))
                continue;

            var i = at + word.Length;
            while (i < text.Length && (PlanGlyphs.IsLoose(text[i]) || text[i] is '#' or '['))
                i++;

            if (TryFigure(text, ref i, out number) && (i == text.Length || !PlanGlyphs.IsWordLetter(text[i])))
            {
                TryDotted(text, ref i, ref number);
                SkipTotal(text, ref i);
                (kind, at) = (word, i);
                return true;
            }

            // "Section one" needs a separator behind it, because "Part I played" is a sentence.
            if (PlanNumerals.TryName(text, ref i, out number) && EndsHere(text, i))
            {
                (kind, at) = (word, i);
                return true;
            }
        }

        return false;
    }

    private static bool TryBare(string text, ref int at, out int number, out string kind)
    {
        (number, kind) = (0, Bare);
        var i = at;
        if (i < text.Length && text[i] is >= '①' and <= '⑳')
        {
            number = text[i] - '①' + 1;
            at = i + 1;
            return true;
        }

        var bracketed = i < text.Length && text[i] is '(' or '[';
        if (bracketed || (i < text.Length && text[i] == '#'))
            i++;

        var digits = i;
        var arabic = i < text.Length && char.IsAsciiDigit(text[i]);
        if (!TryFigure(text, ref i, out number) || i - digits > 4)
            return false;

        var dotted = arabic && TryDotted(text, ref i, ref number);
        if (i < text.Length && text[i] == '\\')
            i++;

        PlanGlyphs.SkipClosed(text, ref i);
        if (i >= text.Length)
            return false;

        var separated = bracketed
            ? text[i] is ')' or ']'
            : text[i] is ')' or '、' || (text[i] is '.' or ':' && !(i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
              || (text[i] == '-' && text[i - 1] == ' ' && IsEndOrBlank(text, i + 1)) || (dotted && text[i - 1] == ' ');
        if (!separated)
            return false;

        if (text[i] == '.')
            i++;

        at = i;
        return true;
    }

    private static bool TryFigure(string text, ref int at, out int number)
    {
        var i = at;
        if (!PlanNumerals.TryDigits(text, ref i, out var value) && !PlanNumerals.TryChinese(text, ref i, out value))
        {
            number = 0;
            return false;
        }

        at = i;
        number = (int)Math.Min(value, int.MaxValue - 1);
        return true;
    }

    private static bool TryDotted(string text, ref int at, ref int number)
    {
        var dotted = false;
        while (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            TryFigure(text, ref at, out number);
            dotted = true;
        }

        return dotted;
    }

    // "Paragraph 1 of 8", "Step 1/8"
    private static void SkipTotal(string text, ref int at)
    {
        var i = at;
        PlanGlyphs.SkipBlank(text, ref i);
        if (PlanGlyphs.StartsWith(text, i, "of "))
            i += 3;
        else if (i < text.Length && text[i] == '/')
            i++;
        else
            return;

        PlanGlyphs.SkipBlank(text, ref i);
        if (PlanNumerals.TryDigits(text, ref i, out _))
            at = i;
    }

    private static bool EndsHere(string text, int at)
    {
        PlanGlyphs.SkipLoose(text, ref at);
        return at == text.Length || text[at] is ':' or '.' or ')' or ']' or '-' or '|' or '(';
    }

    private static bool IsEndOrBlank(string text, int at) => at >= text.Length || PlanGlyphs.IsLoose(text[at]);
}
