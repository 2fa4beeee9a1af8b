using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Finds what a text leaves to be filled in: slots in brackets of every kind, runs of X and of underscores, "TBD", dummy text, remarks that something
/// goes here. Code is passed over; so are citations, footnotes, links, stage directions, HTML, formulas and Roman numerals.
/// </summary>
internal static partial class PlaceholderScan
{
    private const int LongestSlot = 90;
    private const string Pairs = "[]【】［］〔〕<>＜＞〈〉{}｛｝()（）";

    /// <summary>The first placeholder; null where there is none.</summary>
    public static string? Find(string text)
    {
        var exercise = IsExercise(text);
        foreach (var line in TextLine.Read(text))
        {
            if (line.Kind is TextLineKind.Code or TextLineKind.Blank or TextLineKind.Rule)
                continue;

            var body = text[line.Start..line.End];
            if (body.Contains('`'))
                body = InlineCode().Replace(body, static m => new string(' ', m.Length));
            if ((FindSlot(body, text) ?? FindRun(body, text, exercise) ?? FindWords(body)) is { } found)
                return found;
        }

        return null;
    }

    private static string? FindSlot(string line, string text)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var kind = Pairs.IndexOf(line[i]);
            if (kind < 0 || kind % 2 == 1)
                continue;

            var close = line.IndexOf(Pairs[kind + 1], i + 1);
            if (close < 0 || close - i > LongestSlot)
                continue;

            // The innermost pair: {{name}} is looked at from its second brace on.
            var open = line.LastIndexOf(line[i], close);
            var slot = new PlaceholderSlot(line, open, close, text);
            if (slot.IsPlaceholder)
                return line[i..(close + 1)];
        }

        return null;
    }

    private static string? FindRun(string line, string text, bool exercise)
    {
        foreach (Match run in Crosses().Matches(line))
        {
            if (IsCross(line, run, text))
                return Around(line, run);
        }

        if (!exercise)
        {
            foreach (Match blank in Blanks().Matches(line))
            {
                // Three underscores around a word are emphasis.
                var emphasis = blank.Length == 3 && Emphasis().IsMatch(line);
                if (!emphasis && line.AsSpan().ContainsAnyExcept("_ -|:\t"))
                    return Around(line, blank);
            }
        }

        return null;
    }

    private static bool IsCross(string line, Match run, string text)
    {
        var before = run.Index > 0 ? line[run.Index - 1] : ' ';
        var end = run.Index + run.Length;
        var after = end < line.Length ? line[end] : ' ';
        var beside = TermText.IsChinese(before) || TermText.IsChinese(after);
        if (line.Contains("染色体", StringComparison.Ordinal) || line.Contains("chromosome", StringComparison.OrdinalIgnoreCase))
            return false;
        if (run.Value[0] is '×' or '○' or '〇')
            return beside;

        var figures = char.IsAsciiDigit(before) || before is '$' or '€' or '£' or '¥' or '/' or '-' || after is '%' or '/' or '-' or '@' || char.IsAsciiDigit(after);
        if (char.IsLower(run.Value[0]))
            return run.Length >= 3 && (beside || figures);
        if (beside || figures)
            return true;
        if (run.Length < 3)
            return false;

        // Thirty, where a text counts in Roman numerals.
        return !(run.Length == 3 && (Roman().IsMatch(text) || Numbered().IsMatch(line.AsSpan(0, run.Index))));
    }

    private static string? FindWords(string line) =>
        Words().Match(line) is { Success: true } words ? words.Value
        : ChineseWords().Match(line) is { Success: true } chinese ? chinese.Value
        : null;

    /// <summary>Blanks that readers are to fill in belong to the text.</summary>
    private static bool IsExercise(string text) => ExerciseWords().IsMatch(text) || Blanks().Count(text) >= 3 && NumberedBlanks().Count(text) >= 3;

    private static string Around(string line, Match match) => line[Math.Max(0, match.Index - 15)..Math.Min(line.Length, match.Index + match.Length + 15)].Trim();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<![A-Za-z])(?:X{2,}|x{3,}|×{2,}|○{2,}|〇{2,})(?![A-Za-z])")]
    private static partial Regex Crosses();

    [GeneratedRegex(@"_{3,}|(?:_ ){2,}_")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<!_)_{3}(?=\w)[^_]+_{3}(?!_)")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\bX{2,3}(?:I{1,3}|I?V|IX|VI{1,3})\b|\bX(?:I{1,3}|IV|V|VI{1,3}|IX)\b|\bX?L[IVX]+\b")]
    private static partial Regex Roman();

    [GeneratedRegex(@"(?:chapter|part|book|volume|section|act|canto|sonnet|psalm|article|super bowl|olympiad|legion|louis|king|pope|no\.|number|title|appendix|plate|figure|table)\s+$", RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"fill[- ]in[- ]the[- ]blank|fill (?:in )?(?:each|the) blank|complete (?:each|the|these|the following) sentence|填空|cloze|worksheet", RegexOptions.IgnoreCase)]
    private static partial Regex ExerciseWords();

    [GeneratedRegex(@"^\s*(?:[-*•]|\(?\d{1,3}[.)、]|\(?[a-zA-Z][.)])\s.*_{3,}", RegexOptions.Multiline)]
    private static partial Regex NumberedBlanks();

    [GeneratedRegex(
        @"\b(?:TBD|TBA|TBC)\b|\b(?:TODO|FIXME)\b\s*[:：\]]"
        + @"|(?i:\blorem ipsum[,.]?\s+(?:dolor|text|placeholder|sit|content))|(?:^|[.!?:]\s+)Lorem ipsum\s*(?:[.…,]|$)"
        + @"|(?i:\b(?:text|content|details?|description|name|title|image|photo|picture|logo|story|paragraph|section|body|copy|information|info|chapter|quote|data|chart|table|figure|link|address|signature)\s+(?:goes|go|will go|to go|to be placed|to be inserted)\s+here\b)"
        + @"|(?i:\binsert\s+(?:[\w'’]+\s+){0,6}here\b)|(?i:\b(?:add|put|enter|type|write|place|fill in|paste)\s+(?:in\s+)?your\s+(?:own\s+)?(?:[\w'’]+\s+){0,4}here\b)"
        + @"|(?i:[:：]\s*\**to be (?:determined|announced|confirmed|added|decided|completed|provided|inserted|filled in)\W*$)"
        + @"|(?i:\bplaceholder (?:text|name|title|image|paragraph|content|for (?:the|a|an|your))\b\s*[\])>:.…]?$)"
        + @"|\b(?:YOUR|INSERT|ENTER|ADD)(?:_[A-Z0-9]+)+\b|\b[A-Z]+(?:_[A-Z]+)*_HERE\b"
        + @"|%(?i:first|last|full|user|company|customer|client|product|recipient|your)?_?(?i:name|date|address|email|company|city|title|phone|number|id)%")]
    private static partial Regex Words();

    [GeneratedRegex(
        @"(?:此处|这里|在此处?)(?:可以?|应|需|请|将)?(?:插入|填写|填入|输入|添加|补充|放置|替换|加入|为占位)|(?<!有|尚|仍|还)待(?:补充|填写|完善|添加|填入|插入)(?!的|和|、|，|之处|与|并)|占位(?:符|文字|文本)"
        + @"|[:：]\s*(?:待定|待填|待补|略)\s*[。；;]?$|请(?:在此|于此处|自行)(?:填|补充|插入|添加|替换|修改)|(?:某某|XX|××)(?:公司|学校|单位|先生|女士|大学|部门|市|省|县|集团|同志|老师)")]
    private static partial Regex ChineseWords();
}
