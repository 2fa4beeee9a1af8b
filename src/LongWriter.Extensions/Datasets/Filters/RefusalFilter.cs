using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Texts that are no refusals and hold none: neither as a whole, nor as a paragraph in which the assistant itself declines, nor as a shorter text with
/// an excuse before or behind it. Who refuses in a story does so in quotation marks or to somebody of the story; who writes about refusals quotes them.
/// </summary>
internal sealed partial class RefusalFilter : IRowFilter
{
    private const int LongestParagraph = 700;

    // "I cannot write about my father without …" begins an essay; a refusal of that length is sorry, or speaks as an assistant.
    private const int LongestCurt = 300;
    private const int LongestRefusal = 900;

    public string Name => "refusal";

    public string? FindFault(DatasetRow row)
    {
        if (row.Text is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        var whole = text.Trim();
        if (!IsQuoted(whole) && IsWholeRefusal(whole, Plain(whole)))
            return "the text is a refusal: " + Shown(whole);

        foreach (var block in Paragraphs(whole))
        {
            if (block.Length <= LongestParagraph && !IsQuoted(block) && IsRefusal(Plain(block)))
                return "a paragraph refuses: " + Shown(block);
        }

        return null;
    }

    private static bool IsWholeRefusal(string whole, string plain) =>
        whole.Length <= LongestRefusal
        && (RefusalDetector.IsRefusal(whole) || Declines().IsMatch(plain))
        && (whole.Length <= LongestCurt || Sorry().IsMatch(plain) || Assistant().IsMatch(plain));

    /// <summary>Whether an assistant declines here: with words that no person of a story uses.</summary>
    private static bool IsRefusal(string block) =>
        Assistant().IsMatch(block) && (Declines().IsMatch(block) || Unable().IsMatch(block))
        || Capacity().IsMatch(block) && Unable().IsMatch(block)
        || ChineseDeclines().IsMatch(block);

    private static IEnumerable<string> Paragraphs(string text)
    {
        var lines = TextLine.Read(text);
        for (var i = 0; i < lines.Count;)
        {
            var end = i + 1;
            if (lines[i].Kind is TextLineKind.Text)
            {
                while (end < lines.Count && lines[end].Kind is TextLineKind.Text)
                    end++;
                yield return text[lines[i].Start..lines[end - 1].End];
            }

            i = end;
        }
    }

    // A quotation mark at the start, or a refusal inside of marks.
    private static bool IsQuoted(string block) =>
        block.TrimStart('*', '_', ' ', '—', '-') is ['"' or '“' or '\'' or '‘' or '「' or '『' or '«' or '>', ..] || Quoted().Replace(block, "").Length < block.Length / 2;

    // What is quoted is not said.
    private static string Plain(string block) => Quoted().Replace(block, "\"…\"").Replace('’', '\'');

    private static string Shown(string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 80 ? line[..80] + "…" : line;

    [GeneratedRegex("[\"“][^\"”]{1,600}[\"”]|「[^」]{1,600}」|『[^』]{1,600}』")]
    private static partial Regex Quoted();

    // From the start of a text or paragraph: the writer of it says no.
    [GeneratedRegex(
        @"^\W*(?:(?:hi|hello|hey)\W+)?(?:(?:well|unfortunately|regrettably|sadly|however|apologies|my apologies|i apologi[sz]e|i(?:'m| am) (?:very |so |really |deeply |truly )?sorry|sorry|i (?:do )?appreciate|thank you|i understand|i regret|i respect)\b[^.!?\n]{0,160}[.,!;:—–-]*\s*){0,3}(?:but\s+|and\s+|so\s+|however,?\s+)?(?:as an? (?:ai|artificial|large|language|assistant|responsible)\b[^,.]{0,60},?\s*)?(?:i|we)\s*(?:'m| am|'re| are)?\s*(?:simply |really |just |respectfully |going to have to |also |currently |afraid )*(?:can't|cannot|can not|won't|will not|not able|unable|not comfortable|must decline|have to decline|need to decline|decline|refuse|not going|don't feel comfortable|am not allowed|not permitted|not allowed|would prefer not|couldn't)\b[^.!?\n]{0,80}\b(?:help|assist|writ\w*|creat\w*|produc\w*|generat\w*|provid\w*|continu\w*|compl\w*|fulfil\w*|engag\w*|support\w*|offer\w*|discuss\w*|share|respond\w*|answer\w*|request|content|do that|do this|proceed|deliver\w*|accommodate|take part)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Declines();

    [GeneratedRegex(@"\b(?:(?:can't|cannot|can not|won't|will not|couldn't|not able to|unable to|not possible (?:for me )?to|isn't possible to|impossible (?:for me )?to|not feasible to|must decline|have to decline|decline to|not comfortable|against my|beyond my|exceeds? (?:my|the)|not designed to|not allowed to|not permitted to))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Unable();

    // Who speaks is an assistant.
    [GeneratedRegex(@"\bas an? (?:ai|artificial intelligence|(?:large )?language model|ai language|virtual assistant|text-based)\b|\bmy (?:guidelines|programming|training|content policy|ethical guidelines|capabilities|safety)\b|\b(?:your|this|that|the) request\b|\bopenai\b|\bcontent polic(?:y|ies)\b|\busage polic(?:y|ies)\b|\bthis (?:type|kind|sort) of (?:content|material|request)\b|\b(?:assist|help) (?:you )?with (?:that|this|your)\b|\bsuch (?:content|material|a request)\b|\bi(?:'m| am) (?:just |only )?an? (?:ai|assistant|language model)\b|\bmy knowledge cutoff\b", RegexOptions.IgnoreCase)]
    private static partial Regex Assistant();

    [GeneratedRegex(@"^\W*(?:i(?:'m| am) (?:\w+ )?sorry|sorry,|i apologi[sz]e|(?:my )?apologies|unfortunately|i regret|regrettably|(?:非常|很|十分)?(?:抱歉|对不起))", RegexOptions.IgnoreCase)]
    private static partial Regex Sorry();

    // What only a writer to order runs out of.
    [GeneratedRegex(@"\b(?:in|within) (?:a|one|this) single (?:response|answer|message|reply|session)\b|\b(?:in|within) (?:one|this) (?:response|answer|message|reply|format|platform|chat|conversation|interface)\b|\b(?:word|character|token|length|space|response|output) (?:limit|limits|limitation|limitations|constraint|constraints|restrictions?)\b|\b(?:that|this|such a|the full|the requested|the entire|a full) (?:length|long (?:text|response|document|piece)|[\d,]+[- ]words?)\b|\b(?:full|entire|complete) [\d,]+[- ]?words?\b|\b[\d,]+[- ]words? (?:in|within|at once|here)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Capacity();

    [GeneratedRegex(@"^\W*(?:(?:非常|很|十分|真的)?(?:抱歉|对不起|不好意思|遗憾)[^。！？]{0,30}[，,。！]?\s*)?(?:但|但是|不过)?(?:作为(?:一个|一名|一款)?(?:AI|人工智能|语言模型|大型语言模型|大语言模型|智能助手|助手)[^。]{0,60}|(?:由于|因为|受)[^。]{0,20}(?:篇幅|字数|长度|平台|系统|政策|规定|能力|回复)(?:限制|所限|有限|原因)?[^。]{0,15})[，,]?我?(?:无法|不能|没有办法|没法|不便|不可以|难以|不会|只能)|^\W*(?:非常|很|十分)?(?:抱歉|对不起|不好意思)[^。！？]{0,12}我?(?:无法|不能|没有办法|没法|不便)(?:为您|为你|帮您|帮你|帮助|协助|提供|完成|满足|继续|撰写|创作|生成|写|回答|按照|一次性|参与|讨论)[^。]{0,40}(?:请求|要求|内容|帮助|服务|文章|话题|字|问题|任务|写作)")]
    private static partial Regex ChineseDeclines();
}
