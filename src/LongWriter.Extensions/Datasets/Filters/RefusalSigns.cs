using System.Buffers;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>The words in which an assistant declines, sentence by sentence, with ' for apostrophes and quotations taken out.</summary>
internal static partial class RefusalSigns
{
    // Without one of these nothing of what follows matches; most paragraphs have none.
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        [
            "can't", "cannot", "can not", "won't", "will not", "unable", "not able", "not comfortable", "feel comfortable", "rather not", "prefer not", "decline", "refuse", "refrain", "not permitted",
            "not allowed", "not have", "n't have", "stay out", "not something", "n't something", "beyond", "outside", "exceed", "than i ", "than my", "for me to", "of me to", "not going", "not willing",
            "not in a", "prevent", "prohibit", "forbid", "restrict", " stop", "keep", "violat", "contrary to", "against my", "against the", "feasible", "possible", "practical", "within my", "more than",
            "longer than", "further than", "doesn't", "does not", "not be ", "n't be ", "has been ", "to pass", "must pass", "no can do", "not a ", "n't a ", "not one", "n't one", "don't", "do not",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> ChineseHints = SearchValues.Create("不无没超拒婉难只恕");

    /// <summary>A quick look: false where no sentence can decline.</summary>
    public static bool MayDecline(ReadOnlySpan<char> block) => block.ContainsAny(Hints) || block.Contains("’t", StringComparison.Ordinal) || block.ContainsAny(ChineseHints);

    /// <summary>Whether the writer says no, in the first person, to writing or answering.</summary>
    public static bool Declines(string sentence) => FirstPerson().IsMatch(sentence) || (Impersonal().IsMatch(sentence) && Capacity().IsMatch(sentence) && Work().IsMatch(sentence)) || Beyond().IsMatch(sentence) || Rules().IsMatch(sentence) || ChineseDeclines().IsMatch(sentence);

    /// <summary>Whether only an assistant speaks so.</summary>
    public static bool IsAssistant(string sentence) => Assistant().IsMatch(sentence) || Capacity().IsMatch(sentence) || ChineseAssistant().IsMatch(sentence);

    /// <summary>Whether something else is offered or a professional is named, as in refusals of the politer kind.</summary>
    public static bool IsPolite(string sentence) => Offer().IsMatch(sentence) || Referral().IsMatch(sentence) || ChineseOffer().IsMatch(sentence);

    [GeneratedRegex("[\"“][^\"”]{1,600}[\"”]|「[^」]{1,600}」|『[^』]{1,600}』")]
    public static partial Regex Quoted();

    // From the start of a text: the writer of it says no.
    [GeneratedRegex(
        @"^\W*(?:(?:hi|hello|hey)\W+)?(?:(?:well|unfortunately|regrettably|sadly|however|apologies|my apologies|i apologi[sz]e|i(?:'m| am) (?:very |so |really |deeply |truly )?sorry|sorry|i (?:do )?appreciate|thank you|i understand|i regret|i respect)\b[^.!?\n]{0,160}[.,!;:—–-]*\s*){0,3}(?:but\s+|and\s+|so\s+|however,?\s+)?(?:as an? (?:ai|artificial|large|language|assistant|responsible)\b[^,.]{0,60},?\s*)?(?:i|we)\s*(?:'m| am|'re| are)?\s*(?:simply |really |just |respectfully |going to have to |also |currently |afraid )*(?:can't|cannot|can not|won't|will not|not able|unable|not comfortable|must decline|have to decline|need to decline|decline|refuse|not going|don't feel comfortable|am not allowed|not permitted|not allowed|would prefer not|couldn't)\b[^.!?\n]{0,80}\b(?:help|assist|writ\w*|creat\w*|produc\w*|generat\w*|provid\w*|continu\w*|compl\w*|fulfil\w*|engag\w*|support\w*|offer\w*|discuss\w*|share|respond\w*|answer\w*|request|content|do that|do this|proceed|deliver\w*|accommodate|take part)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Opening();

    [GeneratedRegex(@"^\W*(?:i(?:'m| am) (?:\w+ )?sorry|sorry,|i apologi[sz]e|(?:my )?apologies|unfortunately|i regret|regrettably|(?:非常|很|十分)?(?:抱歉|对不起))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Sorry();

    // I … cannot … write. What was in the past is told, not declined.
    [GeneratedRegex(
        @"\bi\b[^.;]{0,50}?(?:\b(?:can't|cannot|can not|won't|will not)\b|\b(?:unable|not able|not going|not willing|not in a position|not comfortable)\b|\bdon't feel comfortable\b|\bdo not feel comfortable\b|\b(?:must|have to|need to|going to have to|'ll have to|respectfully) (?:respectfully |politely )?(?:decline|refuse|refrain|stop|pass)\b|\bdecline to\b|\b(?:rather|prefer) not\b|\bnot (?:permitted|allowed)\b|\b(?:don't|do not) have (?:the ability|access)\b|\bstay out of\b)"
        + @"[^.;]{0,70}?\b(?:help\w*|assist\w*|writ\w*|creat\w*|produc\w*|generat\w*|provid\w*|continu\w*|complet\w*|fulfil\w*|engag\w*|discuss\w*|answer\w*|respond\w*|comply|argu\w*|deliver\w*|offer\w*|support\w*|weigh in|tak\w* (?:a )?sides?|(?:give|giving|offer) (?:you )?(?:medical|legal|financial|any|such|professional|advice)|do(?:ing)? (?:this|that|so)\b|accommodat\w*|describ\w*|depict\w*|brows\w*|look up|access\w*|proceed|meet (?:this|that|your)|go (?:\w+ )?(?:into|on|further)|have experiences|political|topics?)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstPerson();

    // What is asked is more than I can.
    [GeneratedRegex(
        @"(?:\bnot|n't) (?:something|a (?:topic|request|task|piece|text|subject)|one) (?:that |which )?i(?:'m| am|'d| can| will| could)\b"
        + @"|\b(?:beyond|outside|exceeds?|exceeding|more (?:\w+ )?than|longer than|further than)\b[^.;]{0,30}\b(?:what i|than i|i|my)\b[^.;]{0,25}\b(?:can|could|able|allow\w*|permit\w*|'ve got|have|capabilit\w*|capacit\w*|limits?|remit|scope|guidelines)\b"
        + @"|\b(?:not|wouldn't|isn't|n't) (?:be )?(?:appropriate|possible|responsible|right|ethical|feasible|proper|wise|safe) for me to\b|\b(?:impossible|dishonest|irresponsible|inappropriate|unethical|wrong) (?:for|of) me to\b|\bi(?:'ll| will)? (?:have to|must|need to) pass\b|^\W*(?:sorry, )?no can do\b|(?:\bnot|n't) within my (?:remit|scope|power|abilities|capabilities)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Beyond();

    // What is asked does not fit. A message that a server cannot deliver is no such thing: it has to be a text.
    [GeneratedRegex(
        @"(?:\bnot|n't) (?:feasible|possible|practical)\b|\bmore than (?:fits?|will fit|can fit|would fit)\b|\b(?:can't|cannot|won't|doesn't|does not|could not|couldn't) (?:fit|be (?:delivered|provided|completed|written|included|produced))\b|\bhas been (?:cut down|shortened|condensed|abridged|reduced)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Impersonal();

    [GeneratedRegex(@"\b(?:answer|response|reply|chat|conversation|report|essay|story|chapters?|article|text|piece|novel|play|summary|outline)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Work();

    // A rule of mine says no.
    [GeneratedRegex(@"\b(?:polic(?:y|ies)|guidelines|programming|safety rules|instructions|design)\b[^.;]{0,50}\b(?:don't|doesn't|do not|does not|won't|prevents?|prohibits?|forbids?|restricts?|stops?|keeps?|bars?)\b[^.;]{0,20}\b(?:me|us)\b|\b(?:against|violat\w+|contrary to) (?:my|the) (?:\w+ )?(?:guidelines|programming|polic(?:y|ies)|principles)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rules();

    // Who speaks is an assistant.
    [GeneratedRegex(@"\bas an? (?:\w+ )?(?:ai|artificial intelligence|(?:large )?language model|ai language|assistant|chatbot|text-based)\b|\bmy (?:guidelines|programming|training data|content policy|ethical guidelines|capabilities|safety)\b|\b(?:your|this|that) request\b|\bopenai\b|\bcontent polic(?:y|ies)\b|\busage polic(?:y|ies)\b|\bpolicy (?:that )?i operate\b|\bthis (?:type|kind|sort) of (?:content|material|request)\b|\b(?:assist|help) (?:you )?with (?:that|this|your)\b|\bsuch (?:content|a request)\b|\bi(?:'m| am) (?:just |only )?an? (?:ai|assistant|language model)\b|\bmy knowledge cutoff\b|\bi(?:'m| am|'ve been| was) (?:designed|programmed|trained|built|set up) to\b|\b(?:don't|do not) have (?:a body|feelings|personal (?:experiences?|opinions?))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Assistant();

    // What only a writer to order runs out of.
    [GeneratedRegex(@"\b(?:in|into|within) (?:a|one|this) single (?:response|answer|message|reply)\b|\b(?:in|into|within) (?:one|this) (?:response|answer|message|reply|format|platform|chat|conversation|interface)\b|\b(?:word|character|token|length|space|response|output) (?:limit|limits|limitation|limitations|constraint|constraints|restrictions?)\b|\b(?:that|this|such a|the full|the requested|the entire|a full) (?:length|long (?:text|response|document|piece)|[\d,]+[- ]words?)\b|\b(?:full|entire|complete) [\d,]+[- ]?words?\b|\b[\d,]+[- ]words? (?:in|within|at once|here)\b|\bi can (?:generate|produce|output)\b|\b(?:all|the) (?:\w+ )?(?:chapters|sections|parts|pages|words) (?:for you|at once|in one go|here)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Capacity();

    [GeneratedRegex(@"\b(?:could|can|may|might) i (?:interest|offer|suggest|help|instead)\b|\blet me know (?:if|whether|what|how|which)\b|\bfeel free to\b|\bjust say the word\b|\b(?:i'd|i would|i'll|i will|i can|i could)\b[^.;]{0,40}\b(?:be (?:happy|glad)|suggest|recommend|encourage you|instead|outline|list|summar\w+|in neutral terms|help you with)\b|\bhere(?:'s| is) (?:what i|an outline|a short|a brief|a summary|an overview)\b|\bwould you like (?:me|to|a|an)\b|\bif (?:it helps|you(?:'d| would)? (?:like|prefer|wish)),? i\b|\b(?:this|the) (?:piece|request|topic|task) (?:as stated|is|that you)\b|\bshould you wish\b|\bwrite (?:the \w+ |it )?yourself\b|\bcondensed\b|\bthank(?:s| you) for (?:your )?understanding\b|\bi hope (?:that )?you(?:'ll)? understand\b|\bwhich of the (?:two|three) would you\b|\byou may want to\b|\bif you (?:would|'d)? ?like\b|\bany standard textbook\b|\btake it from there\b|\bshort overview\b|\bfor a fuller\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Offer();

    [GeneratedRegex(@"\b(?:consult|speak (?:with|to)|talk to|contact|reach out to|see|seek|turn to)\b[^.;]{0,30}\b(?:licensed|qualified|professionals?|advis[eo]rs?|doctors?|physicians?|lawyers?|attorneys?|therapists?|helplines?|hotlines?|experts?|specialists?|counsel\w+)\b|\breach out to\b|\b(?:medical|legal|financial|tax|mental health) (?:advice|professional|adviser|advisor)\b|\btaken as (?:\w+ )?advice\b|\breputable (?:source|organi[sz]ation|site)s?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Referral();

    [GeneratedRegex(@"^\W*(?:(?:非常|很|十分|真的)?(?:抱歉|对不起|不好意思|遗憾)[^。！？]{0,30}[，,。！]?\s*)?(?:但|但是|不过)?(?:作为(?:一个|一名|一款)?(?:AI|人工智能|语言模型|大型语言模型|大语言模型|智能助手|助手)[^。]{0,60}|(?:由于|因为|受)[^。]{0,20}(?:篇幅|字数|长度|平台|系统|政策|规定|能力|回复)(?:限制|所限|有限|原因)?[^。]{0,15})[，,]?我?(?:无法|不能|没有办法|没法|不便|不可以|难以|不会|只能)|^\W*(?:非常|很|十分)?(?:抱歉|对不起|不好意思)[^。！？]{0,12}我?(?:无法|不能|没有办法|没法|不便)(?:为您|为你|帮您|帮你|帮助|协助|提供|完成|满足|继续|撰写|创作|生成|写|回答|按照|一次性|参与|讨论)[^。]{0,40}(?:请求|要求|内容|帮助|服务|文章|话题|字|问题|任务|写作)", RegexOptions.CultureInvariant)]
    public static partial Regex ChineseOpening();

    [GeneratedRegex(
        @"我[^。，；]{0,20}(?:无法|不能|没有办法|没法|不便|不会|不想|做不到|拒绝|婉拒|难以|只能拒绝|不得不(?:打住|停|拒绝|婉拒)|选择不|决定不|恕不)[^。；]{0,30}?(?:写|回答|作答|完成|提供|满足|生成|撰写|创作|讨论|评价|继续|输出|展开|参与|协助|帮|给出|打住|停笔|发表|表态|呈现|写下去)|不得不(?:打住|停下|停笔|就此)"
        + @"|超出(?:了)?(?:我|本)[^。，；]{0,8}(?:能力|范围|权限|回答|能写)|(?:恕|请恕)我?(?:无法|不能|不便|难以)|(?:要求|请求)[^。，；]{0,6}(?:无法|不能|难以)(?:满足|完成|达到|照办)|(?:无法|不能|难以|没法)(?:一次性?)?(?:满足|达到|完成|写出|写完|输出|生成)[^。；]{0,12}(?:要求|字数|全文|全部|整篇|完整|[\d万千百]+字)"
        + @"|(?:不予|不作|不做)(?:回答|评价|讨论|展开)", RegexOptions.CultureInvariant)]
    private static partial Regex ChineseDeclines();

    [GeneratedRegex(@"我(?:只|仅仅|毕竟)?是(?:一个|一名|一款)?(?:AI|人工智能|语言模型|大模型|聊天机器人)|作为(?:一个|一名|一款)?[^。，]{0,6}(?:AI|人工智能|语言模型|大模型|助手|机器人)|(?:您|你|这个|该|此)的?(?:请求|要求)|字的?要求|(?:篇幅|字数|长度|输出|回复)[^。，]{0,6}(?:限制|上限|所限|有限)|一次(?:性)?(?:写|输出|完成|生成)|能力范围|我能回答的|我的(?:能力|准则|设定|政策)|内容政策|使用政策|安全准则|提纲式|仅为[^。]{0,8}(?:提纲|大纲|概述)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ChineseAssistant();

    [GeneratedRegex(@"(?:请|希望|望|敬请)(?:您|你)?(?:能)?(?:见谅|谅解|理解|包涵)|您可以|可以告诉我|如果您(?:需要|愿意|想|希望)|我可以(?:为|帮|给)(?:您|你)|(?:请|建议)(?:您|你)?(?:及时)?(?:联系|咨询|拨打|寻求|查阅)|热线|(?:靠|由)(?:您|你)自己|只能(?:帮|为|给)(?:您|你)|让我们换|自行(?:补充|展开|完成|查阅)|(?:换(?:一)?个|其他)(?:话题|主题|题材|题目)|这类[^。]{0,12}(?:题目|话题|问题)", RegexOptions.CultureInvariant)]
    private static partial Regex ChineseOffer();
}
