namespace LongWriter;

/// <summary>
/// The prompt texts of one language. Each is a template for <see cref="PromptTemplate"/>; derive your own with <c>with</c> and put
/// them into <see cref="LongWriterOptions.Prompts"/>. Their hash is part of a run's identity.
/// </summary>
public sealed partial record PromptSet
{
    /// <summary>The language of the texts, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>Asks for a plan. Placeholders: <c>task</c>, <c>details</c>, <c>length</c>, <c>minimum</c>, <c>maximum</c>.</summary>
    public required string Plan { get; init; }

    /// <summary>Says the required length to the planner. Placeholder: <c>words</c>.</summary>
    public required string PlanLength { get; init; }

    /// <summary>Leaves the length to the planner.</summary>
    public required string PlanLengthOpen { get; init; }

    /// <summary>Asks for the parts of a very long document. Placeholders: <c>task</c>, <c>details</c>, <c>words</c>, <c>parts</c>.</summary>
    public required string PlanParts { get; init; }

    /// <summary>Asks for the plan of one part. Placeholders: <c>task</c>, <c>details</c>, <c>parts</c>, <c>number</c>, <c>part</c>, <c>words</c>, <c>minimum</c>, <c>maximum</c>.</summary>
    public required string PlanPart { get; init; }

    /// <summary>Appended when a plan is asked for again. Placeholder: <c>fault</c>.</summary>
    public required string PlanAgain { get; init; }

    /// <summary>One line of a plan. Placeholders: <c>number</c>, <c>point</c>, <c>words</c>.</summary>
    public required string PlanLine { get; init; }

    /// <summary>The head of every writing prompt, the same from section to section. Placeholders: <c>task</c>, <c>details</c>, <c>plan</c>.</summary>
    public required string WriteHead { get; init; }

    /// <summary>
    /// The end of a writing prompt: the section to write now. Placeholders: <c>number</c>, <c>count</c>, <c>point</c>, <c>words</c>,
    /// <c>place</c>, <c>feedback</c>.
    /// </summary>
    public required string Step { get; init; }

    /// <summary>Tells the writer that more sections follow.</summary>
    public required string PlaceMiddle { get; init; }

    /// <summary>Tells the writer that the section is the last.</summary>
    public required string PlaceLast { get; init; }

    /// <summary>Tells the writer that the section is the whole document.</summary>
    public required string PlaceOnly { get; init; }

    /// <summary>
    /// The end of a writing prompt when a section is continued. Placeholders: <c>number</c>, <c>count</c>, <c>point</c>,
    /// <c>words</c>, <c>place</c>, <c>draft</c>.
    /// </summary>
    public required string ContinueStep { get; init; }

    /// <summary>Introduces the reviewers' complaint inside a step. Placeholder: <c>complaint</c>.</summary>
    public required string Feedback { get; init; }

    /// <summary>Complaint: too short. Placeholders: <c>written</c>, <c>words</c>.</summary>
    public required string TooShort { get; init; }

    /// <summary>Complaint: too long. Placeholders: <c>written</c>, <c>words</c>.</summary>
    public required string TooLong { get; init; }

    /// <summary>Complaint: repeats earlier sections. Placeholder: <c>spans</c>.</summary>
    public required string Repeats { get; init; }

    /// <summary>Asks for a draft to be shortened; the whole prompt. Placeholders: <c>words</c>, <c>draft</c>.</summary>
    public required string Shorten { get; init; }

    /// <summary>Asks for a running summary; the whole prompt. Placeholders: <c>summary</c>, <c>text</c>, <c>words</c>.</summary>
    public required string Summarize { get; init; }

    /// <summary>Introduces a running summary in a writing prompt. Placeholder: <c>summary</c>.</summary>
    public required string SummarySoFar { get; init; }

    /// <summary>States the title. Placeholder: <c>value</c>.</summary>
    public required string TitleDetail { get; init; }

    /// <summary>States the style. Placeholder: <c>value</c>.</summary>
    public required string StyleDetail { get; init; }

    /// <summary>States the readers. Placeholder: <c>value</c>.</summary>
    public required string AudienceDetail { get; init; }

    /// <summary>States the language, where it is not that of these texts. Placeholder: <c>value</c>.</summary>
    public required string LanguageDetail { get; init; }

    /// <summary>Hands over source material. Placeholder: <c>value</c>.</summary>
    public required string MaterialDetail { get; init; }
}
