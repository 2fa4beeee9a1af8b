namespace LongWriter;

/// <summary>The words that mark a step, its main point and its word count, in normal form (<see cref="PlanGlyphs.Normalize"/>), longest first.</summary>
internal sealed class PlanLabels
{
    private static readonly string[] StepWords =
    [
        "paragraph", "para", "section", "step", "part", "chapter", "segment", "scene",
        "段落", "章节", "部分", "步骤", "小节", "段", "章", "节",
    ];

    private static readonly string[] PointWords =
    [
        "main points", "main point", "main idea", "main topic", "main content", "key points", "key point", "point", "content", "description",
        "主要内容", "主要观点", "核心内容", "核心要点", "内容要点", "要点", "内容", "主旨",
    ];

    private static readonly string[] CountWords =
    [
        "word count", "words count", "word-count", "wordcount", "word budget", "word limit", "word target", "number of words", "length", "words",
        "字数要求", "字数", "篇幅", "长度",
    ];

    private static readonly string[] UnitWords =
    [
        "english words", "words", "word", "wds", "characters", "chars", "个汉字", "个字", "汉字", "字", "个单词", "单词", "个词", "词",
    ];

    private PlanLabels(params ReadOnlySpan<PlanLineFormat> formats)
    {
        Formats = [.. formats];
        Steps = LongestFirst(StepWords, formats, 0);
        Points = LongestFirst(PointWords, formats, 1);
        Counts = LongestFirst(CountWords, formats, 2);
        Units = LongestFirst(UnitWords, formats, 3);
    }

    public static PlanLabels Default { get; } = new(PlanLineFormat.English, PlanLineFormat.Chinese);

    public IReadOnlyList<PlanLineFormat> Formats { get; }

    public IReadOnlyList<string> Steps { get; }

    public IReadOnlyList<string> Points { get; }

    public IReadOnlyList<string> Counts { get; }

    public IReadOnlyList<string> Units { get; }

    /// <summary>The labels with those of a prompt set's own line form added.</summary>
    public static PlanLabels For(PromptSet? prompts)
    {
        if (prompts is null || prompts.PlanLine == PromptSet.English.PlanLine || prompts.PlanLine == PromptSet.Chinese.PlanLine)
            return Default;

        return PlanLineFormat.TryCreate(prompts.PlanLine) is { } format
            ? new(format, PlanLineFormat.English, PlanLineFormat.Chinese)
            : Default;
    }

    private static string[] LongestFirst(string[] words, ReadOnlySpan<PlanLineFormat> formats, int literal)
    {
        var all = new HashSet<string>(words, StringComparer.Ordinal);
        foreach (var format in formats)
        {
            var label = PlanGlyphs.Normalize(format.Literals[literal]).Trim([' ', .. "-:|,.()[]*_"]);
            if (label.Length > 0)
                all.Add(label);
        }

        return [.. all.OrderByDescending(static w => w.Length).ThenBy(static w => w, StringComparer.Ordinal)];
    }
}
