using System.Buffers;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Finds what a text leaves to be filled in: slots in brackets of every kind, runs of X and of underscores, "TBD", dummy text, remarks that something
/// goes here. Code is passed over; so are citations, footnotes, links, stage directions, HTML, formulas and Roman numerals.
/// </summary>
internal static partial class PlaceholderScan
{
    private const int LongestSlot = 90;
    private const string ChineseDigits = "一二三四五六七八九〇零";
    private const string Pairs = "[]【】［］〔〕<>＜＞〈〉{}｛｝()（）";
    private static readonly SearchValues<char> Openings = SearchValues.Create("[【［〔<＜〈{｛(（");

    // Without one of these a text holds none of the words that are looked for line by line.
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        ["TBD", "TBA", "TBC", "TODO", "FIXME", "lorem ipsum", "go here", "goes here", "placed here", "inserted here", "insert ", "your ", "to be ", "placeholder", "XX", "$X", "??"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> MoreHints = SearchValues.Create("_%#某此这在待占略自×");

    /// <summary>The first placeholder; null where there is none.</summary>
    public static string? Find(string text, PlaceholderOptions options = default)
    {
        var crosses = !options.IsForm && Crosses().IsMatch(text);
        var blanks = !options.IsForm && Blanks().IsMatch(text) && !IsExercise(text);
        var words = MayHaveWords(text);
        // In a text, one word in capitals is emphasis.
        var variables = !options.IsForm && (options.IsInstruction ? Variables().IsMatch(text) || Directions().IsMatch(text) : !text.Contains('`') && Variables().Count(text) >= 2 || text.Contains('_') && !text.Contains('`') && Constant().IsMatch(text));
        var lines = TextLine.Read(text);
        foreach (var line in lines)
        {
            if (line.Kind is TextLineKind.Code or TextLineKind.Blank or TextLineKind.Rule)
                continue;

            var span = text.AsSpan(line.Start, line.End - line.Start);
            var slots = !options.IsForm && span.ContainsAny(Openings);
            var worded = words && MayHaveWords(span);
            if (!slots && !crosses && !blanks && !worded && !variables)
                continue;

            var body = span.Contains('`') ? InlineCode().Replace(span.ToString(), static m => new string(' ', m.Length)) : span.ToString();
            if (((slots ? FindSlot(body, text, options) : null)
                ?? (crosses ? FindCross(body, text) : null)
                ?? (blanks ? FindBlank(body) : null)
                ?? (worded ? FindWords(body) : null)
                ?? (variables ? FindVariable(body, options) : null)) is { } found)
                return found;
        }

        return options.IsForm ? null : FindSignature(text, lines);
    }

    private static bool MayHaveWords(ReadOnlySpan<char> text) => text.ContainsAny(MoreHints) || text.ContainsAny(Hints);

    private static string? FindSlot(string line, string text, PlaceholderOptions options)
    {
        for (var i = line.AsSpan().IndexOfAny(Openings); i >= 0 && i < line.Length; i = Next(line, i + 1))
        {
            var close = line.IndexOf(Pairs[Pairs.IndexOf(line[i]) + 1], i + 1);
            if (close < 0 || close - i > LongestSlot)
                continue;

            // The innermost pair: {{name}} is looked at from its second brace on.
            var open = line.LastIndexOf(line[i], close);
            var slot = new PlaceholderSlot(line, open, close, text, options.IsInstruction);
            if (slot.IsPlaceholder && !IsMentioned(line, i, close))
                return line[i..(close + 1)];
        }

        return null;
    }

    private static int Next(string line, int from) => line.AsSpan(from).IndexOfAny(Openings) is >= 0 and var at ? from + at : -1;

    /// <summary>Whether the slot is quoted with other words, by a sentence about it.</summary>
    private static bool IsMentioned(string line, int open, int close)
    {
        foreach (Match quote in Quote().Matches(line))
        {
            if (quote.Index >= open || quote.Index + quote.Length - 1 <= close)
                continue;

            var bare = quote.Index + 1 == open && quote.Index + quote.Length - 2 == close;
            var around = line.AsSpan(0, quote.Index).ContainsAny(LetterRanges) || line.AsSpan(quote.Index + quote.Length).ContainsAny(LetterRanges);
            return around && !bare;
        }

        return false;
    }

    private static readonly SearchValues<char> LetterRanges = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ的一是在了有不这");

    private static string? FindVariable(string line, PlaceholderOptions options) =>
        Variables().Match(line) is { Success: true } variable ? variable.Value
        : Constant().Match(line) is { Success: true } constant ? constant.Value
        : options.IsInstruction && Directions().Match(line) is { Success: true } direction ? direction.Value
        : null;

    private static string? FindCross(string line, string text)
    {
        foreach (Match run in Crosses().Matches(line))
        {
            if (IsCross(line, run, text))
                return Around(line, run);
        }

        return null;
    }

    private static string? FindBlank(string line)
    {
        foreach (Match blank in Blanks().Matches(line))
        {
            // Three underscores around a word are emphasis.
            var emphasis = blank.Length == 3 && Emphasis().IsMatch(line);
            if (!emphasis && line.AsSpan().ContainsAnyExcept("_ -|:\t") && !IsMentioned(line, blank.Index, blank.Index + blank.Length - 1))
                return Around(line, blank);
        }

        return null;
    }

    /// <summary>A letter that is signed with what belongs there: Name, Title.</summary>
    private static string? FindSignature(string text, List<TextLine> lines)
    {
        var last = lines.FindLastIndex(static l => l.Kind != TextLineKind.Blank);
        return last > 0 && lines[last].Kind == TextLineKind.Text && lines[last - 1].Kind == TextLineKind.Text
            && SignedLabel().IsMatch(text.AsSpan(lines[last].Start, lines[last].End - lines[last].Start))
            && SignedLabel().IsMatch(text.AsSpan(lines[last - 1].Start, lines[last - 1].End - lines[last - 1].Start))
            ? text[lines[last - 1].Start..lines[last].End] : null;
    }

    private static bool IsCross(string line, Match run, string text)
    {
        var before = run.Index > 0 ? line[run.Index - 1] : ' ';
        var end = run.Index + run.Length;
        var after = end < line.Length ? line[end] : ' ';
        var beside = TermText.IsChinese(before) || TermText.IsChinese(after);
        if (line.Contains("染色体", StringComparison.Ordinal) || line.Contains("chromosome", StringComparison.OrdinalIgnoreCase))
            return false;
        // 二〇〇三年 is a year.
        if (run.Value[0] == '〇' && (ChineseDigits.Contains(before) || ChineseDigits.Contains(after)))
            return false;
        if (run.Value[0] is '×' or '○' or '〇' or '□')
            return beside || run.Length >= 3;

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

    [GeneratedRegex(@"(?<![A-Za-z])(?:X{2,}|x{3,}|×{2,}|○{2,}|〇{2,}|□{3,})(?![A-Za-z])")]
    private static partial Regex Crosses();

    [GeneratedRegex("[\"“][^\"”]{1,200}[\"”]")]
    private static partial Regex Quote();

    [GeneratedRegex(@"^\s*(?:your )?(?:full )?(?:name|title|position|institution|organi[sz]ation|company|department|address|date|signature|phone|email|job title|contact(?: information)?)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignedLabel();

    // In an instruction: capitals where a word belongs, "a hero called NAME", in a text that is not all in capitals.
    [GeneratedRegex(@"\b(?:NAME|DATE|TIME|PLACE|ITEM|TOPIC|KEYWORD|KEYWORDS|COMPANY|PRODUCT|BRAND|CITY|SUBJECT|TITLE|CHARACTER|LOCATION|COUNTRY|NUMBER|THEME|GENRE|AUDIENCE|PERSON|THING)\b(?<=\b[a-z]+ [A-Z]+)(?<!\b(?:the|a|an|your|its|my|this|in|all|and|or) [A-Z]+)(?! [A-Z]{2})|\$\{?[A-Z][A-Z_]*_[A-Z_]+\}?|\$\{[A-Za-z_]+\}")]
    private static partial Regex Variables();

    [GeneratedRegex(@"(?<![A-Z_$])[A-Z]{3,}(?:_[A-Z]+)*_(?:NAME|DATE|TITLE|EMAIL|ADDRESS|CITY|PHONE|TOPIC|COMPANY|PRODUCT)\b")]
    private static partial Regex Constant();

    // An ellipsis with what belongs there behind it, and the marks of C's printf.
    [GeneratedRegex(@"(?:\.{3}|…)\s*[(（](?=[a-z\u4e00-\u9fff])[^)）]{2,40}[)）]|(?<![\w%])%s\b(?=.*(?<![\w%])%s\b)")]
    private static partial Regex Directions();

    [GeneratedRegex(@"_{3,}|(?:_ ){2,}_|(?<=[$€£¥￥])_{2,}|_{2,}(?=[年月日])")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<!_)_{3}(?=\w)[^_]+_{3}(?!_)")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\bX{2,3}(?:I{1,3}|I?V|IX|VI{1,3})\b|\bX(?:I{1,3}|IV|V|VI{1,3}|IX)\b|\bX?L[IVX]+\b")]
    private static partial Regex Roman();

    [GeneratedRegex(@"(?:chapter|part|book|volume|section|act|canto|sonnet|psalm|article|super bowl|olympiad|legion|louis|king|pope|no\.|number|title|appendix|plate|figure|table)\s+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"fill[- ]in[- ]the[- ]blank|fill (?:in )?(?:each|the) blank|complete (?:each|the|these|the following) sentence|填空|cloze|worksheet", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExerciseWords();

    [GeneratedRegex(@"^\s*(?:[-*•]|\(?\d{1,3}[.)、]|\(?[a-zA-Z][.)])\s.*_{3,}", RegexOptions.Multiline)]
    private static partial Regex NumberedBlanks();

    [GeneratedRegex(
        @"\b(?:TBD|TBA|TBC)\b|\b(?:TODO|FIXME)\b\s*[:：\]]"
        + @"|(?i:\blorem ipsum[,.]?\s+(?:dolor|text|placeholder|sit|content))|(?:^|[.!?:]\s+)Lorem ipsum\s*(?:[.…,]|$)"
        + @"|(?i:\b(?:topic|keyword|theme|subject|text|content|details?|description|name|title|image|photo|picture|logo|story|paragraph|section|body|copy|information|info|chapter|quote|data|chart|table|figure|link|address|signature)\s+(?:goes|go|will go|to go|to be placed|to be inserted)\s+here\b)"
        + @"|(?i:\binsert\s+(?:[\w'’]+\s+){0,6}here\b)|(?i:\b(?:add|put|enter|type|write|place|fill in|paste)\s+(?:in\s+)?your\s+(?:own\s+)?(?:[\w'’]+\s+){0,4}here\b)"
        + @"|(?i:[:：]\s*\**to be (?:determined|announced|confirmed|added|decided|completed|provided|inserted|filled in)\W*$)"
        + @"|(?i:\bplaceholder (?:text|name|title|image|paragraph|content|for (?:the|a|an|your))\b\s*[\])>:.…]?$)"
        + @"|\b(?:YOUR|INSERT|ENTER|ADD)(?:_[A-Z0-9]+)+\b|\b[A-Z]+(?:_[A-Z]+)*_HERE\b"
        + @"|\$X+ (?:million|billion|thousand)\b|\bX{2,},X{3}\b|\bXX,000\b|\bX{2,} (?:months?|years?|days?|weeks?|hours?|minutes?|percent|people|million|billion|employees|countries|members|participants)\b|\b(?:figure|fig\.|table|page|p\.|section|chapter|appendix|reference) \?{2,}"
        + @"|#[A-Z][A-Z_]{2,}#|(?<![A-Z] )\bYOUR (?:[A-Z]+ )?(?:NAME|COMPANY|KEYWORD|TOPIC|PRODUCT|CITY|BRAND|TITLE|EMAIL|ADDRESS|NUMBER|BUSINESS|TEXT|SUBJECT|NICHE|INDUSTRY|AUDIENCE|WEBSITE|URL|QUESTION|IDEA|ARTICLE)\b"
        + @"|%(?i:first|last|full|user|company|customer|client|product|recipient|your)?_?(?i:name|date|address|email|company|city|title|phone|number|id)%")]
    private static partial Regex Words();

    // In a tutorial something is put in here, and in a recipe one may add something: then it is an act of the reader's.
    [GeneratedRegex(
        @"(?<!在|从|到|于)此处(?:应|需|请|将)?(?:插入|填写|填入|补充|放置|为占位)|(?:^|[（(【\[])\s*(?:这里|在此|在此处|在这里)(?:应|需|请|将)?(?:插入|填写|填入|补充|放置|放)(?:图|表|照|文字|内容|说明|数据|姓名|名字|名称|案例|标题)|(?<!有|尚|仍|还|等)待(?:补充|填写|完善|添加|填入|插入)(?!的|和|、|，|之处|与|并)|占位(?:文字|文本)"
        + @"|[:：]\s*(?:待定|待填|待补|略)\s*[。；;]?$|请(?:在此|于此处)(?:填|补充|插入|添加|替换)|(?:某某|XX|××)(?:公司|学校|单位|先生|女士|大学|部门|市|省|县|集团|同志|老师)|(?:^|[：:，])某某某?[，,](?:男|女)|某省某[市县]")]
    private static partial Regex ChineseWords();
}

/// <summary>What is looked at.</summary>
internal readonly record struct PlaceholderOptions
{
    /// <summary>Whether it is an instruction, in which no code is quoted and variables of templates are left over.</summary>
    public bool IsInstruction { get; init; }

    /// <summary>Whether a form was asked for, whose blanks and slots belong to it.</summary>
    public bool IsForm { get; init; }
}
