using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>What stands in a pair of brackets, and whether it is to be filled in.</summary>
/// <param name="line">The line.</param>
/// <param name="open">Index of the opening bracket.</param>
/// <param name="close">Index of the closing one.</param>
/// <param name="text">The whole text.</param>
/// <param name="instruction">Whether the text is an instruction.</param>
internal readonly partial struct PlaceholderSlot(string line, int open, int close, string text, bool instruction)
{
    private const int MostWords = 9;

    // What a form asks for.
    private static readonly FrozenSet<string> Labels = Set(
        "name names surname firstname lastname username date dates day month year time company companies employer organization organisation business address addresses street city town county state province "
        + "country zip postcode phone telephone mobile fax email mail website url link title position job role department division team manager supervisor boss recipient sender client customer patient student "
        + "teacher professor instructor school university college institution institute degree major course product service brand project program programme event venue location place landmark amount number price cost "
        + "budget quantity percentage percent figure value salary age gender topic subject theme field industry sector area niche genre hobby interest skill skills qualification experience achievement goal "
        + "goals objective deadline signature initials author editor publisher publication journal source reference citation photo image picture logo file attachment document detail details description "
        + "information info text content example reason issue problem item keyword adjective noun verb adverb character protagonist hero villain animal color colour food song artist band sport team "
        + "language nationality tone audience length duration contact designation relationship friend partner spouse child candidate applicant hiring landlord tenant property policy account order invoice "
        + "reference id placeholder blank xyz abc insert tbd tba tbc");

    private static readonly FrozenSet<string> Fillers = Set(
        "of the a an your my our his her their its this that and or for in on at to from with by here specific relevant appropriate desired full first last middle current previous former new old main second "
        + "next other proposed expected total any some one two three s name's recipient's company's manager's customer's exact actual chosen preferred favorite favourite if applicable optional e g etc mr ms mrs dr street");

    private static readonly FrozenSet<string> Elements = Set(
        "a abbr address article aside b body br button code data dd details div dl dt em footer form h1 h2 h3 head header hr html i img input label li link main meta nav object ol option p pre s section select small span strong style sub summary sup table tbody td textarea th thead time title tr u ul var video");

    private char Bracket => line[open];

    private bool IsRound => Bracket is '(' or '（';

    private bool IsAngle => Bracket is '<' or '＜' or '〈';

    private bool IsBrace => Bracket is '{' or '｛';

    // Who writes about templates shows their slots.
    private bool IsAboutTemplates => Templates().IsMatch(text);

    public bool IsPlaceholder
    {
        get
        {
            var raw = line[(open + 1)..close];
            var content = raw.Trim().Trim('*', '_', '"', '\'', '“', '”', '`', ' ');
            if (content.Length == 0)
                return !IsRound && !IsAngle && raw.Length >= 3 && raw.All(static c => c is ' ' or '_' or '\u3000');
            if (IsElsewhere(content) || (IsBrace && IsAboutTemplates))
                return false;

            return IsDirective(content) || (content.Any(TermText.IsChinese) ? IsChinese(content) : IsLabel(content));
        }
    }

    /// <summary>Links, footnotes, formulas and markup.</summary>
    private bool IsElsewhere(string content)
    {
        var before = open > 0 ? line[open - 1] : ' ';
        var after = close + 1 < line.Length ? line[close + 1] : ' ';
        if (Bracket == '[' && (after is '(' or '[' || before is '!' or ']' || content[0] == '^'))
            return true;
        if (Bracket == '[' && after == ':' && open == 0 && line.AsSpan(close + 1).Contains("://", StringComparison.Ordinal))
            return true;
        if (IsBrace && (before is '\\' or '^' or '_' || (char.IsAsciiLetter(before) && line.AsSpan(0, open).LastIndexOf('\\') >= 0) || (before == '}' && line.Contains('\\'))))
            return true;
        if (IsAngle && (content[0] is '/' or '!' or '?' || content.Contains('=') || content.Contains("://", StringComparison.Ordinal) || content.Contains('@')))
            return true;

        return IsAngle && Elements.Contains(content.TrimEnd('/', ' ').ToLowerInvariant()) && (text.Contains("</", StringComparison.Ordinal) || text.Contains("/>", StringComparison.Ordinal));
    }

    private bool IsDirective(string content)
    {
        if (Always().IsMatch(content) || Crosses().IsMatch(content))
            return true;
        if (IsRound)
            return RoundDirective().IsMatch(content) || (instruction && Own().IsMatch(content) && Labels.Contains(Words(content)[^1]));

        return content.Length > 0 && Words(content).Count <= MostWords + 3 && (Directive().IsMatch(content) || Choice().IsMatch(content));
    }

    private bool IsLabel(string content)
    {
        var doubled = open > 0 && line[open - 1] == Bracket;
        if ((IsBrace || IsAngle) && doubled && Identifier().IsMatch(content))
            return true;
        // {article_text}; {n} and {x, y} are sets.
        if (IsBrace && Identifier().IsMatch(content) && !content.Contains(' ') && (content.Contains('_') || (instruction && content.Length >= 3)))
            return true;
        if (IsRound)
            return false;

        var words = Words(content);
        if (instruction && Bracket == '[' && words.Count == 1 && Single().IsMatch(content) && Introduced().IsMatch(line.AsSpan(0, open)))
            return true;

        return words.Count is > 0 and <= MostWords && words.Exists(Labels.Contains) && words.TrueForAll(static w => Labels.Contains(w) || Fillers.Contains(w) || w.All(char.IsAsciiDigit));
    }

    private bool IsChinese(string content)
    {
        if (ChineseDirective().IsMatch(content))
            return true;
        if (IsRound)
            return ChineseOwn().IsMatch(content);

        // 【时间】下午三点 is a heading with what it heads.
        var heads = Bracket == '【' && line.AsSpan(0, open).IsWhiteSpace();
        // Titles stand in 《》 and 〈〉; <用户昵称> is what belongs there.
        return ChineseOwn().IsMatch(content) || (!heads && ChineseLabel().IsMatch(content)) || (Bracket is '<' or '{' or '[' && content.Length <= 10 && ChineseLabelled().IsMatch(content));
    }

    private static List<string> Words(string content)
    {
        var words = new List<string>();
        foreach (Match word in Word().Matches(content.Replace('_', ' ').Replace('’', '\'')))
        {
            var lower = word.Value.ToLowerInvariant();
            words.Add(lower.EndsWith("'s", StringComparison.Ordinal) ? lower[..^2] : lower.EndsWith("s'", StringComparison.Ordinal) ? lower[..^2] : lower);
        }

        return words;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’][\p{L}]*)?")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\p{L}[\p{L}\p{N} _.\-]{0,40}$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(?:[Xx×]{2,}|[_.…\-]{0,2}_{2,}|[Xx]{1,4}[/\-.][Xx]{1,4}(?:[/\-.][Xx]{1,4})?|\$?[Xx]{2,}[%KkMm]?|\?{2,}|DD/MM/YYYY|MM/DD/YYYY|YYYY-MM-DD|HH:MM)$")]
    private static partial Regex Crosses();

    [GeneratedRegex(
        @"^(?:please\s+)?(?:insert\b|paste\b|fill[- ]?in\b|fill\s+(?:out|with)\b|placeholder\b|tb[dac]\b|todo\b|to be (?:added|determined|decided|announced|confirmed|completed|inserted|filled|written|provided|updated|defined|specified|supplied|advised|finalized|finalised|expanded|included|named|established|developed)\b)"
        + @"|\bplaceholder\s*$|\bto be (?:inserted|supplied|filled in|provided) (?:by|later|here|before)\b|\b(?:goes|go) here\b|^(?:add|enter|put|type|write|place|paste|attach|include|provide|specify|describe)\s+.{0,60}\bhere$|^your\s.{0,40}\bhere$|^(?:details?|name|text|content|image|date|title|link|signature|photo|address)\s+here$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Always();

    [GeneratedRegex(@"^(?:your|my)\s+(?:full |first |last |own |company |business |email |phone |home |street |job )*(?:name|address|title|number|email|signature|company|position|date|city|organization|organisation|school|university)s?$|^(?:name|date|signature|address|number|amount)\s+(?:of|to)\s+.{0,20}(?:here|added|filled)|^delete as (?:appropriate|applicable)|^strike (?:out )?(?:what|whichever)|^(?:citation|source|reference|page|quote|figure|link)s? (?:needed|required|missing|to come)\b|^author(?:'s name|\(s\)|s)?,? (?:year|date)$|^(?:check|verify|confirm|look up|double-check|fact-check)\s+\w+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RoundDirective();

    [GeneratedRegex(
        @"^your\s+\S+|^(?:an? |one |some )?(?:\w+ )?(?:story|anecdote|joke|memory|statistic|testimonial|paragraph) (?:about|from|when|where|showing)\b|^(?:check|verify|confirm|look up|double-check|fact-check|cite|link to|photo of|picture of|image of|testimonial|quote from|cta)\b|^(?:citation|source|reference|quote|figure)s? (?:needed|required|missing|to come)\b|^(?:e\.g\.|eg\b|for example|such as|example:)"
        + @"|^(?:please\s+)?(?:add|enter|type|write|put|specify|provide|state|describe|mention|choose|select|pick|replace|attach|paste|explain|indicate|list|name|give|include|briefly|summari[sz]e|discuss|detail|customi[sz]e|use|repeat|continue)\s+(?:in\s+|with\s+|up\s+)?(?:a|an|the|your|any|some|one|two|three|specific|relevant|here|more|another|additional|details?|briefly|why|how|what|any|each|other|names?|dates?|similar)\b"
        + @"|\b(?:name|date|title|number|amount|address|location|city|type|description|details|list|example|topic|time|year|position|department|price|size|length|purpose|brief description|summary) of (?:the|a|an|your|their|his|her|my|our|this|each|event|company|person|birth)?\b"
        + @"|^(?:specific|relevant|appropriate|particular|desired|corresponding|brief|short)\s+\S+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\b(?:jinja2?|mustache|handlebars|liquid|twig|razor|blade|vue|angular|svelte|f-strings?|format strings?|template (?:engine|language|literal|string|syntax)s?|mail merge|placeholders?|interpolation|LaTeX)\b|模板引擎|占位符|格式化字符串|插值", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Templates();

    [GeneratedRegex(@"^your \w+(?: \w+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Own();

    [GeneratedRegex("^(?!sic$)[a-z]{3,}$")]
    private static partial Regex Single();

    // Behind these stands what is meant; behind "such as" an example.
    [GeneratedRegex(@"(?:\b(?:about|on|of|for|to|in|from|by|with|the|a|an|my|our|called|named|titled)|:)\s*[""“']?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Introduced();

    [GeneratedRegex(@"^(?:he|she|they|him|her|his|mr|mrs|ms|dr|sir|madam|is|was|has|yes|male)\.?\s*/\s*(?:he|she|they|her|hers|him|his|their|them|mr|mrs|ms|dr|madam|are|were|no|female)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Choice();

    [GeneratedRegex(@"^(?:请)?(?:在此|于此|此处|这里|在此处|在这里)?(?:可|应|需|请|将)?(?:填写|填入|插入|输入|添加|补充|写明|注明|替换|填空|放置|加入|选择)|待(?:定|补充|填写|完善|添加|确认|更新|填|补|续写|公布|通知)$|^此处|占位|根据(?:实际|具体|自身|个人|您的|你的)(?:情况)?|^(?:具体|相应|相关)(?:的)?(?:日期|时间|地点|数字|金额|数据|名称|内容|姓名|案例|情况|人名|地址)|^(?:如|例如|比如)[：:，,]|自行(?:填写|补充|添加|替换)|^(?:XX|××|○○|某某)")]
    private static partial Regex ChineseDirective();

    private const string ChineseLabels = "姓名|名字|名称|公司|日期|时间|地点|地址|电话|手机号?|号码|邮箱|邮件|单位|学校|职位|职务|岗位|部门|城市|国家|年份|月份|金额|数量|数字|联系方式|联系人|收件人|寄件人|客户|产品|项目|品牌|专业|学院|班级|学号|签名|签字|导师|作者|标题|题目|链接|网址|图片|主题|行业|领域|价格|人名|地名|书名|机构|大学|老师|活动|昵称|称呼|职称|身份证号?";

    [GeneratedRegex($"^(?:您|你|贵|我|本人|对方|他|她|收信人|申请人|候选人)(?:的|们的)?(?:{ChineseLabels}|真实|全|具体)+$")]
    private static partial Regex ChineseOwn();

    [GeneratedRegex($"^(?:{ChineseLabels}|的|/|、|和|或|及|某|具体|相关|公司名|年|月|日|：|:)*(?:{ChineseLabels}|年|月|日)$")]
    private static partial Regex ChineseLabel();

    [GeneratedRegex($"^[\\u3400-\\u9fff]{{0,6}}(?:{ChineseLabels})$")]
    private static partial Regex ChineseLabelled();
}
