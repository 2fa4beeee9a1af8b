using System.Globalization;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Texts that come to an end: whose last sentence is whole, whose code blocks are closed, and that do not break off with a remark. Lists, tables,
/// code, verse, signatures, dates, links and hashtags end as they do.
/// </summary>
internal sealed partial class UnfinishedFilter : IRowFilter
{
    private const int Tail = 400;
    private const int ShortLine = 60;

    public string Name => "unfinished";

    public string? FindFault(DatasetRow row)
    {
        if (row.Text is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        text = text.TrimEnd();
        var tail = text.Length > Tail ? text[^Tail..] : text;
        if (Remark().Match(tail) is { Success: true } remark)
            return $"ends with '{remark.Value.Trim()}'";

        var lines = TextLine.Read(text);
        var last = lines.FindLastIndex(static l => l.Kind is not (TextLineKind.Blank or TextLineKind.Rule));
        if (last < 0)
            return null;

        return Fault(text, lines, last) is { } fault ? $"{fault}: …{tail[^Math.Min(40, tail.Length)..].ReplaceLineEndings(" ")}" : null;
    }

    private static string? Fault(string text, List<TextLine> lines, int last)
    {
        var line = lines[last];
        var body = text[line.Content..line.End];
        switch (line.Kind)
        {
            case TextLineKind.Code:
                return line.ClosesFence ? null : "an open code block";
            case TextLineKind.Table:
                return null;
            case TextLineKind.Heading:
                return TheEnd().IsMatch(body) || EndsSentence(body) ? null : "a heading without a text";
        }

        body = body.TrimEnd('*', '_', '~', '`', ' ');
        if (body.Length == 0 || TheEnd().IsMatch(body))
            return null;
        if (EndsOpen(body))
            return Closing().IsMatch(body) ? null : "an open sentence";
        if (EndsSentence(body) || Link().IsMatch(body))
            return null;
        if (OpenWord().IsMatch(body))
            return "an open sentence";
        if (line.Kind == TextLineKind.ListItem || IsShort(body) && (IsVerse(text, lines, last) || IsAlone(lines, last) && IsLabelLike(body)))
            return null;

        return "no end of a sentence";
    }

    private static bool EndsSentence(string body)
    {
        var c = body[^1];
        if (c is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '”' or '"' or '’' or '\'' or '」' or '』' or '）' or ')' or '】' or ']' or '》' or '»' or '~' or '～' or '|' or '>' or '।' or '؟' or '॥' or '．' or '｡' or '៖' or '။' or '♪' or '$')
            return true;

        // Emoji and other symbols.
        return CharUnicodeInfo.GetUnicodeCategory(body, char.IsLowSurrogate(c) && body.Length > 1 ? body.Length - 2 : body.Length - 1) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol || c == '\uFE0F';
    }

    private static bool EndsOpen(string body) => body[^1] is ',' or '，' or '、' or ':' or '：' or ';' or '；' or '(' or '（' or '[' or '【' or '“' or '「' or '-' or '–' or '—' or '/' or '&' or '《';

    private static bool IsShort(string body) => body.Length <= (body.Any(TermText.IsChinese) ? ShortLine / 2 : ShortLine + 30);

    private static bool IsAlone(List<TextLine> lines, int line) => line > 0 && (lines[line - 1].Kind != TextLineKind.Text || lines[line - 1].End - lines[line - 1].Start <= ShortLine);

    /// <summary>A signature, a date, a title: it begins like a name and runs on for a few words only.</summary>
    private static bool IsLabelLike(string body)
    {
        if (body.Any(TermText.IsChinese))
            return body.Length <= 20 && body.IndexOfAny(['，', '。', ',', '；']) < 0;

        var words = body.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= 9 && (char.IsUpper(body[0]) || char.IsDigit(body[0]) || body[0] is '#' or '@' or '—' or '-' or '~' or '[' or '(' or '©');
    }

    /// <summary>Short lines, most of them without a full stop.</summary>
    private static bool IsVerse(string text, List<TextLine> lines, int last)
    {
        int seen = 0, open = 0;
        for (var i = last - 1; i >= 0 && seen < 5; i--)
        {
            if (lines[i].Kind == TextLineKind.Blank)
                continue;
            if (lines[i].Kind != TextLineKind.Text || !IsShort(text[lines[i].Content..lines[i].End]))
                return false;

            seen++;
            open += text[lines[i].End - 1] is '.' or '。' ? 0 : 1;
        }

        return seen >= 3 && open * 2 >= seen;
    }

    [GeneratedRegex(
        @"\(?\[?\b(?:to be continued|continued (?:in|on) (?:the )?(?:next|part)|continues in|end of (?:part|excerpt|preview|sample)|the rest of the (?:story|text|article|essay|report|document|chapters?|sections?)[^.]{0,60}(?:follow|would|will|continue|omitted)|(?:word|character|token|length) (?:limit|count) (?:reached|exceeded)|(?:due|owing) to (?:the )?(?:length|space|word|character|token)[^.\n]{0,40}(?:limit|constraint|restriction)[^.\n]{0,120}|(?:would you like|do you want|shall i|should i|let me know if you(?:'d| would)? (?:like|want)) (?:me )?to (?:continue|go on|proceed|expand|write (?:the|more))[^.\n]{0,80}|(?:please )?(?:type|say|reply|respond with|let me know)? ?[""“']continue[""”'] (?:to|for|and|if)[^\n]{0,60}|i(?:'ll| will) (?:continue|stop here|pause here|provide the (?:rest|remaining))[^.\n]{0,80}|and so on until[^.\n]{0,60}|(?:remaining|further) (?:chapters|sections|parts|paragraphs) (?:would|will|should|follow|omitted|to follow)[^.\n]{0,80}|\[?(?:continued|continue|cont'd|truncated|output truncated|text truncated|cut off)\]|this (?:is|was) (?:only|just) (?:the beginning|a (?:start|sample|excerpt|brief|partial))[^.\n]{0,80}(?:word|length|full|request|continue)[^.\n]{0,40})"
        + @"|未完待续|待续[）)】\]]?\s*$|[（(【\[](?:未完|待续|此处省略|以下省略|后文省略|续写中|下文略|以下略)[^）)】\]]{0,20}[）)】\]]|(?:由于|因|限于|鉴于)(?:篇幅|字数|长度)(?:的)?(?:限制|所限|原因|关系|有限)[^。\n]{0,60}|(?:需要|要不要|是否需要|请问是否需要)我?(?:继续|接着)(?:写|往下|完成)?[^。\n]{0,20}[吗？?]|(?:后续|剩余|其余)(?:的)?(?:章节|部分|内容|段落)(?:将|可|会|请|以此类推|略|省略)[^。\n]{0,40}|以此类推(?:，|。|……)?(?:直到|至)?[^。\n]{0,20}$|[（(]?字数(?:已达|达到|限制)[^。\n]{0,20}",
        RegexOptions.IgnoreCase)]
    private static partial Regex Remark();

    [GeneratedRegex(@"^\W*(?:the end|end|fin|finis|the beginning|完|全文完|全书完|剧终|终|结束|谢谢|谢谢大家|此致|敬礼|references?|amen|curtain|blackout|fade out|fade to black|cut to black)\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex TheEnd();

    [GeneratedRegex(@"^(?:(?:yours|best|kind|warm|warmest|with)\b.{0,40}|sincerely|regards|respectfully|cordially|love|cheers|thank you|thanks|faithfully),$|^此致[，,]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex(@"https?://\S+$|^\S+@\S+\.\S+$|\bdoi:\S+$|www\.\S+$|(?:^|\s)#\w+$", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:^|\s)(?:the|a|an|and|or|but|nor|of|to|in|on|at|for|with|by|from|as|than|that|which|who|whose|whom|is|are|was|were|be|been|has|have|had|will|would|could|should|can|may|might|must|their|his|her|its|our|my|your|these|those|this|into|onto|upon|between|among|through|during|because|although|while|when|where|if|so|not|very|such|each|every|both|either|also|including|without|within|about|over|under)$|(?:的|和|与|在|是|了一|把|被|对|从|向|以及|并且|而且|因为|所以|但是|如果|虽然|为了|由于|通过|一个|这个|那个)$", RegexOptions.IgnoreCase)]
    private static partial Regex OpenWord();
}
