using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Finds what an assistant says about the text instead of the text: "Here is the chapter:", "Let me know if …", "（未完待续）". Each
/// shape needs a word that names the text as an answer, so that a story may begin with "Sure, I said, here is your coat."
/// </summary>
internal static class AssistantTalk
{
    private const int MaxLength = 300;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private const string Yes = @"(?:sure(?: thing)?|certainly|of course|absolutely|definitely|okay|ok|alright|all right|understood|got it|great|no problem|with pleasure|gladly)\s*[!,.:;—–-]+\s*";
    private const string HereIs = @"(?:here(?:'s|’s| is| are)|below is|the following is)";
    private const string PartNoun = @"(?:section|chapter|paragraph|segment|draft|continuation|version|rewrite|revision|instal?lment)s?";
    private const string TextNoun = @"(?:text|story|article|essay|guide|report|passage|introduction|conclusion|scene|document|content|piece|novel|post|narrative|part)";
    private const string Noun = $@"(?:{PartNoun}|{TextNoun})";
    private const string Fresh = @"(?:next|revised|rewritten|re-written|shortened|condensed|updated|requested|continued|expanded|improved|corrected|polished|edited)";
    private const string Quality = $@"(?:{Fresh}|full|complete|completed|final|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|opening|closing|new|draft|\d[\d,]*[\s-]words?)";
    private const string Number = @"(?:\s+(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s*(?:of|/)\s*\d+)?)";
    private const string Determiner = @"(?:(?:the|your|a|an|my)\s+)?";
    private const string ToDocument = @"(?:of|for|to)\s+(?:the|your|this)\s+(?:\w+\s+)?(?:\w+\s+)?(?:story|article|essay|guide|report|document|novel|book|text|piece|post)";
    private const string AsAsked = @"(?:(?:that\s+)?you\s+(?:have\s+|'ve\s+)?(?:requested|asked|wanted)|as\s+(?:you\s+)?(?:requested|asked|instructed|outlined)|per\s+your\s+|based\s+on\s+(?:the|your)\s+(?:plan|outline|instructions|prompt))";
    private const string OfWords = @"(?:in|of|at|with|about|approximately|roughly|around|~|\()\s*(?:\w+\s+)?~?\d[\d,]*\s+words";

    private static readonly Regex[] Agreement = Shapes(
        $@"^{Yes}(?:{AsAsked}.*,\s*)?(?:{HereIs}|this is|i(?:'ve|’ve| have)\s+(?:written|drafted|rewritten|revised|shortened|expanded)|i(?:'ll|’ll| will| can)\s+(?:now\s+)?(?:write|continue|proceed|draft|rewrite|revise|provide|expand)|let me\s+(?:write|continue|proceed|draft|rewrite|revise|provide|expand)|let(?:'s|’s| us)\s+(?:continue|proceed|move on))\b.*\b(?:{PartNoun}|{Fresh}\s+{TextNoun}|part\s+\d+)\b.*[:.!]$",
        $@"^{Yes}{HereIs}\s+{Determiner}(?:{Quality}\s+)*{Noun}{Number}?\s*(?:[:!]|,?\s*{AsAsked}.*[:.!])$");

    private static readonly Regex[] Announcement = Shapes(
        $@"^(?:{AsAsked},?\s+)?{HereIs}\s+{Determiner}(?:{Quality}\s+)*{Noun}{Number}?(?:\s+(?:text|draft))?\s*:$",
        $@"^(?:{AsAsked},?\s+)?{HereIs}\s+{Determiner}(?:{Quality}\s+)*{Noun}{Number}?,?\s*(?:{ToDocument}|{AsAsked}|{OfWords}).*[:.!]$",
        $@"^{HereIs}\s+{Determiner}(?:{Quality}\s+)*{Fresh}\s+(?:{Quality}\s+)*{PartNoun}{Number}?\b.*:$",
        $@"^{HereIs}\s+{Determiner}{PartNoun}{Number}\s*[,(].*:$",
        $@"^(?:now,?\s+)?(?:i(?:'ll|’ll| will| am going to)|let me|let(?:'s|’s| us))\s+now\s+(?:write|continue|proceed|draft|move on|begin)\b.*\b(?:section|paragraph|chapter|part){Number}\b.*[:.!]$",
        $@"^continuing\s+(?:from|with)\b.*\b(?:left off|{PartNoun}|story|text)\b[^.]*:$",
        @"^(?:revised|rewritten|shortened|updated|final)\s+(?:draft|section|version|text|paragraph)\s*:$");

    // a line that somebody in a story speaks
    private static readonly Regex Story = new(@"\b(?:said|asked|replied|told|whispered|shouted|answered|thought|of my|of our|of his|of her|of their)\b", Options);

    private const string ChinesePart = @"(?:第?\s*[\d一二三四五六七八九十]+\s*(?:段落|段|部分|章|节)|段落\s*[\d一二三四五六七八九十]+|[下本这](?:一)?(?:段落|段|部分|章|节))";
    private const string ChineseRewritten = @"(?:重新?写|改写|修改|续写|缩短|缩写|撰写|润色|调整|创作|扩写)(?:后|好|完成)?的?";
    private const string ChineseText = @"(?:正文|续写|内容|版本|草稿|文字|段落|文章|文本|全文|稿子)";

    private static readonly Regex[] ChinesePreamble = Shapes(
        $@"^(?:好的|好|当然可以|当然|没问题|明白了?|收到|可以|了解)[，,。！!：:\s]+.*(?:以下|下面|这里?是|接下来|我来|我将|我会|我现在|现在|让我).*(?:{ChinesePart}|{ChineseText}|{ChineseRewritten}).*[：:。！!]$",
        $@"^(?:以下|下面|这里)(?:就)?是我?(?:[为给](?:您|你))?(?:(?:{ChineseRewritten})(?:{ChinesePart})?的?{ChineseText}?|(?:{ChinesePart})的?{ChineseText}?|{ChineseText})(?:（[^）]*）)?[：:]$");

    private const string Changes = @"\b(?:changes?|adjust\w*|revis\w+|edits?|expand\w*|continue|modif\w+|tweak\w*|feedback|further|anything else|more detail\w*|next (?:section|part|chapter|paragraph)|like me to|want me to|need me to|proceed)\b";

    private static readonly Regex[] Closer = Shapes(
        $@"^(?:please\s+|feel free to\s+)*let me know\b.*{Changes}.*$",
        @"^(?:would you like|do you want)\s+me\s+to\s+(?:continue|proceed|write|expand|adjust|revise|go on|move on|add|change)\b.*\?$",
        @"^(?:should|shall)\s+i\s+(?:continue|proceed|go on|move on|write)\b.*\b(?:section|part|chapter|paragraph|draft)\b.*\?$",
        @"^i\s+hope\s+(?:this|the above)(?:\s+(?:section|chapter|draft|text|version|revision|paragraph|rewrite))?\s+(?:helps|meets\s+your|is what you|works for you|fits your|matches your|satisfies)\b.*$",
        $@"^if you(?:'d|’d| would)?\s+(?:like|need|want|have)\b.*{Changes}.*\b(?:let me know|just ask|just say|i can|i(?:'m|’m| am) happy|feel free|i(?:'d|’d| would) be (?:happy|glad))\b.*$");

    private static readonly Regex[] ChineseCloser = Shapes(
        @"^希望(?:以上|这[段篇些个]?|上述|本[段篇])?(?:内容|文字|段落|文章|回答|版本)?能?够?(?:对(?:你|您)(?:有所?|能有)帮助|(?:符合|满足)(?:你|您)的|让(?:你|您)满意).*$",
        @"^(?:如果|如|若)(?:你|您|需要|需|有).*(?:修改|调整|继续|扩展|补充|润色|下一段|其他要求|进一步).*(?:告诉我|告知|联系我|提出|吩咐|我会|我可以|我将).*$",
        @"^(?:请问)?(?:是否)?(?:还)?需要我.*(?:继续|修改|调整|扩写|写下一).*[？?]$");

    private const string ChineseCount = @"第\s*[\d一二三四五六七八九十]+";

    private static readonly Regex[] EndMark = Shapes(
        @"^[*_\s–—-]*(?:end of (?:the\s+|this\s+)?(?:section|paragraph|segment|draft|excerpt)(?:\s+\w+)?(?:\s+of\s+\d+)?|to be continued|continued in (?:the\s+)?next (?:section|chapter|part|paragraph))[\s.…!]*[*_\s–—-]*$",
        @"^[*_\s]*[\[(（【]\s*(?:end of (?:the\s+|this\s+)?(?:section|chapter|paragraph|part|segment|draft|excerpt)(?:\s+\w+)?(?:\s+of\s+\d+)?|to be continued|continued in (?:the\s+)?next (?:section|chapter|part|paragraph))[\s.…!]*[\])）】][*_\s]*$",
        $@"^[（(\[【]\s*(?:未完待续|待续|(?:本|{ChineseCount})(?:段落|段|节|部分|章)(?:完|结束|到此结束))[。.…！\s]*[）)\]】]$",
        @"^[—–\-…\s]*未完待续[。.…！\s—–-]*$");

    /// <summary>Whether a draft's first line announces the text.</summary>
    public static bool IsPreamble(ReadOnlySpan<char> line)
    {
        line = Bare(line);
        return line.Length is > 0 and <= MaxLength
            && (IsAny(ChinesePreamble, line) || ((IsAny(Agreement, line) || IsAny(Announcement, line)) && !Story.IsMatch(line)));
    }

    /// <summary>Whether a draft's last paragraph, of one line, offers more help.</summary>
    public static bool IsCloser(ReadOnlySpan<char> line)
    {
        line = Bare(line);
        return line.Length is > 0 and <= MaxLength && (IsAny(Closer, line) || IsAny(ChineseCloser, line));
    }

    /// <summary>Whether a draft's last line only says that the section ends or that more follows.</summary>
    public static bool IsEndMark(ReadOnlySpan<char> line) => line.Length <= MaxLength && IsAny(EndMark, line.Trim());

    // one automaton a shape: their sizes multiply where they are joined, and the runtime bounds the size
    private static Regex[] Shapes(params string[] patterns) => Array.ConvertAll(patterns, static p => new Regex(p, Options));

    private static bool IsAny(Regex[] shapes, ReadOnlySpan<char> line)
    {
        foreach (var shape in shapes)
        {
            if (shape.IsMatch(line))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> line) => line.Trim().Trim("*_# ");
}
