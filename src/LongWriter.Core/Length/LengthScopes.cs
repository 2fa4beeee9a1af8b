using System.Collections.Frozen;

namespace LongWriter;

/// <summary>Decides what a stated length is the length of.</summary>
internal static class LengthScopes
{
    private static readonly FrozenSet<string> Transforms = FrozenSet.Create(
        "summarize", "summarise", "summarizing", "summarising", "condense", "shorten", "expand", "extend", "lengthen", "rewrite", "paraphrase", "translate",
        "edit", "proofread", "improve", "revise", "polish", "review", "analyze", "analyse", "critique", "cut", "trim", "reduce", "abridge", "compress",
        "read", "summary", "synopsis", "abstract", "analysis", "translation", "adaptation", "version", "based", "from", "abridgement", "increase");

    private static readonly FrozenSet<string> Writes = FrozenSet.Create(
        "write", "draft", "compose", "create", "generate", "produce", "writing", "prepare", "make", "as", "into", "to", "in", "with");

    private static readonly FrozenSet<string> Pointers = FrozenSet.Create("following", "above", "attached", "existing", "original", "given", "below", "enclosed");

    private static readonly FrozenSet<string> Owners = FrozenSet.Create("this", "that", "my", "our", "his", "her", "their");

    private static readonly FrozenSet<string> Requests = FrozenSet.Create(
        "write", "writing", "draft", "compose", "create", "generate", "produce", "prepare", "make", "give", "should", "must", "need", "needs", "want", "please",
        "limit", "length", "expand", "extend", "summarize", "summarise", "condense", "shorten", "rewrite", "help", "provide", "describe", "explain", "introduce",
        "tell", "keep", "aim", "answer", "respond", "response", "essay", "story", "article", "report", "paper");

    private static readonly string[] EachAfter = ["each", "apiece", "for each", "in each", "per ", "every ", "a piece"];

    private static readonly string[] ChineseSources = ["这篇", "这份", "这段", "这个", "该", "那篇", "我的", "这部", "本", "写了", "写好的", "有", "有一篇", "写了一篇", "這篇"];

    private static readonly string[] ChinesePointers = ["上面", "上述", "以下", "下面", "下列", "原文", "附件", "现有", "已有", "以上", "从"];

    private static readonly string[] ChineseTransforms =
        ["将", "把", "总结", "概括", "缩写", "扩写", "改写", "压缩", "润色", "翻译", "阅读", "根据", "基于", "缩短", "精简", "读", "修改"];

    /// <summary>Gives a mention its scope, its part and whether it reads as a requirement; <see langword="null"/> where it is no length of a text at all.</summary>
    public static LengthMention? Place(LengthMention mention, bool attributive, bool marked, bool quoted, in LengthSurroundings around)
    {
        LengthBounds.ReadBefore(around.ClauseBefore, out var rest);
        var words = LengthSurroundings.LastWords(around.SentenceBefore);
        if (words is ["worth", ..] or ["a", "worth", ..] || (!attributive && words is ["these" or "those" or "first" or "last" or "same", ..]))
            return null;

        var strong = !quoted && (marked || attributive && mention.Start < 40 || IsFragment(rest, around) || IsRequested(around));
        mention = mention with { IsStrong = strong };
        if ((attributive || !marked) && IsSource(words, around.ClauseBefore, out var certain))
            return certain ? null : mention with { Scope = LengthScope.Source };
        if (IsRate(around.ClauseBefore))
            return null;
        if (FindEach(around, rest) is { } part)
            return mention with { Scope = LengthScope.Each, Part = part };
        if (IsTotal(around, rest))
            return mention with { Scope = LengthScope.Total };
        if (attributive && rest.EndsWith(" and") | rest.EndsWith(" plus") | rest.EndsWith(" and another") | rest.EndsWith(" and also"))
            return mention with { Scope = LengthScope.Further };
        if (FindComponent(attributive, around, rest, words) is { } component)
            return mention with { Scope = LengthScope.Component, Part = component };

        return mention;
    }

    /// <summary>"… . 500 words.", "Part 2: 500 words", "Introduction (200 words)".</summary>
    private static bool IsFragment(ReadOnlySpan<char> rest, in LengthSurroundings around)
    {
        var before = around.ClauseBefore.TrimEnd();
        if (!before.IsEmpty && before[^1] is ':' or '(' or '-' or '—')
            return true;

        var after = around.After;
        return rest.TrimStart(" -*•#").IsEmpty && (after.TrimStart().IsEmpty || after.TrimStart()[0] is ',' or '，' or ')' or '.' or '左' or '*');
    }

    private static bool IsRequested(in LengthSurroundings around)
    {
        foreach (var range in around.SentenceBefore.SplitAny(" ,:'\"-("))
        {
            if (Requests.GetAlternateLookup<ReadOnlySpan<char>>().Contains(around.SentenceBefore[range]))
                return true;
        }

        var near = around.After[..Math.Min(48, around.After.Length)];
        foreach (var range in near.SplitAny(" ,:'\"-("))
        {
            if (Requests.GetAlternateLookup<ReadOnlySpan<char>>().Contains(near[range]))
                return true;
        }

        return around.SentenceBefore.IndexOfAny("写寫撰拟扩缩请請帮") >= 0 || around.SentenceBefore.IndexOf("创作") >= 0
            || around.SentenceBefore.IndexOf("生成") >= 0 || around.SentenceBefore.IndexOf("要求") >= 0 || around.SentenceBefore.IndexOf("篇幅") >= 0
            || near.StartsWith("左右") || near.StartsWith("上下");
    }

    private static bool IsSource(List<string> words, ReadOnlySpan<char> clause, out bool certain)
    {
        certain = false;
        // One adjective may stand between: "this long 5,000-word article".
        for (var i = 0; i < words.Count && i < 2; i++)
        {
            if (Writes.Contains(words[i]))
                break;

            var points = Pointers.Contains(words[i]);
            var owned = Owners.Contains(words[i]);
            if (!points && !owned && !(words[i] is "a" or "an" or "the" or "your" || (i == 0 && words[i] is "from")))
                continue;

            var turned = false;
            for (var j = words[i] is "from" ? i : i + 1; j < words.Count && !Writes.Contains(words[j]) && !turned; j++)
                turned = Transforms.Contains(words[j]) && (words[j] is not "from" || j > 0);

            certain = turned || points;
            if (certain || owned)
                return true;

            break;
        }

        // "The first chapter (3,000 words) of a 60,000-word novel": the latter is what the text is a part of.
        if (words is ["a" or "an" or "the", "of", ..] && words.Skip(2).Any(PartNouns.Components.Contains))
            return certain = true;
        if (words is ["has" or "had" or "was" or "wrote", ..])
            return true;

        return IsChineseSource(clause.TrimEnd(), out certain);
    }

    private static bool IsChineseSource(ReadOnlySpan<char> clause, out bool certain)
    {
        certain = false;
        foreach (var hedge in (ReadOnlySpan<string>)["大约", "约", "近", "共", "长达", "的", "这篇", "这段"])
        {
            if (clause.EndsWith(hedge) && !EndsWithAny(clause, ChineseSources))
                clause = clause[..^hedge.Length];
        }

        // In 2000字以上3000字以下 the first bound points at nothing.
        certain = EndsWithAny(clause, ChinesePointers) && !clause.EndsWith("字以上") && !clause.EndsWith("词以上");
        if (certain)
            return true;

        if (!EndsWithAny(clause, ChineseSources))
            return false;

        foreach (var transform in ChineseTransforms)
            certain |= clause.IndexOf(transform) >= 0;

        return true;
    }

    private static bool EndsWithAny(ReadOnlySpan<char> text, string[] phrases)
    {
        foreach (var phrase in phrases)
        {
            if (text.EndsWith(phrase))
                return true;
        }

        return false;
    }

    /// <summary>每天500字, "every day 500 words".</summary>
    private static bool IsRate(ReadOnlySpan<char> clause)
    {
        var each = clause.LastIndexOf('每');
        return each >= 0 && clause.Length - each < 14 && each + 1 < clause.Length && "天日分秒小周月年句行人晚".Contains(clause[each + 1]);
    }

    private static string? FindEach(in LengthSurroundings around, ReadOnlySpan<char> rest)
    {
        var after = around.After.TrimStart(" ,(-");
        foreach (var phrase in EachAfter)
        {
            if (after.StartsWith(phrase) && (phrase[^1] == ' ' || after.Length == phrase.Length || !char.IsAsciiLetter(after[phrase.Length])))
                return FirstPart(after[phrase.Length..], 3, false) ?? (phrase is "per " or "every " ? null : "");
        }

        if (after.Length > 1 && after[0] is '每' or '/' && PartNouns.TryGetChinese(after[1..], out var noun, out _))
            return noun;

        var clause = around.ClauseBefore;
        var each = clause.LastIndexOfAny("每各");
        if (each >= 0 && clause.Length - each < 16)
        {
            if (PartNouns.TryGetChinese(clause[(each + 1)..], out noun, out _))
                return noun;
            if (rest.EndsWith("各") || rest.EndsWith("各自") || rest.EndsWith("每") || rest.EndsWith("每个") || rest.EndsWith("每一"))
                return "";
        }

        return FindEnglishEach(around.SentenceBefore, rest);
    }

    private static string? FindEnglishEach(ReadOnlySpan<char> sentence, ReadOnlySpan<char> rest)
    {
        if (EndsWithWord(rest, "each") || rest.EndsWith("each with") || rest.EndsWith("each having") || rest.EndsWith("each containing"))
            return "";

        foreach (var word in (ReadOnlySpan<string>)["each", "every", "per"])
        {
            var index = sentence.LastIndexOf(word);
            if (index < 0 || sentence.Length - index > 80 || (index > 0 && char.IsAsciiLetter(sentence[index - 1])))
                continue;

            var tail = sentence[(index + word.Length)..];
            if (tail.Length > 0 && char.IsAsciiLetter(tail[0]))
                continue;
            if (FirstPart(tail, 5, tail.TrimStart().StartsWith("of ")) is { } part)
                return part;
        }

        return null;
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text, string word) =>
        text.EndsWith(word) && (text.Length == word.Length || !char.IsAsciiLetter(text[^(word.Length + 1)]));

    /// <summary>The first noun for a part among the first words of a text.</summary>
    private static string? FirstPart(ReadOnlySpan<char> text, int words, bool plural)
    {
        foreach (var range in text.Split(' '))
        {
            var word = text[range].Trim(",.:;()*");
            if (word.IsEmpty)
                continue;
            if (PartNouns.TryGetEnglish(word, plural, out var part))
                return part;
            if (--words == 0)
                break;
        }

        return null;
    }

    private static bool IsTotal(in LengthSurroundings around, ReadOnlySpan<char> rest)
    {
        var after = around.After.TrimStart(" (,");
        foreach (var phrase in (ReadOnlySpan<string>)["in total", "total", "altogether", "overall", "combined", "in all"])
        {
            if (after.StartsWith(phrase))
                return true;
        }

        foreach (var phrase in (ReadOnlySpan<string>)["共", "共计", "合计", "总计", "总", "全文", "全书", "全篇", "整篇", "总长", "全文字", "整体", "in total", "altogether", "overall", "combined", "totalling"])
        {
            if (rest.EndsWith(phrase))
                return true;
        }

        var clause = around.ClauseBefore;
        return clause.IndexOf("total of") >= 0 || clause.IndexOf("total length") >= 0 || clause.IndexOf("whole ") >= 0 || clause.IndexOf("entire ") >= 0
            || clause.IndexOf("total word") >= 0;
    }

    private static string? FindComponent(bool attributive, in LengthSurroundings around, ReadOnlySpan<char> rest, List<string> words)
    {
        var after = around.After.TrimStart();
        if (attributive && FirstComponent(after, 3) is { } noun)
            return noun;
        if (after.StartsWith("for ") | after.StartsWith("in the") | after.StartsWith("on the") && FirstComponent(after, 3) is { } of)
            return of;
        if (attributive && words is [_, "include" or "including" or "with" or "containing" or "add" or "attach", ..])
            return "included";

        foreach (var verb in (ReadOnlySpan<string>)["should ", "must ", "may ", "can "])
        {
            if (after.StartsWith(verb + "be about") || after.StartsWith(verb + "be on") || after.StartsWith(verb + "be for") || after.StartsWith(verb + "go to"))
                return around.After.ToString();
        }

        foreach (var word in words)
        {
            if (word is "spend" or "devote" or "dedicate" or "allocate" or "reserve")
                return around.SentenceBefore.ToString();
        }

        var clause = around.ClauseBefore;
        foreach (var word in LengthSurroundings.LastWords(clause))
        {
            if (PartNouns.Components.Contains(word))
                return Tail(clause);
        }

        foreach (var component in PartNouns.ChineseComponents)
        {
            if (clause.LastIndexOf(component) is >= 0 and var index && clause.Length - index < 16)
                return component;
            if (attributive && around.After.Length > 1 && around.After[1..].StartsWith(component))
                return component;
        }

        var ordinal = clause.LastIndexOf('第');
        return ordinal >= 0 && clause.Length - ordinal < 16 ? Tail(clause) : null;
    }

    private static string? FirstComponent(ReadOnlySpan<char> text, int words)
    {
        foreach (var range in text.Split(' '))
        {
            var word = text[range].Trim(",.:;()*\n").ToString();
            if (PartNouns.Components.Contains(word))
                return word;
            if (--words == 0)
                break;
        }

        return null;
    }

    private static string Tail(ReadOnlySpan<char> clause) => clause[Math.Max(0, clause.Length - 32)..].ToString();
}
