namespace LongWriter;

public sealed partial record PromptSet
{
    /// <summary>The Chinese texts.</summary>
    public static PromptSet Chinese { get; } = new()
    {
        Language = "zh",
        Plan = """
            你负责为一篇文章做写作计划，另一位作者将只凭这份计划逐段写出全文。

            用户的要求如下：
            <task>
            {task}
            </task>
            {details}
            请把全文分成若干段落，逐一说明每个段落写什么、写多少字。{length}

            - 覆盖要求中的全部内容，顺序要便于阅读。
            - 写得具体：只看到这一行的人也要知道该写什么。
            - 不要分得太细：每个段落在{minimum}字到{maximum}字之间。
            - 不要有两个段落写同一件事。

            每个段落一行，严格按下面的格式回答，不要输出其他内容：

            段落1 - 要点：[详细说明本段落写什么] - 字数：[数字]字
            段落2 - 要点：[详细说明本段落写什么] - 字数：[数字]字
            """,
        PlanLength = "全文要求{words}字，各段落字数之和必须等于这个数。",
        PlanLengthOpen = "全文长度没有规定，请按要求的内容自行决定。",
        PlanParts = """
            你负责为一篇很长的文章做写作计划。这一轮先把全文分成若干部分，之后每个部分会再单独做计划。

            用户的要求如下：
            <task>
            {task}
            </task>
            {details}
            全文要求{words}字。请分成大约{parts}个部分，各部分字数之和必须等于这个数。

            - 覆盖要求中的全部内容，顺序要便于阅读。
            - 写得具体：只看到这一行的人也要知道哪些内容属于这一部分，哪些不属于。

            每个部分一行，严格按下面的格式回答，不要输出其他内容：

            段落1 - 要点：[详细说明这一部分写什么] - 字数：[数字]字
            段落2 - 要点：[详细说明这一部分写什么] - 字数：[数字]字
            """,
        PlanPart = """
            你负责为一篇很长的文章中的一个部分做写作计划，另一位作者将只凭这份计划逐段写出来。

            用户的要求如下：
            <task>
            {task}
            </task>
            {details}
            全文的各个部分：
            <parts>
            {parts}
            </parts>

            只为第{number}部分做计划：{part}
            这一部分要求{words}字。请分成若干段落，各段落字数之和必须等于这个数。

            - 属于其他部分的内容留给其他部分。
            - 写得具体：只看到这一行的人也要知道该写什么。
            - 每个段落在{minimum}字到{maximum}字之间。

            每个段落一行，严格按下面的格式回答，不要输出其他内容：

            段落1 - 要点：[详细说明本段落写什么] - 字数：[数字]字
            段落2 - 要点：[详细说明本段落写什么] - 字数：[数字]字
            """,
        PlanAgain = """


            之前的一次回答无法使用：{fault}
            请按上面的格式重新给出完整的计划。
            """,
        PlanLine = "段落{number} - 要点：{point} - 字数：{words}字",
        WriteHead = """
            你正在写一篇长文，每次只写一个段落。你的回答会原样接在已写好的正文后面。

            用户的要求如下：
            <task>
            {task}
            </task>
            {details}
            全文的计划，每行一个段落：
            <plan>
            {plan}
            </plan>

            已写好的正文：


            """,
        Step = """
            （已写好的正文到此为止。）

            现在写第{number}段，全文共{count}段。只写这一段，它的内容是：
            {point}
            本段长度：{words}字。

            {place}从正文停下的地方接着写。不要重复已经写过的内容，不要预告你要做什么，也不要加标签、编号、字数或说明；如果文体适合，可以加一个简短的小标题。{feedback}
            """,
        PlaceMiddle = "后面还有别的段落，所以不要收尾、总结或告别。",
        PlaceLast = "这是最后一段，请为全文收尾。",
        PlaceOnly = "这一段就是全文。",
        ContinueStep = """
            （已写好的正文到此为止。）

            第{number}段（全文共{count}段）只写了一半。它的内容是：
            {point}

            已有的部分在中途断开：
            <draft>
            {draft}
            </draft>

            从它的最后一个字接着往下写，不要重复已有的内容，不要加说明，把这一段写完。
            还缺的长度：{words}字。

            {place}
            """,
        Feedback = "\n\n这一段之前写过一稿。{complaint}请重新写，并改正这一点。",
        TooShort = "那一稿太短：需要{words}字，只写了{written}字。",
        TooLong = "那一稿太长：需要{words}字，却写了{written}字。",
        Repeats = "那一稿逐字重复了前面段落里已有的文字：\n{spans}\n请换成新的内容。",
        Shorten = """
            下面的文字太长。请缩短到指定的长度，保留内容、语气和结尾，只回答缩短后的文字。

            缩短后的长度：{words}字。

            <draft>
            {draft}
            </draft>
            """,
        Summarize = """
            一篇长文正在写作中，你负责维护它的内容提要，供看不到开头的作者使用。
            请写明后文可能用到的人物、地点、事实、用语和未了结的线索。只回答新的提要。

            提要长度：最多{words}字。

            <summary>
            {summary}
            </summary>

            此后写成的正文：
            <text>
            {text}
            </text>
            """,
        SummarySoFar = "（下文之前的内容提要：）\n{summary}\n\n",
        TitleDetail = "标题：{value}",
        StyleDetail = "风格：{value}",
        AudienceDetail = "读者：{value}",
        LanguageDetail = "语言：用{value}写作。",
        MaterialDetail = "依据的材料：\n<material>\n{value}\n</material>",
    };
}
