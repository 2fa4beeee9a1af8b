namespace LongWriter;

/// <summary>The wordings of <see cref="PromptSet"/> by which a prompt of one language is recognised.</summary>
internal sealed record PromptMarkers
{
    public required string Language { get; init; }

    /// <summary>What stands behind a length.</summary>
    public required string Unit { get; init; }

    public required string PlanForm { get; init; }

    public required string PlanLength { get; init; }

    public required (string Before, string After) Parts { get; init; }

    public required string OnePart { get; init; }

    public required string PlanAgain { get; init; }

    public required string Section { get; init; }

    public required string Continuation { get; init; }

    public required string Shortening { get; init; }

    public required string Summary { get; init; }

    public required (string Before, string Between) SectionNumber { get; init; }

    public required string Point { get; init; }

    public required string Repeats { get; init; }

    public required (string Begin, string End) TextSoFar { get; init; }

    public static PromptMarkers English { get; } = new()
    {
        Language = "en",
        Unit = " words",
        PlanForm = "Word Count: [number] words",
        PlanLength = "is to have ",
        Parts = ("Divide it into about ", " parts"),
        OnePart = "\nPlan part ",
        PlanAgain = "An earlier answer to this could not be used",
        Section = "Length of this section: ",
        Continuation = "Length of what is missing: ",
        Shortening = "Length of the shortened text: ",
        Summary = "Length of the summary: at most ",
        SectionNumber = ("ection ", " of "),
        Point = "It is about:\n",
        Repeats = "repeated passages that stand in earlier sections already",
        TextSoFar = ("The text so far:\n", "(Here the text so far ends.)"),
    };

    public static PromptMarkers Chinese { get; } = new()
    {
        Language = "zh",
        Unit = "字",
        PlanForm = "字数：[数字]字",
        PlanLength = "要求",
        Parts = ("请分成大约", "个部分"),
        OnePart = "\n只为第",
        PlanAgain = "之前的一次回答无法使用",
        Section = "本段长度：",
        Continuation = "还缺的长度：",
        Shortening = "缩短后的长度：",
        Summary = "提要长度：最多",
        SectionNumber = ("第", "全文共"),
        Point = "它的内容是：\n",
        Repeats = "逐字重复了前面段落里已有的文字",
        TextSoFar = ("已写好的正文：\n", "（已写好的正文到此为止。）"),
    };
}
