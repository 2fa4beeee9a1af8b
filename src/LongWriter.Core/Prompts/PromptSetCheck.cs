namespace LongWriter;

/// <summary>Finds prompt texts that could not be filled, at the start instead of in the middle of a document.</summary>
internal static class PromptSetCheck
{
    private static readonly string[] Task = ["task", "details"];
    private static readonly string[] Place = ["number", "count", "point", "words", "place"];

    /// <summary>The faults of a prompt set, one sentence each.</summary>
    public static IEnumerable<string> FaultsOf(string language, PromptSet prompts)
    {
        foreach (var (name, template, placeholders) in Templates(prompts))
        {
            string? fault = null;
            try
            {
                PromptTemplate.Fill(template, [.. placeholders.Select(static p => (p, ""))]);
            }
            catch (FormatException exception)
            {
                fault = exception.Message;
            }

            if (fault is not null)
                yield return $"Prompts[\"{language}\"].{name}: {fault} Its placeholders are {string.Join(", ", placeholders.Select(static p => $"{{{p}}}"))}.";
        }
    }

    private static IEnumerable<(string Name, string Template, string[] Placeholders)> Templates(PromptSet p) =>
    [
        (nameof(p.Plan), p.Plan, [.. Task, "length", "minimum", "maximum"]),
        (nameof(p.PlanLength), p.PlanLength, ["words"]),
        (nameof(p.PlanLengthOpen), p.PlanLengthOpen, []),
        (nameof(p.PlanParts), p.PlanParts, [.. Task, "words", "parts"]),
        (nameof(p.PlanPart), p.PlanPart, [.. Task, "parts", "number", "part", "words", "minimum", "maximum"]),
        (nameof(p.PlanAgain), p.PlanAgain, ["fault"]),
        (nameof(p.PlanLine), p.PlanLine, ["number", "point", "words"]),
        (nameof(p.WriteHead), p.WriteHead, [.. Task, "plan"]),
        (nameof(p.Step), p.Step, [.. Place, "feedback"]),
        (nameof(p.ContinueStep), p.ContinueStep, [.. Place, "draft"]),
        (nameof(p.Feedback), p.Feedback, ["complaint"]),
        (nameof(p.TooShort), p.TooShort, ["written", "words"]),
        (nameof(p.TooLong), p.TooLong, ["written", "words"]),
        (nameof(p.Repeats), p.Repeats, ["spans"]),
        (nameof(p.Shorten), p.Shorten, ["words", "draft"]),
        (nameof(p.Summarize), p.Summarize, ["summary", "text", "words"]),
        (nameof(p.SummarySoFar), p.SummarySoFar, ["summary"]),
        (nameof(p.TitleDetail), p.TitleDetail, ["value"]),
        (nameof(p.StyleDetail), p.StyleDetail, ["value"]),
        (nameof(p.AudienceDetail), p.AudienceDetail, ["value"]),
        (nameof(p.LanguageDetail), p.LanguageDetail, ["value"]),
        (nameof(p.MaterialDetail), p.MaterialDetail, ["value"]),
    ];
}
