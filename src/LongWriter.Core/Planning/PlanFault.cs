namespace LongWriter;

/// <summary>What is wrong with a plan.</summary>
internal enum PlanFaultKind
{
    NoSteps,
    Empty,
    CutOff,
    Gap,
    DuplicateNumber,
    DuplicatePoint,
    EmptyPoint,
    Placeholder,
    BadCount,
    NoCounts,
    SumOff,
    TooFewSteps,
    StepTooLong,
    TooManySteps,
    DuplicateId,
}

/// <summary>A fault, said to the model in the language of its prompts and to people in English.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="First">A step's number or a count, as the kind has it.</param>
/// <param name="Second">Another one.</param>
/// <param name="Text">A quotation.</param>
internal sealed record PlanFault(PlanFaultKind Kind, long First = 0, long Second = 0, string Text = "")
{
    /// <summary>Whether the plan can be made usable without asking again: its length does not fit, its content does.</summary>
    public bool IsRepairable => Kind is PlanFaultKind.SumOff or PlanFaultKind.TooFewSteps or PlanFaultKind.StepTooLong or PlanFaultKind.NoCounts;

    public override string ToString() => Describe("en");

    public string Describe(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese() : English();

    private string English() => Kind switch
    {
        PlanFaultKind.NoSteps => "no line of it has the form of a step.",
        PlanFaultKind.Empty => "it was empty.",
        PlanFaultKind.CutOff => "it was cut off before the plan was complete; say less in each line.",
        PlanFaultKind.Gap => $"number {First} is missing; number the steps 1, 2, 3 and so on, and leave none out.",
        PlanFaultKind.DuplicateNumber => $"number {First} is used twice; number the steps 1, 2, 3 and so on.",
        PlanFaultKind.DuplicatePoint => $"step {Second} has the same main point as an earlier one (\"{Text}\").",
        PlanFaultKind.EmptyPoint => $"step {First} has no main point.",
        PlanFaultKind.Placeholder => $"step {First} has a placeholder instead of a main point.",
        PlanFaultKind.BadCount => $"step {First} has a word count of {Second}.",
        PlanFaultKind.NoCounts => "no step has a word count.",
        PlanFaultKind.SumOff => $"its word counts add up to {First} where {Second} are needed.",
        PlanFaultKind.TooFewSteps => $"it has too few steps ({First}): at the length needed one of them would have more than {Second} words.",
        PlanFaultKind.StepTooLong => $"step {First} is too long; a step has at most {Second} words, so divide it.",
        PlanFaultKind.TooManySteps => $"it has {First} steps where {Second} are the most that can be used.",
        PlanFaultKind.DuplicateId => $"the id '{Text}' is used twice.",
        _ => throw new InvalidOperationException(Kind.ToString()),
    };

    private string Chinese() => Kind switch
    {
        PlanFaultKind.NoSteps => "里面没有一行符合规定的格式。",
        PlanFaultKind.Empty => "回答是空的。",
        PlanFaultKind.CutOff => "计划还没写完就被截断了，请把每行写得短一些。",
        PlanFaultKind.Gap => $"缺少第{First}个段落；请按1、2、3的顺序编号，不要跳过。",
        PlanFaultKind.DuplicateNumber => $"编号{First}用了两次；请按1、2、3的顺序编号。",
        PlanFaultKind.DuplicatePoint => $"第{Second}个段落的要点与前面的段落相同（“{Text}”）。",
        PlanFaultKind.EmptyPoint => $"第{First}个段落没有要点。",
        PlanFaultKind.Placeholder => $"第{First}个段落的要点仍是占位文字。",
        PlanFaultKind.BadCount => $"第{First}个段落的字数是{Second}。",
        PlanFaultKind.NoCounts => "没有一个段落写明字数。",
        PlanFaultKind.SumOff => $"各段落字数之和是{First}，而要求的是{Second}。",
        PlanFaultKind.TooFewSteps => $"段落太少（{First}个）：按要求的长度，每个段落会超过{Second}字。",
        PlanFaultKind.StepTooLong => $"第{First}个段落太长；一个段落最多{Second}字，请把它分开。",
        PlanFaultKind.TooManySteps => $"一共有{First}个段落，最多只能有{Second}个。",
        PlanFaultKind.DuplicateId => $"编号“{Text}”用了两次。",
        _ => throw new InvalidOperationException(Kind.ToString()),
    };
}
