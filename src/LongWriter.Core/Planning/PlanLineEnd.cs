namespace LongWriter;

/// <summary>Finds the word count towards the end of a line.</summary>
internal static class PlanLineEnd
{
    private const int Window = 56;

    private static readonly string[] Total = ["total", "sum", "overall", "combined", "altogether", "whole", "grand", "总", "总计", "合计", "共计", "全文", "一共", "共"];

    private static readonly string[] Adjectives =
    [
        "target", "estimated", "approximate", "approx.", "suggested", "recommended", "expected", "planned", "allocated", "section", "paragraph",
        "目标", "建议", "预计", "预估", "计划", "本段",
    ];

    /// <summary>A count found in a line.</summary>
    /// <param name="Cut">Where the text before it ends.</param>
    /// <param name="Words">The count.</param>
    /// <param name="IsLabelled">Whether a label such as "Word Count:" stood before it.</param>
    /// <param name="IsTotal">Whether it is called a total.</param>
    /// <param name="Rest">Where further text begins behind it.</param>
    public sealed record Found(int Cut, long Words, bool IsLabelled, bool IsTotal, int? Rest);

    public static Found? FindCount(string text, int start, int end, PlanLabels labels) =>
        FindLabelled(text, start, end, labels) ?? FindAtEnd(text, start, end, labels);

    public static bool IsTotalWord(string text)
    {
        var trimmed = text.Trim([' ', .. "*_`:-|.,;()[]"]);
        return Total.Any(word => trimmed.StartsWith(word, StringComparison.Ordinal) && trimmed.Length <= word.Length + 24
            && (trimmed.Length == word.Length || !PlanGlyphs.IsWordLetter(trimmed[word.Length])));
    }

    /// <summary>A count label and what stands between it and the figure.</summary>
    public static bool TryLabel(string text, ref int at, PlanLabels labels)
    {
        foreach (var label in labels.Counts)
        {
            if (PlanGlyphs.StartsWith(text, at, label) && TryAfterLabel(text, at + label.Length, label, out var next))
            {
                at = next;
                return true;
            }
        }

        return false;
    }

    // The last label that a count follows: a main point may itself speak of word counts.
    private static Found? FindLabelled(string text, int start, int end, PlanLabels labels)
    {
        var best = -1;
        Found? found = null;
        foreach (var label in labels.Counts)
        {
            for (var at = end; (at = start < at ? start + text.AsSpan(start, at - start).LastIndexOf(label) : -1) >= start;)
            {
                if (at <= best)
                    break;

                if (TryLabelled(text, start, at, label, end, labels) is not { } candidate)
                    continue;

                best = at;
                found = candidate;
                break;
            }
        }

        return found;
    }

    private static Found? TryLabelled(string text, int start, int at, string label, int end, PlanLabels labels)
    {
        if (at > start && PlanGlyphs.IsWordLetter(label[0]) && char.IsLetterOrDigit(text[at - 1]) && PlanGlyphs.IsWordLetter(text[at - 1]))
            return null;

        if (!TryAfterLabel(text, at + label.Length, label, out var i) || !PlanCount.TryRead(text, ref i, labels, needUnit: false, out var words) || i > end)
            return null;

        int? rest = null;
        if (!IsTail(text, i, end))
        {
            PlanGlyphs.SkipLoose(text, ref i);
            if (text[i] is not ('-' or '|' or ';' or ',' or '(' or ')' or ']'))
                return null;

            while (i < end && (PlanGlyphs.IsLoose(text[i]) || text[i] is '-' or '|' or ';' or ',' or ')' or ']'))
                i++;

            rest = i < end ? i : null;
        }

        var cut = BeforeLabel(text, start, at);
        var total = false;
        foreach (var word in Total)
        {
            if (cut - start < word.Length || !PlanGlyphs.StartsWith(text, cut - word.Length, word))
                continue;

            total = cut - start == word.Length || !PlanGlyphs.IsWordLetter(word[0]) || !PlanGlyphs.IsWordLetter(text[cut - word.Length - 1]);
            if (total)
                break;
        }

        return new(cut, words, true, total, rest);
    }

    private static bool TryAfterLabel(string text, int at, string label, out int next)
    {
        next = at;
        PlanGlyphs.SkipLoose(text, ref next);
        if (next < text.Length && text[next] is '(' && text.IndexOf(')', next, Math.Min(Window, text.Length - next)) is var close and > 0)
            next = close + 1;

        PlanGlyphs.SkipLoose(text, ref next);
        if (next < text.Length && text[next] is ':' or '=')
        {
            next++;
        }
        else if (label is "length" or "words" or "篇幅" or "长度")
        {
            return false;
        }
        else if (next + 1 < text.Length && text[next] == '-' && !char.IsAsciiDigit(text[next + 1]))
        {
            next++;
        }
        else
        {
            foreach (var word in (ReadOnlySpan<string>)["of ", "is ", "为", "是", "->"])
            {
                if (!PlanGlyphs.StartsWith(text, next, word))
                    continue;

                next += word.Length;
                break;
            }
        }

        PlanGlyphs.SkipLoose(text, ref next);
        if (next < text.Length && text[next] is '[' or '(')
            next++;

        return true;
    }

    private static int BeforeLabel(string text, int start, int at)
    {
        var cut = TrimSeparator(text, start, at);
        foreach (var word in Adjectives)
        {
            if (cut == at && cut - start >= word.Length && !PlanGlyphs.IsWordLetter(word[0]) && PlanGlyphs.StartsWith(text, cut - word.Length, word))
                return TrimSeparator(text, start, cut - word.Length);

            if (text.AsSpan(start, at - start).TrimEnd(' ') is var before && before.EndsWith(word, StringComparison.Ordinal)
                && (before.Length == word.Length || !PlanGlyphs.IsWordLetter(before[^(word.Length + 1)])))
            {
                var shorter = start + before.Length - word.Length;
                var trimmed = TrimSeparator(text, start, shorter);
                if (trimmed == start || text.AsSpan(trimmed, shorter - trimmed).IndexOfAny("-|,;([:") >= 0)
                    return trimmed;
            }
        }

        return cut;
    }

    // Blanks and emphasis, then one separator, then blanks and emphasis that opened behind it.
    private static int TrimSeparator(string text, int start, int at)
    {
        while (at > start && PlanGlyphs.IsLoose(text[at - 1]))
            at--;

        var before = at;
        while (at > start && text[at - 1] is '(' or '[')
            at--;

        while (at > start && text[at - 1] == ' ')
            at--;

        if (at > start && text[at - 1] is '-' or '|' or ',' or ';' or '、' || (at == before && at > start && text[at - 1] == ':'))
        {
            at--;
            while (at > start && text[at - 1] == '-')
                at--;
        }

        while (at > start && text[at - 1] == ' ')
            at--;

        return at;
    }

    private static Found? FindAtEnd(string text, int start, int end, PlanLabels labels)
    {
        for (var at = Math.Max(start, end - Window); at < end; at++)
        {
            if (!PlanCount.CanStart(text[at]) || (at > start && !IsBoundary(text, at)))
                continue;

            // " -400 words" is a separator and a count; "(-400 words)" is a mistake.
            var i = at;
            if ((text[at] == '-' && !(at > start && text[at - 1] is '(' or '['))
                || !PlanCount.TryRead(text, ref i, labels, needUnit: true, out var words) || i > end || !IsTail(text, i, end))
                continue;

            var cut = TrimSeparator(text, start, at);
            var separated = cut == start || text.AsSpan(cut, at - cut).IndexOfAny("([-|,;:、") >= 0;
            return new(separated ? cut : end, words, false, false, null);
        }

        return null;
    }

    private static bool IsBoundary(string text, int at)
    {
        var (before, here) = (text[at - 1], text[at]);
        if (!char.IsLetterOrDigit(before))
            return !char.IsAsciiDigit(here) || before is not (',' or '.' or '\'' or '-') || !(at > 1 && char.IsAsciiDigit(text[at - 2]));

        // Chinese runs on without a blank: "背景约400字".
        return char.IsLetter(before) && !PlanGlyphs.IsWordLetter(before) && !PlanGlyphs.IsWordLetter(here);
    }

    private static bool IsTail(string text, int at, int end)
    {
        while (at < end && (PlanGlyphs.IsLoose(text[at]) || text[at] is '.' or '。' or ',' or ';' or '!' or ')' or ']' or '}' or '|' or '"' or '\''))
            at++;

        return at >= end || (text[at] == '(' && end - at <= Window && text.IndexOf(')', at, end - at) is var close && close > at && IsTail(text, close + 1, end));
    }
}
