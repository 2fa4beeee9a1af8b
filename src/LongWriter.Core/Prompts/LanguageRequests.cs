using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Finds the words with which an instruction asks for a language.</summary>
internal static class LanguageRequests
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>How far around "in French" a word of request is looked for, in characters.</summary>
    private const int Reach = 160;

    private static readonly Regex English = new(
        @"\b(?:in|into)\s+(?:the\s+)?(?:(?:plain|simple|clear|proper|good|fluent|modern|formal|standard|everyday)\s+)?(" + LanguageNames.EnglishPattern + @")\b",
        Options);

    private static readonly Regex Label = new(
        @"\blanguage\s*(?:[:=]|is\b|should be\b|must be\b)\s*(" + LanguageNames.EnglishPattern + @")\b", Options);

    private static readonly Regex Request = new(
        @"\b(?:write|writes|written|writing|answer|respond|reply|compose|draft|create|generate|produce|introduce|describe|explain|give|tell|make|prepare|"
        + @"translate|summari[sz]e|output|use|please|help|should|must|essay|article|story|report|novel|blog|post|letter|email|guide|speech|poem|review|"
        + @"paper|book|text|words?)\b",
        Options);

    private static readonly Regex Chinese = new(
        @"(?:使用|采用|用|以|写成|译成|译为|翻译成|翻译为|改写成|改成|输出|语言[为是：:]?)\s*(" + LanguageNames.ChinesePattern + ")", Options);

    private static readonly Regex ChineseKind = new(
        "(" + LanguageNames.ChinesePattern + ")的?(?:作文|文章|短文|演讲稿|演讲|邮件|书信|信件|论文|故事|小说|简历|报告|摘要|撰写|书写|作答|回答|写一)", Options);

    private static readonly FrozenDictionary<string, string> OwnPhrases = LanguagePhrases.Tags;

    private static readonly Regex Own = new(LanguagePhrases.Pattern, Options);

    private static readonly FrozenSet<string> Followers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "about", "on", "for", "with", "and", "or", "please", "that", "which", "to", "using", "of", "at", "within", "by", "as", "only", "language",
        "the", "a", "an", "how", "why", "what", "my", "this", "from", "not", "no", "but", "because", "so", "where", "when", "who", "under", "around",
        "approximately", "over", "between", "titled", "called", "describing", "explaining", "introducing", "discussing", "is", "will", "should", "must");

    /// <summary>The tag of the language asked for first, or <see langword="null"/>.</summary>
    public static string? Find(string instruction)
    {
        var best = (Index: int.MaxValue, Tag: (string?)null);
        Take(English, match => IsRequest(instruction, match) ? LanguageNames.GetTag(match.Groups[1].Value) : null);
        Take(Label, match => LanguageNames.GetTag(match.Groups[1].Value));
        Take(Chinese, match => IsChineseRequest(instruction, match) ? LanguageNames.GetTag(match.Groups[1].Value) : null);
        Take(ChineseKind, match => FollowsChineseVerb(instruction, match.Index) ? LanguageNames.GetTag(match.Groups[1].Value) : null);
        Take(Own, match => IsWholeWord(instruction, match) ? OwnPhrases[match.Value] : null);
        return best.Tag;

        void Take(Regex pattern, Func<Match, string?> read)
        {
            for (var match = pattern.Match(instruction); match.Success && match.Index < best.Index; match = match.NextMatch())
            {
                if (read(match) is { } tag)
                    best = (match.Index, tag);
            }
        }
    }

    /// <summary>"in French." or "in French about" asks for a language, "in French cuisine" does not; nor does a sentence without a word of request.</summary>
    private static bool IsRequest(string text, Match match)
    {
        var end = match.Index + match.Length;
        var next = end;
        while (next < text.Length && text[next] == ' ')
            next++;

        if (end < text.Length && text[end] == '-')
            return false;

        if (next < text.Length && char.IsLetter(text[next]))
        {
            var stop = next;
            while (stop < text.Length && char.IsLetter(text[stop]) && stop - next < 20)
                stop++;

            if (!Followers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text.AsSpan(next, stop - next)) && text[next] < 0x2E80)
                return false;
        }

        var (from, to) = SentenceAround(text, match.Index, end);
        var before = text.AsSpan(from, match.Index - from).TrimEnd();
        if (before.EndsWith("not", StringComparison.OrdinalIgnoreCase))
            return false;

        // "In English, please." has no verb; as the whole of its sentence it is a request all the same.
        var alone = before.IsEmpty && (next == text.Length || next == to || text.AsSpan(next).StartsWith(", please", StringComparison.OrdinalIgnoreCase));
        return alone || Request.IsMatch(text.AsSpan(from, match.Index - from)) || Request.IsMatch(text.AsSpan(end, to - end));
    }

    private static (int From, int To) SentenceAround(string text, int start, int end)
    {
        var from = start;
        while (from > 0 && start - from < Reach && !IsSentenceEnd(text, from - 1))
            from--;

        var to = end;
        while (to < text.Length && to - end < Reach && !IsSentenceEnd(text, to))
            to++;

        return (from, to);
    }

    private static bool IsSentenceEnd(string text, int index) => text[index] switch
    {
        '\n' or '!' or '?' or '。' or '！' or '？' => true,
        '.' => index + 1 == text.Length || char.IsWhiteSpace(text[index + 1]),
        _ => false,
    };

    /// <summary>"用英语写" asks for English, "使用英语的国家" and "以英语为母语" do not.</summary>
    private static bool IsChineseRequest(string text, Match match)
    {
        var end = match.Index + match.Length;
        if (match.Index > 0 && text[match.Index - 1] is '不' or '勿' or '别')
            return false;

        return end == text.Length || text[end] is not ('的' or '为' or '作' or '教' or '系' or '课' or '国');
    }

    private static bool FollowsChineseVerb(string text, int index) =>
        text.AsSpan(Math.Max(0, index - 24), Math.Min(24, index)).IndexOfAny("写撰作拟草生篇封份给") >= 0;

    private static bool IsWholeWord(string text, Match match)
    {
        var end = match.Index + match.Length;
        // Japanese and Korean put no space behind the particle that ends their phrases.
        return match.Value[0] >= 0x2E80
            || ((match.Index == 0 || !char.IsLetter(text[match.Index - 1])) && (end == text.Length || !char.IsLetter(text[end])));
    }
}
