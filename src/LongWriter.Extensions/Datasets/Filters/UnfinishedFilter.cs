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
        if (Remark().Match(Said(text)) is { Success: true } remark)
            return $"ends with '{remark.Value.Trim()}'";

        var lines = TextLine.Read(text);
        foreach (var line in lines)
        {
            if (line.Kind == TextLineKind.Text && text[line.Content] is '[' or '(' or '（' or '【' or '〔' or '*' or '_' or '{' && Omission().IsMatch(text.AsSpan(line.Content, line.End - line.Content)))
                return $"leaves out a part: {text[line.Content..line.End]}";
        }

        var last = lines.FindLastIndex(static l => l.Kind is not (TextLineKind.Blank or TextLineKind.Rule));
        if (last < 0)
            return null;

        return Fault(text, lines, last) is { } fault ? $"{fault}: …{tail[^Math.Min(40, tail.Length)..].ReplaceLineEndings(" ")}" : null;
    }

    /// <summary>The tail without what somebody says in it; marks around a word or two are not speech.</summary>
    private static string Said(string text)
    {
        var tail = Speech().Replace(text.Length > 3 * Tail ? text[^(3 * Tail)..] : text, static said => IsSpeech(said.ValueSpan) ? "\"…\"" : said.Value);
        return tail.Length > Tail ? tail[^Tail..] : tail;
    }

    private static bool IsSpeech(ReadOnlySpan<char> said) => said.Count(' ') >= 2 || said.Length > 8 && TermText.IsChinese(said[1]);

    private static string? Fault(string text, List<TextLine> lines, int last)
    {
        var line = lines[last];
        var body = text[line.Content..line.End];
        switch (line.Kind)
        {
            case TextLineKind.Code:
                return line.ClosesFence ? null : "an open code block";
            case TextLineKind.Table:
                return BreaksOff(text, lines, last) ? "a row of a table without its last cells" : null;
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
        // A line of Chinese verse may end so.
        if (OpenWord().IsMatch(body) && !(body.Any(TermText.IsChinese) && IsShort(body) && IsVerse(text, lines, last)))
            return "an open sentence";
        if (IsReference(text, lines, last))
            return null;
        if (HeadsNothing(text, lines, last) || StandsEmpty(text, lines, last))
            return "a heading without a text";
        if (line.Kind == TextLineKind.ListItem || IsShort(body) && (IsVerse(text, lines, last) || IsAlone(lines, last) && IsLabelLike(body)))
            return null;

        return "no end of a sentence";
    }

    private static bool EndsSentence(string body)
    {
        var c = body[^1];
        if (c is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '”' or '"' or '’' or '\'' or '」' or '』' or '）' or ')' or '】' or ']' or '》' or '»' or '~' or '～' or '|' or '>' or '।' or '؟' or '॥' or '．' or '｡' or '៖' or '။' or '♪' or '∎' or '$')
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

    /// <summary>A numbered heading without marks at the end, where others like it head a text.</summary>
    private static bool HeadsNothing(string text, List<TextLine> lines, int last)
    {
        if (!IsNumbered(text, lines[last]) || (last > 0 && lines[last - 1].Kind != TextLineKind.Blank))
            return false;

        for (var i = 0; i < last; i++)
        {
            if (!IsNumbered(text, lines[i]))
                continue;

            var next = i + 1;
            while (next < last && lines[next].Kind is TextLineKind.Blank or TextLineKind.Rule)
                next++;
            if (next < last && lines[next].Kind == TextLineKind.Text && !IsNumbered(text, lines[next]))
                return true;
        }

        return false;
    }

    /// <summary>A list item of a few words on its own, where the items before it are whole sentences.</summary>
    private static bool StandsEmpty(string text, List<TextLine> lines, int last)
    {
        if (lines[last].Kind != TextLineKind.ListItem || last == 0 || lines[last - 1].Kind != TextLineKind.Blank || !char.IsAsciiDigit(text[lines[last].Start]))
            return false;

        int items = 0, whole = 0;
        for (var i = 0; i < last; i++)
        {
            if (lines[i].Kind != TextLineKind.ListItem || !char.IsAsciiDigit(text[lines[i].Start]))
                continue;

            items++;
            whole += lines[i].End - lines[i].Content > ShortLine && EndsSentence(text[lines[i].Content..lines[i].End]) ? 1 : 0;
        }

        return whole >= 2 && whole * 2 >= items;
    }

    /// <summary>Fewer cells than the row before it, of which all others have as many.</summary>
    private static bool BreaksOff(string text, List<TextLine> lines, int last)
    {
        var first = last;
        while (first > 0 && lines[first - 1].Kind == TextLineKind.Table)
            first--;
        if (last - first < 2)
            return false;

        var cells = Cells(text, lines[first]);
        for (var i = first + 1; i < last; i++)
        {
            if (Cells(text, lines[i]) != cells)
                return false;
        }

        return Cells(text, lines[last]) < cells;
    }

    private static int Cells(string text, TextLine line) => text.AsSpan(line.Start, line.End - line.Start).Count('|');

    /// <summary>Whether it stands under a heading such as References, where no line is a sentence.</summary>
    private static bool IsReference(string text, List<TextLine> lines, int last)
    {
        for (var i = last - 1; i >= 0; i--)
        {
            if (lines[i].Kind is TextLineKind.Text or TextLineKind.Heading && References().IsMatch(text.AsSpan(lines[i].Content, lines[i].End - lines[i].Content)))
                return true;
        }

        return false;
    }

    private static bool IsNumbered(string text, TextLine line) =>
        line.Kind is TextLineKind.Text or TextLineKind.ListItem && line.End - line.Start <= ShortLine && Number().IsMatch(text.AsSpan(line.Start, line.End - line.Start));

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

    // What a writer says who stops before the end. What a person of the text says or does is none: "I will continue to love the sea."
    [GeneratedRegex(
        @"\(?\[?\b(?:to be continued|continued (?:in|on) (?:the )?next|continued in (?:the next )?part|continues in (?:the next|part)|end of (?:part|excerpt|preview|sample)"
        + @"|the rest of the (?:story|text|article|essay|report|document|chapters?|sections?)[^.]{0,60}(?:follow|would be|omitted)|(?:word|character|token|length) (?:limit|count) (?:reached|exceeded)"
        + @"|(?:due|owing) to (?:the )?(?:length|space|word|character|token)[^.\n]{0,40}(?:limit|constraint|restriction)s?(?=[^.\n]{0,160}\b(?:i|response|answer|story|chapters?|sections?|omit\w*|essay|article|full|remaining|rest|outline)\b)[^.\n]{0,120}"
        + @"|(?:would you like|do you want|shall i|should i|let me know if you(?:'d| would)? (?:like|want)) (?:me )?to (?:continue|go on|proceed|expand|write (?:the|more))[^.\n]{0,80}"
        + @"|(?:please )?(?:type|say|reply|respond|answer|write|send)(?: with)? [""“'*]{1,2}\w+[""”'*]{1,2} (?:to|for|and|if)[^\n]{0,60}|[""“']continue[""”'] (?:to|for|and i|if)[^\n]{0,60}"
        + @"|i(?:'ll| will) (?:continue (?:with|from|in (?:the|my) next|if you|when you|writing (?:the|this))|stop here|pause here|provide the (?:rest|remaining))[^.\n]{0,80}|and so on until[^.\n]{0,60}|i(?:'ll| will) (?:carry on|go on|continue|proceed|resume|pick up)\b[^.\n]{0,60}\b(?:next|following|another|later|separate) (?:message|reply|response|part|post|turn|answer)\b"
        + @"|(?:remaining|further|other|later|subsequent) (?:chapters|sections|parts|paragraphs|scenes|items|entries) (?:would|will|should|follow|omitted|to follow|are (?:similar|omitted))[^.\n]{0,80}"
        + @"|(?:chapters?|sections?|parts?|scenes?|items?|steps?|days?|acts?|episodes?) (?:\d+|[ivxl]+|\w+) (?:to|through|until|and|[-–—]) ?(?:\d+|[ivxl]+|\w+),? (?:would|will|then|all|should|proceed|follow|go on|continue|are)\b[^.\n]{0,40}\b(?:same|similar\w*|likewise|along|pattern|manner|fashion|proceed|follow|omitted|accordingly)\b[^.\n]{0,60}"
        + @"|\[?(?:continued|continue|cont'd|truncated|output truncated|text truncated|cut off)\]"
        + @"|this (?:is|was) (?:only|just) (?:the beginning|a (?:start|sample|excerpt|brief|partial))[^.\n]{0,60}\b(?:words?|length|full (?:story|text|essay|novel|version)|requested|you asked)\b[^.\n]{0,40})"
        + @"|未完待续|待续[）)】\]]?\s*$|[（(【\[](?:未完|待续|此处省略|以下省略|后文省略|续写中|下文略|以下略)[^）)】\]]{0,20}[）)】\]]|(?:由于|因|限于|鉴于)(?:篇幅|字数|长度)(?:的)?(?:限制|所限|原因|关系|有限)[^。\n]{0,60}|(?:需要|要不要|是否需要|请问是否需要)我?(?:继续|接着)(?:写|往下|完成)?[^。\n]{0,20}[吗？?]"
        + @"|(?:后续|剩余|其余)(?:的)?(?:章节|部分|内容|段落)(?:将|可|会|请|以此类推|略|省略)[^。\n]{0,40}|(?:后续|剩余|其余|余下|剩下|后面|接下来)(?:的)?(?:几|[一二三四五六七八九十两\d]+)?(?:章节|部分|内容|段落|章|节|段|种|个|篇|条|则|天)[^。\n]{0,12}(?:以此类推|省略|类似|相同|同上|照此|不再|不一一)[^。\n]{0,40}|(?:这里|此处|在此|下面)?就?不(?:再)?一一(?:展开|列出|列举|写出|赘述|介绍)[^。\n]{0,10}。?$|我(?:可以|会|将)(?:再|继续)?(?:接着|继续)(?:往下)?(?:写|创作|完成)|(?:以上|这)(?:是|只是|仅是)[^。\n]{0,12}(?:开头|前半|第一)部分[^。\n]{0,40}|以此类推(?:，|。|……)?(?:直到|至)?[^。\n]{0,20}$|[（(]?字数(?:已达|已到|达到|限制)[^。\n]{0,20}|(?:请)?(?:回复|输入|发送)[“""「]\S{1,4}[”""」][^。\n]{0,20}(?:查看|继续|获取|阅读)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Remark();

    [GeneratedRegex(@"[""“][^""”\n]*[""”]|「[^」\n]*」")]
    private static partial Regex Speech();

    [GeneratedRegex(@"^\W*(?:references|bibliography|works cited|sources|further reading|notes|参考(?:书目|文献|资料)|引用文献|注释|资料来源)\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex References();

    // A line in brackets that says what is not there, and why.
    [GeneratedRegex(@"^[*_]{0,2}[\[(（【〔{].*(?:\b(?:omitted|left out|skipped|abridged|abbreviated|truncated|condensed|shortened|cut)\b.*\b(?:space|brevity|length|limits?|here)\b|\b(?:for|due to)\b.*\b(?:brevity|space|length)\b.*\b(?:omitted|left out|skipped|abridged|abbreviated|truncated|shortened)\b|(?:此处|以下|中间|后文|其余|下文|这里)[^）)】\]]{0,20}(?:省略|略去|从略|略过|略)).*[\])）】〕}][*_.]{0,3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Omission();

    [GeneratedRegex(@"^\s*(?:第?[一二三四五六七八九十]{1,3}[、章节．.部]|\d{1,2}[、．.]\s*|(?:chapter|part|section)\s+(?:\d+|[ivx]+))[^。！？.!?，,；;]{0,40}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\W*(?:the end|end|fin|finis|the beginning|完|全文完|全书完|剧终|终|结束|谢谢|谢谢大家|此致|敬礼|references?|amen|curtain|blackout|fade out|fade to black|cut to black)\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TheEnd();

    [GeneratedRegex(@"^(?:(?:yours|best|kind|warm|warmest|with)\b.{0,40}|sincerely|regards|respectfully|cordially|love|cheers|thank you|thanks|faithfully),$|^此致[，,]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Closing();

    [GeneratedRegex(@"https?://\S+$|^\S+@\S+\.\S+$|\bdoi:\S+$|www\.\S+$|(?:^|\s)#\w+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:^|\s)(?:the|a|an|and|or|but|nor|of|to|in|on|at|for|with|by|from|as|than|that|which|who|whose|whom|is|are|was|were|be|been|has|have|had|will|would|could|should|can|may|might|must|their|his|her|its|our|my|your|these|those|this|into|onto|upon|between|among|through|during|because|although|while|when|where|if|so|not|very|such|each|every|both|either|also|including|without|within|about|over|under)$|(?:的|和|与|在|是|了一|把|被|对|从|向|以及|并且|而且|因为|所以|但是|如果|虽然|为了|由于|通过|一个|这个|那个)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OpenWord();
}
