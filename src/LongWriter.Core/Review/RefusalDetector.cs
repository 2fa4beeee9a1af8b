using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Recognises an answer in which the model declines instead of writing. English and Chinese.</summary>
internal static class RefusalDetector
{
    /// <summary>A refusal is short; a long text that begins with an apology is a text.</summary>
    private const int LongestRefusal = 600;

    private static readonly Regex Refusal = new(
        @"^\W*(?:I(?:'|’)?m (?:really |very )?sorry|I am (?:really |very )?sorry|Sorry|I apologi[sz]e|Unfortunately)?[,.!—–\-\s]*(?:but )?(?:I (?:can(?:not|'t|’t| not)|won(?:'|’)t|am (?:not able|unable)|will not|must decline)|I(?:'|’)m (?:not able|unable)|As an AI)\b[^.!?]{0,30}\b(?:help|assist|write|create|produce|generate|provide|continue|comply|fulfil)\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex ChineseRefusal = new(
        @"^\W*(?:非常|很|十分)?(?:抱歉|对不起|不好意思)?[，,。！\s]*(?:但)?(?:作为(?:一个|一名)?(?:AI|人工智能|语言模型)[^。]{0,40})?我?(?:无法|不能|没有办法|不便)(?:为您|为你|帮助|协助|提供|完成|满足|继续|撰写|创作|写)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Whether a whole answer is a refusal.</summary>
    public static bool IsRefusal(string text)
    {
        if (text.Length > LongestRefusal)
            return false;

        var start = text.TrimStart();
        return Refusal.IsMatch(start) || ChineseRefusal.IsMatch(start);
    }
}
