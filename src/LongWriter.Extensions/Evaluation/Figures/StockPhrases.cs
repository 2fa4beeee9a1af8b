namespace LongWriter;

/// <summary>Phrases that language models fall back on, in a list of our own: English, and Chinese ones.</summary>
internal static class StockPhrases
{
    private static readonly string[] List =
    [
        "a testament to", "a tapestry of", "rich tapestry", "a symphony of", "a beacon of", "in the realm of", "delve into", "delves into", "delving into",
        "it is important to note", "it is worth noting", "it is crucial to", "plays a crucial role", "plays a vital role", "plays a pivotal role",
        "in today's fast-paced world", "in an ever-changing world", "ever-evolving landscape", "navigate the complexities", "the complexities of",
        "unlock the potential", "at the heart of", "at the end of the day", "in conclusion", "in summary", "last but not least", "when it comes to",
        "serves as a reminder", "stands as a reminder", "a stark reminder", "a sense of wonder", "a sense of purpose", "a sense of belonging",
        "a newfound sense of", "with a newfound", "little did", "couldn't help but", "could not help but", "barely above a whisper", "let out a breath",
        "a breath she didn't know", "a breath he didn't know", "sent shivers down", "a shiver down", "the air was thick with", "hung heavy in the air",
        "eyes sparkling with", "eyes gleaming with", "a mixture of", "a mix of fear and", "unwavering determination", "steely resolve", "as the sun dipped",
        "as the sun set", "cast long shadows", "the weight of the world", "the tapestry of life", "a journey of self-discovery", "against all odds",
        "not just a", "more than just a", "a double-edged sword", "pave the way for", "paving the way for", "foster a sense of", "the power of",
        "and so it was", "only time will tell", "the rest is history", "a delicate balance", "strike a balance", "in the grand scheme of things",
        "总而言之", "综上所述", "值得注意的是", "不可或缺", "在当今社会", "随着科技的发展", "随着时代的发展", "至关重要的作用", "不言而喻", "众所周知",
        "总的来说", "不容忽视", "发挥着重要作用", "具有重要意义", "提供了有力", "奠定了坚实的基础", "焕发出新的", "谱写", "新篇章", "心中涌起", "意味深长",
        "嘴角微微上扬", "深吸一口气", "眼中闪烁着", "仿佛在诉说", "空气中弥漫着", "时间仿佛静止", "不由自主地", "一股暖流", "久久不能平静", "生动的画卷",
        "让我们一起", "共同努力", "美好的未来", "画上了圆满的句号",
    ];

    private static readonly Dictionary<int, HashSet<ulong>> ByLength = List
        .Select(TokenText.Read)
        .GroupBy(static phrase => phrase.Count)
        .ToDictionary(static group => group.Key, static group => group.Select(static phrase => phrase.Hash(0, phrase.Count)).ToHashSet());

    /// <summary>The number of places at which a phrase begins.</summary>
    public static int Count(TokenText text)
    {
        var found = 0;
        foreach (var (length, phrases) in ByLength)
        {
            for (var i = 0; i + length <= text.Count; i++)
                found += phrases.Contains(text.Hash(i, i + length)) ? 1 : 0;
        }

        return found;
    }
}
